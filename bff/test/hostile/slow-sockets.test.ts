import { once } from 'node:events'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectRaw } from '../support/raw-http.ts'
import { ALLOWED_PATH, callHead, type HostileWorld, startHostileWorld } from './hostile-world.ts'
import { inLanes } from './in-lanes.ts'

const LIMIT_MS = 10_000
/** A busy machine looks late, and closes late. */
const LATEST_MS = 3 * LIMIT_MS
const TIME_LIMIT_MS = 120_000
/** Calls are compared for so long, well before anybody is cut. */
const COMPARE_MS = 2_500
const SETTLE_MS = 300
/** Connections being opened at once. */
const LANES = 100

/** Far more than all buffers on the way to a reader hold, if that reader does not read. */
const LARGE = 16 * 1024 * 1024
const LARGE_PATH = `${ALLOWED_PATH}/large`
const LARGE_ANSWER = Buffer.concat([
  Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${LARGE}\r\n\r\n`),
  Buffer.alloc(LARGE, 'x'),
])
/** One with slow clients, and one like it without, to compare with whatever else the machine does. */
let beset: HostileWorld
let calm: HostileWorld

beforeAll(async () => {
  const listen = { timeouts: { headersMs: LIMIT_MS, stallMs: LIMIT_MS } }
  const start = () => startHostileWorld({ listen, upstream: { maxConcurrentPerSession: 10_000 } })
  ;[beset, calm] = await Promise.all([start(), start()])
  beset.upstream.answer(({ target }) => {
    return { bytes: target.endsWith('/large') ? LARGE_ANSWER : OK, after: 'keep' }
  })
})

afterAll(() => Promise.all([beset.close(), calm.close()]))

const OK = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')

const HEADER_DRIPPERS = 1_200
const BODY_DRIPPERS = 700
const NON_READERS = 100

/** Opens all connections before anything is said on one: the time of all slow clients begins together. */
async function openClients(world: HostileWorld, count: number): Promise<Socket[]> {
  const sockets = await inLanes(LANES, Array<string>(count).fill(world.origin), connectRaw)
  for (const socket of sockets) socket.on('error', () => {})
  return sockets
}

/** A client that never gets to the end of its headers, or of its body. */
interface Dripper {
  socket: Socket
  /** Milliseconds from the beginning to the end; settles when it is cut. */
  lifetime: Promise<number>
}

function beginDripping(socket: Socket, beginning: string): Dripper {
  const beganAt = performance.now()
  socket.resume().write(beginning)
  return { socket, lifetime: once(socket, 'close').then(() => performance.now() - beganAt) }
}

function beginDrippers(world: HostileWorld, sockets: readonly Socket[]): Dripper[] {
  const head = 'GET / HTTP/1.1\r\nHost: localhost:3000\r\nX-Drip: '
  const body = `${callHead(world, 'POST', `${ALLOWED_PATH}/slow`)}Content-Length: 100000\r\n\r\n`
  return sockets.map((socket, index) => beginDripping(socket, index < HEADER_DRIPPERS ? head : body))
}

/** They ask for much and read none of it. */
function beginNonReaders(world: HostileWorld, sockets: readonly Socket[]): void {
  for (const socket of sockets) socket.write(`${callHead(world, 'GET', LARGE_PATH)}\r\n`)
}

/** How many calls for much have been cut. The client itself cannot tell as long as it does not read. */
function countCut({ process }: HostileWorld): number {
  return process.records.filter(({ path, aborted }) => path === LARGE_PATH && aborted).length
}

async function tookMs(world: HostileWorld): Promise<number> {
  const startedAt = performance.now()
  expect(await world.callOrdinarily()).toBe(200)
  return performance.now() - startedAt
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

describe('2,000 clients that send a byte a second, or take none', { timeout: TIME_LIMIT_MS }, () => {
  it('OPS-07 PROXY-18 hold nobody up, and are cut on time', async () => {
    const nonReaders = await openClients(beset, NON_READERS)
    beginNonReaders(beset, nonReaders)
    // Filling all buffers on their way is work like any other; then they only wait.
    await expect.poll(() => isHeldUp(SETTLE_MS), { timeout: LATEST_MS }).toBe(false)
    const drippers = beginDrippers(beset, await openClients(beset, HEADER_DRIPPERS + BODY_DRIPPERS))
    const drip = setInterval(() => {
      for (const { socket } of drippers) if (socket.writable) socket.write('x')
    }, 1_000)
    // Behind all those beginnings: from its answer on they are merely open.
    expect(await beset.callOrdinarily()).toBe(200)

    const [beside, apart] = await compareCalls(COMPARE_MS)
    const wereOpen = drippers.filter(({ socket }) => !socket.destroyed).length
    const cutBefore = countCut(beset)
    const lifetimes = await Promise.all(drippers.map(({ lifetime }) => lifetime))
    clearInterval(drip)

    expect([wereOpen, cutBefore]).toEqual([drippers.length, 0])
    expect(beside, 'ms of a call beside slow clients').toBeLessThan(2 * apart)
    expect(Math.min(...lifetimes)).toBeGreaterThan(LIMIT_MS * 0.7)
    expect(Math.max(...lifetimes)).toBeLessThan(LATEST_MS)
    await expect.poll(() => countCut(beset), { timeout: LATEST_MS }).toBe(NON_READERS)
    expect(await beset.callOrdinarily()).toBe(200)
    for (const socket of nonReaders) socket.destroy()
  })
})

/** Calls both by turns, and yields the median times: beside slow clients, and where there are none. */
async function compareCalls(forMs: number): Promise<[beside: number, apart: number]> {
  const beside: number[] = []
  const apart: number[] = []
  const until = performance.now() + forMs
  while (performance.now() < until) {
    beside.push(await tookMs(beset))
    apart.push(await tookMs(calm))
  }
  return [median(beside), median(apart)]
}

async function isHeldUp(lookedAtForMs: number): Promise<boolean> {
  const [beside, apart] = await compareCalls(lookedAtForMs)
  return beside >= 2 * apart
}
