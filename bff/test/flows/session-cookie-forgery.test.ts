import { sign } from 'cookie-signature'
import { describe, expect, it } from 'vitest'
import { bitFlips, showCookie, showEach, truncations } from '../support/cookie-tampering.ts'
import { GRACE } from '../support/github-provider.ts'
import { login } from '../support/journey.ts'
import { startBff, type TestBff } from '../support/start-bff.ts'

/** A route that express-session serves, one that reads sessions without it, and what visitors are answered there. */
const DOORS = [
  ['/bff/session', 204],
  ['/api/github/user', 401],
] as const

describe('a session cookie that is not exactly as it was handed out', () => {
  it.each(DOORS)('SESS-07 is nobody’s at %s when one bit of it has changed', async (path, anonymous) => {
    const { bff, ticket } = await signIn()
    const spellings = [ticket, decodeURIComponent(ticket)]
    // %3A and %3a are one character: the same cookie in another spelling.
    const changed = spellings.flatMap(bitFlips).filter((value) => meaning(value) !== meaning(ticket))

    const shown = await showEach(bff, path, changed.map(toHeader))

    expect(changed.length).toBeGreaterThan(1000)
    expect(taken(shown, anonymous)).toEqual([])
    expect(await showCookie(bff, path, toHeader(ticket))).toBe(200)
  })

  it.each(DOORS)(
    'SESS-07 is nobody’s at %s when its end is missing, or something follows',
    async (path, anonymous) => {
      const { bff, ticket } = await signIn()
      const longer = ['A', '=', '%3D', '.', '%00', '%0d%0a', '"', '%2e%2e'].map((end) => ticket + end)

      const shown = await showEach(bff, path, [...truncations(ticket), ...longer].map(toHeader))

      expect(taken(shown, anonymous)).toEqual([])
      expect(await showCookie(bff, path, toHeader(ticket))).toBe(200)
    },
  )

  it.each(DOORS)('SESS-07 is nobody’s at %s when somebody else has made it', async (path, anonymous) => {
    const { bff, ticket, other } = await signIn()
    const [id = '', signature = ''] = meaning(ticket).slice(2).split('.')
    const [, othersSignature = ''] = meaning(other).slice(2).split('.')
    const forged = [
      id,
      `s:${id}`,
      `s:${id}.`,
      `s:.${signature}`,
      `s:${id}.${othersSignature}`,
      `s:${sign(id, 'a secret of somebody else, long enough')}`,
      `s:${sign(id, '')}`,
      `s:s:${id}.${signature}`,
      `S:${id}.${signature}`,
      `${id}.${signature}`,
      `j:${JSON.stringify({ id, signature })}`,
      `j:${JSON.stringify(`s:${id}.${signature}`)}`,
    ]

    const shown = await showEach(bff, path, forged.map(encodeURIComponent).map(toHeader))

    expect(taken(shown, anonymous)).toEqual([])
    expect(await showCookie(bff, path, toHeader(ticket))).toBe(200)
  })

  it.each(DOORS)('SESS-13 is refused at %s when there are two of it', async (path) => {
    const { bff, ticket, other } = await signIn()
    const [real, others, forged] = [ticket, other, 's%3Aforged.forged'].map(toHeader)
    const pairs = [
      `${real}; ${real}`,
      `${real}; ${others}`,
      `${others}; ${real}`,
      `${real}; ${forged}`,
      `${forged}; ${real}`,
      `${real}; coatcheck=`,
      `${real}; coatcheck =${other}`,
      `${real}\r\nCookie: ${others}`,
      `${real}; theme=dark; ${others}`,
    ]

    const shown = await showEach(bff, path, pairs)

    expect([...shown.keys()]).toEqual([400])
    expect(await showCookie(bff, path, `${real}; theme=dark`)).toBe(200)
  })
})

async function signIn(): Promise<{ bff: TestBff; ticket: string; other: string }> {
  const bff = await startBff()
  bff.api.answerWith(200)
  const [ada, grace] = [bff.browser(), bff.browser()]
  await login(ada, 'github')
  bff.github.person = GRACE
  await login(grace, 'github')
  const [ticket = '', other = ''] = [ada, grace].map(({ jar }) => jar.get('coatcheck')?.value)
  return { bff, ticket, other }
}

function toHeader(ticket: string): string {
  return `coatcheck=${ticket}`
}

/** What was shown and got more than a visitor gets, or than bytes get that are no HTTP. */
function taken(shown: Map<number, string[]>, anonymous: number): [number, string[]][] {
  return [...shown].filter(([status]) => status !== anonymous && status !== 400)
}

function meaning(ticket: string): string {
  try {
    return decodeURIComponent(ticket)
  } catch {
    return ''
  }
}
