import { setTimeout as pause } from 'node:timers/promises'
import type { CoatcheckServer } from '../support/coatcheck-process.ts'
import { type FaultOutcome, sumUp } from './fault-outcome.ts'
import type { Fault, FaultyStore } from './faults.ts'
import { type Stage, startStage } from './stage.ts'
import { type Caller, callOnce, SteadyLoad } from './steady-load.ts'

/** Signed-in people that call. */
const PEOPLE = 20
const PROCESSES = 2
/** Callers without a session, at each process: they need no store, so they must not notice. */
const PASSERS_BY = 3
const CALLS_PER_SECOND_EACH = 3
const CALM_MS = 2_000
/** So long everything must be right again, before it counts as recovered. */
const QUIET_MS = 2_000
const RECOVERY_LIMIT_MS = 15_000
const POLL_MS = 50

/** Plays one fault under load, in a world of its own. */
export async function playFault(fault: Fault): Promise<FaultOutcome> {
  const store = await fault.open()
  try {
    const stage = await startStage({ store: store.config, processes: PROCESSES })
    try {
      return await playOn(stage, store, fault)
    } finally {
      await stage.close()
    }
  } finally {
    await store.close()
  }
}

async function playOn(stage: Stage, store: FaultyStore, { name, lastsMs }: Fault): Promise<FaultOutcome> {
  const people = await stage.signIn(PEOPLE)
  const load = new SteadyLoad([...people, ...passersBy(stage.processes)], CALLS_PER_SECOND_EACH)
  const recoveryMs = await load.during(async () => {
    await pause(CALM_MS)
    await store.hurt()
    await pause(lastsMs)
    await store.heal()
    return recovery(load, performance.now())
  })

  return { ...sumUp(name, load.records), recoveryMs, sessionsLost: await countLost(people, store) }
}

/** Waits until every answer has been right for a while. */
async function recovery(load: SteadyLoad, healedAt: number): Promise<number | undefined> {
  for (;;) {
    const lastTrouble = load.records
      .filter(({ judgement }) => judgement !== 'right')
      .reduce((latest, { startedAt, tookMs }) => Math.max(latest, startedAt + tookMs), healedAt)
    if (performance.now() - lastTrouble > QUIET_MS) return lastTrouble - healedAt
    if (performance.now() - healedAt > RECOVERY_LIMIT_MS) return undefined
    await pause(POLL_MS)
  }
}

/** A session that is in the store, and that the BFF answers as if it were not. */
async function countLost(people: readonly Caller[], store: FaultyStore): Promise<number> {
  const answers = await Promise.all(people.map((person) => callOnce(person, 'session')))
  const known = answers.filter(({ judgement }) => judgement === 'right').length
  return Math.max(0, (await store.countSessions()) - known)
}

function passersBy(processes: readonly CoatcheckServer[]): Caller[] {
  const passerBy = { cookie: undefined, subject: undefined }
  return processes.flatMap(({ url }) =>
    Array.from({ length: PASSERS_BY }, () => ({ ...passerBy, origin: url })),
  )
}
