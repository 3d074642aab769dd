import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { ConfigError } from './config-error.ts'
import { parseConfig } from './parse-config.ts'
import type { OidcInput } from './provider-input.ts'

const rsaKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

const COMPLETE: Partial<OidcInput> = {
  clientAuth: { method: 'private_key_jwt', key: pem(key) },
  idTokenAlg: 'PS256',
}

it('ADV-09 switches the whole profile on', () => {
  expect(parse(COMPLETE)).toMatchObject({
    par: 'required',
    dpop: true,
    requireIss: true,
    idTokenAlg: 'PS256',
  })
})

it.each<[string, Partial<OidcInput>]>([
  ['clientAuth', { clientAuth: undefined, clientSecret: 'secret' }],
  ['clientAuth', { clientAuth: { method: 'client_secret_basic', secret: 'secret' } }],
  ['clientAuth', { clientAuth: { method: 'private_key_jwt', key: pem(rsaKey) } }],
  ['idTokenAlg', { idTokenAlg: undefined }],
  ['idTokenAlg', { idTokenAlg: 'RS256' }],
  ['par', { par: 'offered' }],
  ['dpop', { dpop: false }],
  ['requireIss', { requireIss: false }],
])('ADV-09 does not start without a part: %s %j', (field, settings) => {
  expect(() => parse({ ...COMPLETE, ...settings })).toThrow(ConfigError)
  expect(() => parse({ ...COMPLETE, ...settings })).toThrow(
    new RegExp(`providers\\.corp\\.${field}[^\\n]*as \`fapi2\` asks`),
  )
})

it('ADV-09 lists every missing part at once', () => {
  const poor = { clientAuth: undefined, clientSecret: 's', idTokenAlg: undefined, dpop: false } as const

  for (const field of ['clientAuth', 'idTokenAlg', 'dpop']) {
    expect(() => parse(poor)).toThrow(new RegExp(`providers\\.corp\\.${field}`))
  }
})

it('leaves a provider as it is that is not told', () => {
  expect(parse({ fapi2: undefined, clientSecret: 'secret' })).toMatchObject({
    par: 'offered',
    dpop: false,
    requireIss: false,
  })
})

function parse(settings: Partial<OidcInput>) {
  const corp = { type: 'oidc', issuer: 'https://login.example', clientId: 'x', fapi2: true, ...settings }
  const config = {
    publicUrl: 'https://app.example',
    session: { secrets: ['Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'] },
    providers: { corp },
  }
  return parseConfig(config, { environment: {}, readFile: () => '', baseDir: '/' }).providers.corp
}

function pem(privateKey: typeof key): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
