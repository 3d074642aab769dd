import { describe, expect, it } from 'vitest'
import { isNavigation, requireTopLevelNavigation } from './navigation.ts'

const NAVIGATION = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }

describe('requireTopLevelNavigation', () => {
  it.each([
    ['a click', NAVIGATION],
    ['a browser without Fetch Metadata', {}],
    ['a browser that tells the mode only', { 'sec-fetch-mode': 'navigate' }],
    ['a browser that tells the destination only', { 'sec-fetch-dest': 'document' }],
  ])('lets %s pass', (_what, headers) => {
    expect(() => requireTopLevelNavigation(headers)).not.toThrow()
  })

  it.each([
    ['a fetch', { 'sec-fetch-mode': 'cors' }],
    ['a frame', { ...NAVIGATION, 'sec-fetch-dest': 'iframe' }],
    ['a prefetch', { ...NAVIGATION, 'sec-purpose': 'prefetch' }],
    ['a prerender', { ...NAVIGATION, 'sec-purpose': 'prerender' }],
    ['a prefetch as older browsers say it', { ...NAVIGATION, purpose: 'prefetch' }],
  ])('LOGIN-13 tells %s to open the address as a page', (_what, headers) => {
    expect(() => requireTopLevelNavigation(headers)).toThrow(
      expect.objectContaining({ code: 'invalid_request', message: expect.stringContaining('as a page') }),
    )
  })
})

describe('isNavigation', () => {
  it.each([
    ['navigates', { 'sec-fetch-mode': 'navigate' }, true],
    ['fetches a page', { 'sec-fetch-mode': 'cors', accept: 'text/html' }, false],
    ['says only that it wants a page', { accept: 'text/html,application/xhtml+xml' }, true],
    ['says only that it wants something else', { accept: 'application/json' }, false],
    ['says nothing', {}, false],
  ])('knows of a client that %s whether a person looks at the answer', (_what, headers, expected) => {
    expect(isNavigation(headers)).toBe(expected)
  })
})
