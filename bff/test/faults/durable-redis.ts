import { ask } from '../support/redis-command.ts'
import { RedisProcess } from '../support/redis-process.ts'

/** Asked for by every server of a scenario. */
export const PASSWORD = 'the-password-the-bff-knows'
const OTHER_PASSWORD = 'a-password-the-bff-does-not-know'

/**
 * Starts a Redis that keeps every write on disk before it answers: what was promised is there after
 * a kill. It asks for {@link PASSWORD}.
 *
 * @param settings Further ones, as on the command line.
 */
export function startDurableRedis(settings: readonly string[] = []): Promise<RedisProcess> {
  return RedisProcess.start([
    ...['--appendonly', 'yes', '--appendfsync', 'always'],
    ...['--requirepass', PASSWORD, '--masterauth', PASSWORD],
    ...settings,
  ])
}

/** Address of a server that asks for a password, or of something in front of it. */
export function urlOf({ port }: { port: number }, password: string = PASSWORD): string {
  return `redis://:${password}@127.0.0.1:${port}`
}

/** Asks for another password from now on, and throws everybody out. */
export async function changePassword(redis: RedisProcess): Promise<void> {
  await ask(urlOf(redis), ['CONFIG', 'SET', 'requirepass', OTHER_PASSWORD])
  await ask(urlOf(redis, OTHER_PASSWORD), ['CLIENT', 'KILL', 'TYPE', 'normal'])
}

/** Takes {@link changePassword} back. */
export async function restorePassword(redis: RedisProcess): Promise<void> {
  await ask(urlOf(redis, OTHER_PASSWORD), ['CONFIG', 'SET', 'requirepass', PASSWORD])
}

/** How many sessions a server holds. */
export async function countSessions(url: string): Promise<number> {
  return ((await ask(url, ['KEYS', '*:session:*'])) as string[]).length
}
