import { describe, expect, it } from 'vitest'
import { mapIdentity } from './mapped-identity.ts'

const NAMES = {
  sub: 'id',
  name: 'name',
  email: 'mail',
  emailVerified: 'mail_ok',
  label: 'handle',
  picture: 'face',
}
const ANSWER = {
  id: 'u-1',
  name: 'Ada',
  mail: 'ada@verified.example',
  mail_ok: true,
  handle: 'ada',
  face: 'https://faces.example/1',
}

describe('mapIdentity', () => {
  it('reads every member under its configured name', () => {
    expect(mapIdentity(ANSWER, NAMES, false)).toEqual({
      sub: 'u-1',
      name: 'Ada',
      email: 'ada@verified.example',
      label: 'ada',
      picture: 'https://faces.example/1',
    })
  })

  it('has nothing but a subject where nothing else is there, or named', () => {
    expect(mapIdentity({ id: 'u-1' }, NAMES, true)).toEqual({ sub: 'u-1' })
    expect(mapIdentity(ANSWER, { sub: 'id' }, true)).toEqual({ sub: 'u-1' })
  })

  it.each([['', 7, null, {}]])('leaves out what is no text: %j', (value) => {
    const answer = { id: 'u-1', name: value, mail: value, mail_ok: true, handle: value, face: value }

    expect(mapIdentity(answer, NAMES, true)).toEqual({ sub: 'u-1' })
  })

  it('recognises an account without a label by its email, if that is believed', () => {
    const { label: _label, ...unlabelled } = NAMES

    expect(mapIdentity(ANSWER, unlabelled, false)?.label).toBe('ada@verified.example')
    expect(mapIdentity({ ...ANSWER, mail_ok: false }, unlabelled, false)).not.toHaveProperty('label')
  })

  it.each([
    [1815, '1815'],
    [0, '0'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['x'.repeat(255), 'x'.repeat(255)],
  ])('IDT-14 knows a person by %s', (id, sub) => {
    expect(mapIdentity({ id }, NAMES, false)?.sub).toBe(sub)
  })

  it.each([[1.5], [2 ** 53], [Number.NaN], [''], ['x'.repeat(256)], [true], [null], [['u-1']], [undefined]])(
    'IDT-14 knows nobody by %s',
    (id) => {
      expect(mapIdentity({ id }, NAMES, false)).toBeUndefined()
    },
  )

  it.each([[null], ['text'], [7], [undefined], [[]]])('finds nobody in %j', (answer) => {
    expect(mapIdentity(answer, NAMES, false)).toBeUndefined()
  })

  it('looks into members of members, and at nothing that every object has', () => {
    const answer = { data: { user: { id: 'u-1' }, none: null } }

    expect(mapIdentity(answer, { sub: 'data.user.id' }, false)).toEqual({ sub: 'u-1' })
    for (const sub of ['data.none.id', 'data.user.id.length', 'data.constructor.name', 'toString.name'])
      expect(mapIdentity(answer, { sub }, false)).toBeUndefined()
  })
})
