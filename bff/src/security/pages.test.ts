import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { BffError } from '../errors.ts'
import { sendContinuePage, sendErrorPage, sendPopupResultPage } from './pages.ts'

const BREAKOUT = `<script>alert("'&")</script>`
const ESCAPED = '&#60;script&#62;alert(&#34;&#39;&#38;&#34;)&#60;/script&#62;'
const POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

describe('sendErrorPage', () => {
  it('says what went wrong, with the code and the request to look for, and leads back', async () => {
    const error = new BffError('invalid_request', 'The link is old.')

    const { status, text } = await answered((res) => sendErrorPage(res, error, 'Sign-in failed', 'r-1'))

    expect(status).toBe(400)
    expect(text).toContain('<title>Sign-in failed</title>')
    expect(text).toContain('<h1>Sign-in failed</h1><p>The link is old.</p>')
    expect(text).toContain('<p><a href="/">Back to the app</a></p>')
    expect(text).toContain('<small>invalid_request, request r-1</small>')
  })

  it('HDR-02 escapes every text it is given, and lets nothing run', async () => {
    const error = new BffError('invalid_request', BREAKOUT)

    const { text, headers } = await answered((res) => sendErrorPage(res, error, BREAKOUT, BREAKOUT))

    expect(text.split(ESCAPED)).toHaveLength(5)
    expect(text).not.toContain('<script')
    expect(headers.get('content-security-policy')).toBe(POLICY)
  })
})

describe('sendContinuePage', () => {
  it('carries on by itself and by a link, to an address that cannot break out of either', async () => {
    const { status, text, headers } = await answered((res) => sendContinuePage(res, '/a?b="c"&d'))

    expect(status).toBe(200)
    expect(text).toContain('<title>Connecting your account</title>')
    expect(text).toContain('<meta http-equiv="refresh" content="0;url=/a?b=&#34;c&#34;&#38;d">')
    expect(text).toContain('<a href="/a?b=&#34;c&#34;&#38;d">Continue</a>')
    expect(headers.get('content-security-policy')).toBe(POLICY)
  })
})

describe('sendPopupResultPage', () => {
  it('tells a person who sees it that the window is of no more use', async () => {
    const { status, text } = await answered((res) => sendPopupResultPage(res, 'n', undefined))

    expect(status).toBe(200)
    expect(text).toContain('<title>Done</title>')
    expect(text).toContain('<p>You can close this window.</p>')
  })
})

describe('every page', () => {
  it('is a whole document of its exact length, in words of ours, for small screens and dark ones', async () => {
    const { text, headers } = await answered((res) => sendContinuePage(res, '/é'))

    expect(text).toMatch(/^<!doctype html><html lang="en"><head><meta charset="utf-8">/)
    expect(text).toContain('<meta name="viewport" content="width=device-width,initial-scale=1">')
    expect(text).toContain('<meta name="color-scheme" content="light dark">')
    expect(text).toMatch(/<\/main><\/body><\/html>$/)
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-length': String(Buffer.byteLength(text)),
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
  })
})

/** What a browser gets that asks a server which answers so. */
async function answered(answer: (res: ServerResponse) => void) {
  const server = createServer((_req, res) => answer(res)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return { status: response.status, headers: response.headers, text: await response.text() }
}
