import { X509Certificate } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { login } from '../support/journey.ts'
import { oidcAt, STANDARD_PATHS, startStandardProvider } from '../support/standard-provider.ts'
import { startBff } from '../support/start-bff.ts'
import { type TestCertificate, testCertificate } from '../support/test-certificate.ts'
import { startTlsFront } from '../support/tls-front.ts'

const systemAuthorities = getCACertificates('default')
let server: TestCertificate

beforeAll(async () => {
  server = await testCertificate()
  setDefaultCACertificates([...systemAuthorities, server.cert])
})

afterAll(async () => {
  setDefaultCACertificates(systemAuthorities)
  await server.remove()
})

describe('a client that proves itself with a certificate', () => {
  it('ADV-05 TOKEN-01 shows it at the aliases, and asks all that is public without it', async () => {
    const { corp, front, alias, browser, client } = await startAll()

    const landing = await login(browser, 'corp')

    expect(landing.headers.location).toBe('/')
    expect(new Set(alias.shown)).toEqual(new Set([fingerprint(client)]))
    expect(new Set(front.shown)).toEqual(new Set([undefined]))
    const [call] = corp.callsTo(STANDARD_PATHS.token)
    expect(call?.headers.host).toBe(new URL(alias.origin).host)
    expect(call?.form.get('client_id')).toBe(corp.clientId)
    expect([call?.headers.authorization, call?.form.get('client_secret')]).toEqual([undefined, null])
  })

  it('ADV-05 shows the new one from when both of its files are there', async () => {
    const { alias, browser, client } = await startAll()
    const renewed = await testCertificate()
    await login(browser, 'corp')

    await writeFile(client.certFile, renewed.cert)
    const halfWay = await login(browser, 'corp')
    const seenHalfWay = new Set(alias.shown)
    await writeFile(client.keyFile, renewed.key)
    const landing = await login(browser, 'corp')
    await renewed.remove()

    expect([halfWay.headers.location, landing.headers.location]).toEqual(['/', '/'])
    expect(seenHalfWay).toEqual(new Set([fingerprint(client)]))
    expect(alias.shown.at(-1)).toBe(fingerprint(renewed))
  })

  it('TOKEN-05 shows it to no server whose own certificate nobody vouches for', async () => {
    const { alias, corp, browser } = await startAll()
    setDefaultCACertificates(systemAuthorities)
    const refused = await browser.navigate('/bff/login/corp')
    setDefaultCACertificates([...systemAuthorities, server.cert])

    expect(refused.status).toBe(503)
    expect(corp.calls).toEqual([])
    expect(alias.shown).toEqual([])
  })
})

/** A provider behind two doors of TLS: one for the public, and one that asks for certificates. */
async function startAll() {
  const corp = await startStandardProvider()
  corp.proof = () => true
  const port = Number(new URL(corp.origin).port)
  const [front, alias] = [await startTlsFront(port, server), await startTlsFront(port, server)]
  corp.publicOrigin = front.origin
  corp.metadata = {
    mtls_endpoint_aliases: {
      token_endpoint: alias.origin + STANDARD_PATHS.token,
      userinfo_endpoint: alias.origin + STANDARD_PATHS.userinfo,
      revocation_endpoint: alias.origin + STANDARD_PATHS.revoke,
    },
  }
  const client = await testCertificate()
  onTestFinished(() => client.remove())
  const { certFile, keyFile } = client
  const clientAuth = { method: 'tls_client_auth', certFile, keyFile } as const
  const { browser } = await startBff({ providers: { corp: oidcAt(corp, { clientAuth }) } })
  return { corp, front, alias, client, browser: browser() }
}

function fingerprint({ cert }: TestCertificate): string {
  return new X509Certificate(cert).fingerprint256
}
