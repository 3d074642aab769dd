import { describe, expect, it } from 'vitest'
import { apiRequest, toWire } from './api-request.ts'
import { bodyOf, workloadNamed } from './workload.ts'

describe('toWire', () => {
  it('writes a GET with the session and the CSRF header, and without a body', () => {
    const wire = toWire(apiRequest(workloadNamed('1kb'), 'coatcheck=abc'), '127.0.0.1:3000')

    expect(wire).toMatch(/^GET \/api\/bench\/items\/1kb HTTP\/1\.1\r\nHost: 127\.0\.0\.1:3000\r\n/)
    expect(wire).toContain('\r\nX-CSRF: 1\r\n')
    expect(wire).toMatch(/\r\nCookie: coatcheck=abc\r\n\r\n$/)
  })

  it('frames the body of a POST by its length', () => {
    const wire = toWire(apiRequest(workloadNamed('post-1kb'), 'c=1'), 'h')
    const [head = '', body = ''] = wire.split('\r\n\r\n')

    expect(head).toContain('\r\nContent-Length: 1024')
    expect(body).toHaveLength(1024)
  })
})

describe('bodyOf', () => {
  it('is JSON of exactly that size', () => {
    expect(bodyOf(1024)).toHaveLength(1024)
    expect(() => JSON.parse(bodyOf(1024))).not.toThrow()
  })
})
