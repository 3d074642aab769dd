import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toReturnPath } from './return-to.ts'

const PAGE = 'https://app.example.test/board?view=mine#top'

const treacherous = fc.array(
  fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    ':',
    '@',
    '?',
    '#',
    '%2f',
    '%5c',
    '\t',
    '\n',
    'evil.example',
    'https',
    'javascript',
  ),
  { maxLength: 8 },
)

describe('toReturnPath', () => {
  it('acceptance 13: yields a path of this origin, whatever it is given and however often it is read', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          treacherous.map((parts) => parts.join('')),
          fc.string(),
          fc.webUrl(),
        ),
        (wanted) => {
          const path = toReturnPath(wanted, PAGE)
          const landing = new URL(path, PAGE)

          expect(path).toMatch(/^\/(?!\/)/)
          expect(path).not.toContain('\\')
          expect(landing.origin).toBe('https://app.example.test')
          expect(toReturnPath(path, PAGE)).toBe(path)
        },
      ),
    )
  })

  it('is the root where there is no page', () => {
    expect(toReturnPath(undefined, undefined)).toBe('/')
    expect(toReturnPath('//evil.example', undefined)).toBe('/')
    expect(toReturnPath('/account', undefined)).toBe('/account')
  })
})
