import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from '@playwright/test'
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider'
import { type BffProcess, startBff } from '../world/bff-process.ts'
import { findFreePort } from '../world/free-port.ts'
import { listenOnLoopback } from '../world/loopback-listener.ts'
import { CSRF, callBff } from './call-bff.ts'
import { type DpopApi, startDpopApi } from './dpop-api.ts'
import { goForStepUp } from './step-up.ts'

const SUBJECT = 'hypatia'
const RESOURCE = 'https://tasks.corp.example'
const SCOPE = 'tasks:read'
/** The demo's app, which is not looked at: its pages may call, and pages of the BFF may not. */
const APP = fileURLToPath(new URL('../../demo-spa/dist', import.meta.url))
/** Within what is renewed ahead of its end: the first call of a session already sets that off. */
const TOKEN_TTL_SECONDS = 50

// An independent check of everything that the profile asks for: a certified server that insists on all of it.
test('ADV-09 ADV-01 ADV-03 ADV-06 ADV-08 signs in, calls, renews, steps up and signs out at a FAPI 2.0 server', async ({
  page,
}) => {
  const world = await startWorld()
  try {
    await signIn(page, world.appUrl)
    expect(await callBff(page, '/bff/session')).toMatchObject({ status: 200 })

    const first = await callBff(page, '/api/tasks/today')
    expect(first).toMatchObject({ status: 200, body: `for ${SUBJECT}` })
    await expect
      .poll(async () => {
        expect(await callBff(page, '/api/tasks/today')).toMatchObject({ status: 200 })
        return new Set(world.tokens).size
      })
      .toBeGreaterThanOrEqual(3)

    world.demandNewSignIn(true)
    await goForStepUp(page, world.appUrl, await callBff(page, '/api/tasks/today'))
    await page.waitForURL(`${world.appUrl}/home`)
    world.demandNewSignIn(false)
    const steppedUp = new Set(world.tokens).size
    await expect
      .poll(async () => {
        expect(await callBff(page, '/api/tasks/today')).toMatchObject({ status: 200 })
        return new Set(world.tokens).size
      })
      .toBeGreaterThanOrEqual(steppedUp + 2)

    await callBff(page, '/bff/logout', {
      method: 'POST',
      headers: { ...CSRF, 'content-type': 'application/json' },
      body: '{}',
    })
    expect(await callBff(page, '/bff/session')).toMatchObject({ status: 204 })
    expect(world.refusals).toEqual([])
    expect(world.challenges()).toBe(1)
    const output = world.bff.output()
    for (const token of world.tokens) expect(output).not.toContain(token)
  } finally {
    await world.stop()
  }
})

test('LOGOUT-08 signs out here when somebody signs out at a FAPI 2.0 server', async ({ page }) => {
  const world = await startWorld()
  try {
    await signIn(page, world.appUrl)
    expect(await callBff(page, '/api/tasks/today')).toMatchObject({ status: 200 })

    await page.goto(`${world.issuer}/session/end`)
    await page.getByRole('button', { name: 'Yes, sign me out' }).click()
    await page.waitForURL(/session\/end\/success/)

    await page.goto(`${world.appUrl}/home`)
    expect(await callBff(page, '/bff/session')).toMatchObject({ status: 204 })
    expect(await callBff(page, '/api/tasks/today')).toMatchObject({ status: 401 })
    expect(world.refusals).toEqual([])
  } finally {
    await world.stop()
  }
})

interface CorpWorld extends Omit<DpopApi, 'url' | 'close'> {
  appUrl: string
  issuer: string
  bff: BffProcess
  /** What the API or the provider did not take. */
  refusals: string[]
  stop(): Promise<void>
}

async function startWorld(): Promise<CorpWorld> {
  const port = await findFreePort()
  const appUrl = `http://localhost:${port}`
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = { ...privateKey.export({ format: 'jwk' }), kid: 'client-1', alg: 'ES256' }
  const issuer = await listenOnLoopback(0)
  const refusals: string[] = []
  const jwks = {
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'client-1', alg: 'ES256', use: 'sig' }],
  }
  const provider = new Provider(issuer.url, configuration(appUrl, jwks))
  watchRefusals(provider, refusals)
  issuer.server.on('request', provider.callback())
  const api = await startDpopApi({ issuer: issuer.url, resource: RESOURCE, refusals })

  const file = test.info().outputPath('coatcheck.config.json')
  await writeFile(file, JSON.stringify(bffConfig(appUrl, issuer.url, { key, target: api.url })))
  const bff = await startBff({ port, settings: {}, config: file })
  return {
    ...api,
    appUrl,
    issuer: issuer.url,
    bff,
    refusals,
    async stop() {
      await bff.stop()
      await Promise.all([issuer.close(), api.close()])
    },
  }
}

function watchRefusals(provider: Provider, refusals: string[]): void {
  const write = (error: Error) => {
    if (error.message !== 'use_dpop_nonce') refusals.push(String(error))
  }
  provider.on('pushed_authorization_request.error', (_ctx, error) => write(error))
  provider.on('grant.error', (_ctx, error) => write(error))
  provider.on('authorization.error', (_ctx, error) => write(error))
  provider.on('backchannel.error', (_ctx, error) => write(error))
}

function bffConfig(publicUrl: string, issuer: string, { key, target }: { key: object; target: string }) {
  return {
    publicUrl,
    spa: { dir: APP },
    session: { secrets: [randomBytes(32).toString('hex')] },
    providers: {
      corp: {
        type: 'oidc',
        issuer,
        clientId: 'coatcheck',
        clientAuth: { method: 'private_key_jwt', key: JSON.stringify(key) },
        idTokenAlg: 'PS256',
        scopes: ['openid', SCOPE],
        fapi2: true,
      },
    },
    upstreams: { tasks: { target, credential: { type: 'userToken', provider: 'corp', resource: RESOURCE } } },
  }
}

function configuration(appUrl: string, jwks: { keys: object[] }): Configuration {
  return {
    clients: [clientOf(appUrl, jwks)],
    // Its own for development sign RS256 only, which the profile does not have.
    jwks: {
      keys: [generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })],
    },
    features: {
      fapi: { enabled: true, profile: '2.0' },
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
      revocation: { enabled: true },
      backchannelLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => [],
        useGrantedResource: () => false,
        getResourceServerInfo: (_ctx, resource) => ({
          scope: SCOPE,
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: TOKEN_TTL_SECONDS,
        }),
      },
    },
    rotateRefreshToken: true,
    // Its own way out refuses this machine, where the BFF is that it tells of logouts.
    fetch: (url, init) => fetch(url, { ...init, dispatcher: undefined } as RequestInit),
    issueRefreshToken: async () => true,
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  }
}

function clientOf(appUrl: string, jwks: { keys: object[] }): ClientMetadata {
  return {
    client_id: 'coatcheck',
    redirect_uris: [`${appUrl}/bff/callback/corp`],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    id_token_signed_response_alg: 'PS256',
    dpop_bound_access_tokens: true,
    require_pushed_authorization_requests: true,
    backchannel_logout_uri: `${appUrl}/bff/backchannel-logout/corp`,
    backchannel_logout_session_required: true,
    jwks,
  }
}

/** Signs in to the app; the provider's development pages take any name and password. */
async function signIn(page: Page, appUrl: string): Promise<void> {
  await page.goto(`${appUrl}/bff/login/corp?returnTo=/home`)
  await enterName(page)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(`${appUrl}/home`)
}

async function enterName(page: Page): Promise<void> {
  await page.locator('input[name=login]').fill(SUBJECT)
  await page.locator('input[name=password]').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
}
