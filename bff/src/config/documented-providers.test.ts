import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestCertificate, testCertificate } from '../../test/support/test-certificate.ts'
import { github, google, oauth2, oidc } from './factories.ts'
import { parseConfig } from './parse-config.ts'

const DOCUMENT = new URL('../../docs/providers.md', import.meta.url)
const BLOCKS = [...readFileSync(DOCUMENT, 'utf8').matchAll(/^```ts\n(?<code>.*?)^```$/gms)]
const SAMPLES = BLOCKS.map(({ groups }) => groups?.code ?? '')

const CLIENT_KEY = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey

let certificate: TestCertificate

beforeAll(async () => {
  certificate = await testCertificate()
})

afterAll(() => certificate.remove())

describe('docs/providers.md', () => {
  it('has a sample for each server it speaks of', () => {
    expect(SAMPLES.map((code) => code.split(':', 1)[0])).toEqual(
      expect.arrayContaining([
        'keycloak',
        'auth0',
        'okta',
        'entra',
        'gitlab',
        'ghes',
        'shop',
        'signed',
        'mutual',
      ]),
    )
  })

  it.each(SAMPLES)('shows what is a configuration: %s', (code) => {
    const providers = runInNewContext(`({ ${code} })`, { github, google, oauth2, oidc })
    const session = { secrets: ['Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'] }
    const config = { publicUrl: 'https://app.example.com', session, providers }

    const readFile = (path: string) => (path.endsWith('.pem') ? certificate.cert : certificate.key)
    const parsed = parseConfig(config, { environment: allSet(code), readFile, baseDir: '/srv' })

    expect(Object.keys(parsed.providers)).toHaveLength(1)
  })
})

/** Every variable the sample reads has a value. */
function allSet(code: string): Record<string, string> {
  const names = Array.from(code.matchAll(/env: '(?<name>\w+)'/g), ({ groups }) => groups?.name ?? '')
  return Object.fromEntries(names.map((name) => [name, name === 'CLIENT_KEY' ? CLIENT_KEY : 'a secret']))
}
