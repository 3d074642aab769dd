import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider'
import { startBff } from '../world/bff-process.ts'
import { findFreePort } from '../world/free-port.ts'
import { type LoopbackListener, listenOnLoopback } from '../world/loopback-listener.ts'
import { callBff, readSession } from './call-bff.ts'
import { demandOfNewSignIn, goForStepUp } from './step-up.ts'

const SUBJECT = 'hypatia'
const CLIENT_ID = 'coatcheck'
const CLIENT_SECRET = 'oidc-provider-client-secret-2030'
const CONFIG = 'e2e/world/oidc/coatcheck.config.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** How the certified server is set up, and with what the BFF proves itself there. */
const SETUPS = [
  {
    name: 'with its defaults',
    client: { client_secret: CLIENT_SECRET },
    settings: { CLIENT_SECRET },
  },
  {
    name: 'that wants a signature and rotates refresh tokens',
    client: {
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' }] },
    },
    settings: { CLIENT_KEY: JSON.stringify(privateKey.export({ format: 'jwk' })) },
  },
] satisfies { name: string; client: Partial<ClientMetadata>; settings: Record<string, string> }[]

for (const { name, client, settings } of SETUPS) {
  test(`TOKEN-01 ADV-08 LOGOUT-03 lives through a session at an OpenID provider ${name}`, async ({
    page,
  }) => {
    const { appUrl, provider, api, stop } = await startAll(client, settings)
    try {
      await signIn(page, appUrl)
      expect(await readSession(page)).toMatchObject({
        user: { id: `corp:${SUBJECT}`, name: 'Hypatia', email: 'hypatia@example.com' },
        connections: [{ provider: 'corp', accountId: SUBJECT, label: 'hypatia@example.com' }],
      })

      // Its access tokens are past their prime at once, so that each call refreshes.
      for (let call = 0; call < 3; call += 1)
        expect(await callBff(page, '/api/things/1')).toMatchObject({ status: 200 })
      await expect.poll(() => new Set(api.tokens).size).toBeGreaterThan(1)

      // The sign-in is new enough, but nobody has asked the provider to say so.
      expect(await callBff(page, '/api/things/grave/1')).toMatchObject({ status: 403 })
      api.demand = demandOfNewSignIn('Bearer', 0)
      await goForStepUp(page, appUrl, await callBff(page, '/api/things/1'))
      await enterName(page)
      await page.waitForURL(`${appUrl}/home`)
      api.demand = undefined
      expect(await callBff(page, '/api/things/1')).toMatchObject({ status: 200 })
      expect(await callBff(page, '/api/things/grave/1')).toMatchObject({ status: 200 })

      // It knows no such class, and signs the person in all the same.
      const failed = page.waitForRequest(`${appUrl}/home?auth_error=login_failed`)
      await page.goto(`${appUrl}/bff/connect/corp?returnTo=/home&acr_values=urn:example:gold`)
      await failed
      expect(await readSession(page)).toMatchObject({ user: { id: `corp:${SUBJECT}` } })

      await callBff(page, '/bff/logout', { method: 'POST', headers: { 'x-csrf': '1' } })
      expect(await readSession(page)).toBeUndefined()
      await expect.poll(async () => provider.AccessToken.find(api.tokens.at(-1) ?? '')).toBeUndefined()
    } finally {
      await stop()
    }
  })
}

/** A provider, an API that takes its tokens, and a BFF of their own. */
async function startAll(client: Partial<ClientMetadata>, settings: Record<string, string>) {
  const port = await findFreePort()
  const appUrl = `http://localhost:${port}`
  const [atProvider, atApi] = [await listenOnLoopback(0), await listenOnLoopback(0)]
  const provider = new Provider(atProvider.url, configuration(client, `${appUrl}/bff/callback/corp`))
  atProvider.server.on('request', provider.callback())
  const api = serveApi(atApi)
  const bff = await startBff({
    port,
    config: CONFIG,
    settings: {
      PUBLIC_URL: appUrl,
      SESSION_SECRET: randomBytes(32).toString('base64url'),
      ISSUER: atProvider.url,
      CLIENT_ID,
      API_URL: atApi.url,
      ...settings,
    },
  })
  const stop = async () => {
    await bff.stop()
    await Promise.all([atProvider.close(), atApi.close()])
  }
  return { appUrl, provider, api, stop }
}

/** An API that answers every call. */
interface Api {
  /** Tokens that came with the calls. */
  tokens: string[]
  /** What it refuses all of them with, while there is something. */
  demand?: Record<string, string> | undefined
}

function serveApi({ server }: LoopbackListener): Api {
  const api: Api = { tokens: [] }
  server.on('request', (req, res) => {
    api.tokens.push(req.headers.authorization?.replace('Bearer ', '') ?? '')
    if (api.demand) res.writeHead(401, api.demand).end()
    else res.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  return api
}

function configuration(client: Partial<ClientMetadata>, redirectUri: string): Configuration {
  return {
    clients: [
      {
        client_id: CLIENT_ID,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        ...client,
      },
    ],
    features: { revocation: { enabled: true } },
    rotateRefreshToken: true,
    ttl: { AccessToken: 30 },
    claims: { email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, name: 'Hypatia', email: 'hypatia@example.com', email_verified: true }),
    }),
  }
}

/** Signs in; its development pages take any name and password. It gives a refresh token for a consent it has asked for. */
async function signIn(page: Page, appUrl: string): Promise<void> {
  await page.goto(`${appUrl}/bff/login/corp?returnTo=/home`)
  await enterName(page)
  await page.getByRole('button', { name: 'Continue' }).click()
  // A login that brought none is repeated, asking for consent.
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(`${appUrl}/home`)
}

async function enterName(page: Page): Promise<void> {
  await page.locator('input[name=login]').fill(SUBJECT)
  await page.locator('input[name=password]').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
}
