import type { ServerResponse } from 'node:http'

/**
 * Goes on as soon as the browser has taken what was written, and cuts the connection when it does not in time:
 * a reader that does not read would hold the upstream's connection and a place of its session for ever, as
 * undici's own clock stands still while an answer is paused.
 *
 * @param limitMs For what is in the buffers, a few hundred kilobytes at most.
 */
export function onceDrained(res: ServerResponse, limitMs: number, goOn: () => void): void {
  const late = setTimeout(() => res.destroy(), limitMs)
  function settle(): void {
    clearTimeout(late)
    res.off('drain', onDrain)
    res.off('close', settle)
  }
  function onDrain(): void {
    settle()
    goOn()
  }
  res.once('drain', onDrain)
  res.once('close', settle)
}
