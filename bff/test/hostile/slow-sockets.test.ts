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

async function openClient(world: HostileWorld, beginning: string): Promise<Socket> {
  const socket = await connectRaw(world.origin)
  socket.on('error', () => {})
  socket.write(beginning)
  return socket
}

/** A client that never gets to the end of its headers, or of its body. */
interface Dripper {
  socket: Socket
  /** Milliseconds from the beginning to the end; settles when it is cut. */
  lifetime: Promise<number>
}

async function openDripper(world: HostileWorld, beginning: string): Promise<Dripper> {
  const openedAt = performance.now()
  const socket = (await openClient(world, beginning)).resume()
  const lifetime = once(socket, 'close').then(() => performance.now() - openedAt)
  return { socket, lifetime }
}

async function openDrippers(world: HostileWorld): Promise<Dripper[]> {
  const head = 'GET / HTTP/1.1\r\nHost: localhost:3000\r\nX-Drip: '
  const body = `${callHead(world, 'POST', `${ALLOWED_PATH}/slow`)}Content-Length: 100000\r\n\r\n`
  const beginnings = [...Array(HEADER_DRIPPERS).fill(head), ...Array(BODY_DRIPPERS).fill(body)]
  return inLanes(LANES, beginnings, (beginning) => openDripper(world, beginning))
}

/** Clients that ask for much and read none of it. */
async function openNonReaders(world: HostileWorld): Promise<Socket[]> {
  const call = `${callHead(world, 'GET', LARGE_PATH)}\r\n`
  return inLanes(LANES, Array(NON_READERS).fill(call), () => openClient(world, call))
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
    const nonReaders = await openNonReaders(beset)
    const drippers = await openDrippers(beset)
    const drip = setInterval(() => {
      for (const { socket } of drippers) if (socket.writable) socket.write('x')
    }, 1_000)

    const [beside, apart] = await compareCalls()
    const wereOpen = drippers.filter(({ socket }) => !socket.destroyed).length
    const cutBefore = countCut(beset)
    const lifetimes = await Promise.all(drippers.map(({ lifetime }) => lifetime))
    clearInterval(drip)

    expect([wereOpen, cutBefore]).toEqual([drippers.length, 0])
    expect(beside).toBeLessThan(2 * apart)
    expect(Math.min(...lifetimes)).toBeGreaterThan(LIMIT_MS * 0.7)
    expect(Math.max(...lifetimes)).toBeLessThan(LATEST_MS)
    await expect.poll(() => countCut(beset), { timeout: LATEST_MS }).toBe(NON_READERS)
    expect(await beset.callOrdinarily()).toBe(200)
    for (const socket of nonReaders) socket.destroy()
  })
})

/** Calls both by turns, and yields the median times: beside slow clients, and where there are none. */
async function compareCalls(): Promise<[beside: number, apart: number]> {
  const beside: number[] = []
  const apart: number[] = []
  const until = performance.now() + COMPARE_MS
  while (performance.now() < until) {
    beside.push(await tookMs(beset))
    apart.push(await tookMs(calm))
  }
  return [median(beside), median(apart)]
}
