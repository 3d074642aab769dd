import type { CommandTest } from './redis-gate.ts'

/** The command by which a process takes the lease of a refresh. */
export const takingLease: CommandTest = ([name, key]) => name === 'SET' && key?.includes(':lease:') === true

/** The command by which it stores GitHub's new tokens. */
export const storingTokens: CommandTest = ([name, ...words]) =>
  /^EVAL/.test(name ?? '') && words.some(isTokenKey)

/** The command by which it reads GitHub's tokens again, once it holds the lease. */
export function readingAgain(): CommandTest {
  let holdsLease = false
  return (words) => {
    holdsLease ||= takingLease(words)
    return holdsLease && words[0] === 'GET' && words.some(isTokenKey)
  }
}

function isTokenKey(word: string): boolean {
  return word.includes(':tokens:') && word.endsWith(':github')
}
