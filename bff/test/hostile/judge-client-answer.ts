import type { Exchanged } from './raw-exchange.ts'
import { HONEST_BODY } from './recording-upstream.ts'
import type { StrictAnswer } from './strict-answer.ts'

/**
 * Finds what is wrong with how a connection went: a call gets a problem, or the upstream's answer whole, and
 * nothing is left hanging. An empty list is as it must be.
 */
export function findUnfit({ answers, rest, endedBy }: Exchanged): string[] {
  const unfit = answers.flatMap(findUnfitAnswer)
  if (rest.length > 0) unfit.push(`cut off: ${JSON.stringify(rest.toString('latin1').slice(0, 200))}`)
  if (endedBy === 'nobody') unfit.push('left hanging')
  return unfit
}

function findUnfitAnswer(answer: StrictAnswer): string[] {
  const { status, body } = answer
  // Nobody is signed in with a cookie that has been changed.
  if (status === 204) return []
  if (status === 200) return isHonest(answer) ? [] : [`200 with ${body}`]
  return status >= 400 && status < 500 && isProblem(answer) ? [] : [`${status} with ${body}`]
}

function isHonest({ body, headers }: StrictAnswer): boolean {
  return body === HONEST_BODY || headers.get('content-type')?.[0]?.startsWith('application/json') === true
}

function isProblem({ status, headers, body }: StrictAnswer): boolean {
  if (headers.get('content-type')?.join() !== 'application/problem+json; charset=utf-8') return false
  const problem = JSON.parse(body) as Record<string, unknown>
  return problem.status === status && typeof problem.code === 'string' && !/ at .*\.[tj]s|node:/.test(body)
}
