import { setTimeout as pause } from 'node:timers/promises'
import type { CoatcheckServer } from '../support/coatcheck-process.ts'
import { until } from '../support/until.ts'
import { countSessions, startDurableRedis, urlOf } from './durable-redis.ts'
import { type FaultOutcome, sumUp } from './fault-outcome.ts'
import { RoundRobinFront } from './round-robin-front.ts'
import { type Stage, startStage } from './stage.ts'
import { SteadyLoad } from './steady-load.ts'

const PROCESSES = 3
const PEOPLE = 20
const CALLS_PER_SECOND_EACH = 3
const CALM_MS = 500
/** Many times as long as the front takes to notice. */
const DRAIN_DELAY_SECONDS = 2
/** So that calls are under way, long and short ones, whenever a process is told to stop. */
const LONGEST_UPSTREAM_DELAY_MS = 400

/** What a rolling restart measured. */
export interface RestartOutcome extends FaultOutcome {
  /** Of the processes that were told to stop, one after the other. */
  exitCodes: readonly (number | null)[]
}

/** Replaces process after process under load, as an orchestrator does with a new version. */
export async function rollingRestart(): Promise<RestartOutcome> {
  const redis = await startDurableRedis()
  const front = await RoundRobinFront.start()
  const stage = await startStage({
    store: { type: 'redis', url: urlOf(redis) },
    processes: PROCESSES,
    config: { listen: { drainDelaySeconds: DRAIN_DELAY_SECONDS } },
    upstreamDelayMs: () => Math.random() * LONGEST_UPSTREAM_DELAY_MS,
  })
  try {
    return await restartAll(stage, front, urlOf(redis))
  } finally {
    front.close()
    await stage.close()
    await redis.close()
  }
}

async function restartAll(stage: Stage, front: RoundRobinFront, redisUrl: string): Promise<RestartOutcome> {
  const before = [...stage.processes]
  for (const { url } of before) front.add(url)
  await untilWidth(front, PROCESSES)
  const people = await stage.signIn(PEOPLE)
  const load = new SteadyLoad(
    people.map((person) => ({ ...person, origin: front.origin })),
    CALLS_PER_SECOND_EACH,
  )
  const exitCodes: (number | null)[] = []
  await load.during(async () => {
    for (const process of before) {
      await pause(CALM_MS)
      exitCodes.push(await replace(process, stage, front))
    }
    await pause(CALM_MS)
  })

  const outcome = sumUp(`rolling restart of ${PROCESSES} processes`, load.records)
  const unavailable = load.records.filter(({ judgement }) => judgement === 'unavailable').length
  const sessionsLost = Math.max(0, PEOPLE - (await countSessions(redisUrl)))
  // The store was there all the time, so not even an honest 503 is allowed.
  return { ...outcome, wrong: outcome.wrong + unavailable, sessionsLost, recoveryMs: 0, exitCodes }
}

/** Starts a process, and stops the one it replaces when calls reach it; yields the exit code. */
async function replace(
  previous: CoatcheckServer,
  stage: Stage,
  front: RoundRobinFront,
): Promise<number | null> {
  front.add((await stage.startProcess()).url)
  await untilWidth(front, PROCESSES + 1)
  previous.signal('SIGTERM')
  const code = await previous.ended
  front.remove(previous.url)
  return code
}

function untilWidth(front: RoundRobinFront, width: number): Promise<void> {
  return until(async () => front.width === width)
}
