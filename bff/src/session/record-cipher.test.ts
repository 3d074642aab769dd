import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRecordCipher, type SealContext } from './record-cipher.ts'

const OLD = 'Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'
const NEW = 'Nh7qWb2xVt9sKd4mZc6rYf1pGj8LuE3a'
const PLAINTEXT = '{"accessToken":"canary-4711","name":"Zoë 𝒳"}'
const CONTEXT: SealContext = { kind: 'token-set', holder: 'session-1', provider: 'github' }

describe('createRecordCipher', () => {
  it('opens what it sealed, and shows nothing of it in between', () => {
    const cipher = createRecordCipher([OLD])

    const sealed = cipher.seal(PLAINTEXT, CONTEXT)

    expect(cipher.open(sealed, CONTEXT)).toBe(PLAINTEXT)
    expect(sealed).toMatch(/^v1\.[\w-]{8}\.[\w-]+$/)
    expect(Buffer.from(sealed.split('.')[2] ?? '', 'base64url').toString('latin1')).not.toContain('canary')
  })

  it('never seals the same text the same way', () => {
    const cipher = createRecordCipher([OLD])

    const sealed = Array.from({ length: 100 }, () => cipher.seal(PLAINTEXT, CONTEXT))

    expect(new Set(sealed).size).toBe(100)
  })

  it.each<[string, Partial<SealContext>]>([
    ['another session', { holder: 'session-2' }],
    ['another provider', { provider: 'google' }],
    ['another kind of record', { kind: 'login-transaction' }],
    ['parts that join to the same text', { holder: 'session-1github', provider: '' }],
  ])('TOKEN-11 opens nothing for %s', (_whose, change) => {
    const cipher = createRecordCipher([OLD])
    const sealed = cipher.seal(PLAINTEXT, CONTEXT)

    expect(cipher.open(sealed, { ...CONTEXT, ...change })).toBeUndefined()
  })

  it('TOKEN-11 opens for exactly the kind, holder and provider it was sealed for, whatever their texts', () => {
    const cipher = createRecordCipher([OLD])
    const kind = fc.constantFrom<SealContext['kind'][]>('token-set', 'login-transaction')
    // Few short texts, with what could part them, so that two contexts often join to the same one.
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '.', '\0', '\\'), maxLength: 3 })
    const context = fc.record({ kind, holder: text, provider: text })

    fc.assert(
      fc.property(context, context, (sealedFor, opener) => {
        const isSame = JSON.stringify(sealedFor) === JSON.stringify(opener)
        const opened = cipher.open(cipher.seal(PLAINTEXT, sealedFor), opener)
        expect(opened).toBe(isSame ? PLAINTEXT : undefined)
      }),
      { numRuns: 1000 },
    )
  })

  it('opens nothing in which any byte has changed', () => {
    const cipher = createRecordCipher([OLD])
    const [version, keyId, box = ''] = cipher.seal(PLAINTEXT, CONTEXT).split('.')
    const bytes = Buffer.from(box, 'base64url')

    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(bytes.readUInt8(at) ^ 1, at)
      const sealed = [version, keyId, changed.toString('base64url')].join('.')
      expect(cipher.open(sealed, CONTEXT)).toBeUndefined()
    }
  })

  it.each(['', 'v1', 'v1..', 'v1.x.y', 'v2.a.b', 'v1.__proto__.AAAA', '...', '{"accessToken":"x"}'])(
    'takes %j for nothing it has sealed',
    (sealed) => {
      expect(createRecordCipher([OLD]).open(sealed, CONTEXT)).toBeUndefined()
    },
  )

  it('takes a box that is cut short for nothing it has sealed', () => {
    const cipher = createRecordCipher([OLD])
    const sealed = cipher.seal(PLAINTEXT, CONTEXT)
    const start = sealed.lastIndexOf('.') + 1

    for (const kept of [0, 1, 16, 36, 37, 38, 60]) {
      expect(cipher.open(sealed.slice(0, start + kept), CONTEXT)).toBeUndefined()
    }
  })

  it('CFG-07 seals with the first secret and opens with any listed one', () => {
    const [before, during, after] = [[OLD], [NEW, OLD], [NEW]].map(createRecordCipher)
    const old = before?.seal(PLAINTEXT, CONTEXT) ?? ''
    const fresh = during?.seal(PLAINTEXT, CONTEXT) ?? ''

    expect(during?.open(old, CONTEXT)).toBe(PLAINTEXT)
    expect(after?.open(fresh, CONTEXT)).toBe(PLAINTEXT)
    expect(before?.open(fresh, CONTEXT)).toBeUndefined()
    expect(after?.open(old, CONTEXT)).toBeUndefined()
  })
})
