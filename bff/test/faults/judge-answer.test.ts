import { describe, expect, it } from 'vitest'
import { judgeAnswer, type WireAnswer } from './judge-answer.ts'

const OWN_SESSION = JSON.stringify({ user: { id: 'github:7' } })
const AWAY = JSON.stringify({ code: 'session_store_unavailable' })

describe('judgeAnswer', () => {
  it.each<[string, Partial<WireAnswer>, string]>([
    ['the own session', { text: OWN_SESSION }, 'right'],
    ['a 503 that says when to come back', { status: 503, retryAfter: '2', text: AWAY }, 'unavailable'],
    ['a 503 that does not', { status: 503, text: AWAY }, 'wrong'],
    ['a 503 for another reason', { status: 503, retryAfter: '2', text: '{"code":"other"}' }, 'wrong'],
    ['a 503 that takes the cookie', { status: 503, retryAfter: '2', setsCookie: true, text: AWAY }, 'wrong'],
    ['nobody’s session', { status: 204 }, 'wrong'],
    ['somebody else’s session', { text: JSON.stringify({ user: { id: 'github:8' } }) }, 'wrong'],
    ['half an answer', { text: OWN_SESSION.slice(1) }, 'wrong'],
    ['a failure', { status: 500 }, 'wrong'],
  ])('judges what a signed-in person gets: %s', (_what, answer, judgement) => {
    expect(judgeAnswer({ kind: 'session', subject: '7' }, answerOf(answer))).toBe(judgement)
  })

  it.each([
    ['the own data', '{"subject":"7"}', 'right'],
    ['somebody else’s data', '{"subject":"8"}', 'wrong'],
    ['what the API says without a token', '{}', 'wrong'],
  ])('judges a proxied call: %s', (_what, text, judgement) => {
    expect(judgeAnswer({ kind: 'proxied', subject: '7' }, answerOf({ text }))).toBe(judgement)
  })

  it('excuses nothing for who has no session', () => {
    const passerBy = { kind: 'session', subject: undefined } as const
    const away = answerOf({ status: 503, retryAfter: '2', text: AWAY })

    const judgements = [judgeAnswer(passerBy, answerOf({ status: 204 })), judgeAnswer(passerBy, away)]

    expect(judgements).toEqual(['right', 'wrong'])
  })
})

function answerOf(parts: Partial<WireAnswer>): WireAnswer {
  return { status: 200, retryAfter: undefined, setsCookie: false, text: '', ...parts }
}
