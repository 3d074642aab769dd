import { describe, expect, it } from 'vitest'
import { checkCsrf } from './csrf.ts'

const OWN = 'https://app.example.com'

describe('checkCsrf', () => {
  it.each([
    ['Fetch Metadata', { 'sec-fetch-site': 'same-origin' }],
    ['its Origin', { origin: OWN }],
  ])('believes a picture, which has no header of ours, by %s', (_what, headers) => {
    expect(() => checkCsrf(headers, OWN, 'fetch-metadata')).not.toThrow()
  })

  it('CSRF-06 refuses a picture of a browser that says nothing of where it comes from', () => {
    expect(() => checkCsrf({}, OWN, 'fetch-metadata')).toThrow(
      expect.objectContaining({ code: 'csrf', message: expect.stringContaining('sends Sec-Fetch-Site') }),
    )
  })

  it('believes our header where there is nothing else', () => {
    expect(() => checkCsrf({ 'x-csrf': '1' }, OWN, 'header')).not.toThrow()
  })

  it.each([
    ['none', {}],
    ['another', { origin: 'https://evil.example' }],
    ['another, and is said to be of this origin', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
  ])('CSRF-06 refuses a handshake whose Origin is %s', (_what, headers) => {
    expect(() => checkCsrf(headers, OWN, 'websocket')).toThrow(
      expect.objectContaining({ code: 'csrf', message: expect.stringContaining('say so in Origin') }),
    )
  })
})
