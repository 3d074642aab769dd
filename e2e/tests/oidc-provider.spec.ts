import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider'
import { startBff } from '../world/bff-process.ts'
import { findFreePort } from '../world/free-port.ts'
import { type LoopbackListener, listenOnLoopback } from '../world/loopback-listener.ts'
import { callBff, readSession } from './call-bff.ts'

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
  test(`TOKEN-01 LOGOUT-03 lives through a session at an OpenID provider ${name}`, async ({ page }) => {
    const { appUrl, provider, tokens, stop } = await startAll(client, settings)
    try {
      await signIn(page, appUrl)
      expect(await readSession(page)).toMatchObject({
        user: { id: `corp:${SUBJECT}`, name: 'Hypatia', email: 'hypatia@example.com' },
        connections: [{ provider: 'corp', accountId: SUBJECT, label: 'hypatia@example.com' }],
      })

      // Its access tokens are past their prime at once, so that each call refreshes.
      for (let call = 0; call < 3; call += 1)
        expect(await callBff(page, '/api/things/1')).toMatchObject({ status: 200 })
      await expect.poll(() => new Set(tokens).size).toBeGreaterThan(1)

      await callBff(page, '/bff/logout', { method: 'POST', headers: { 'x-csrf': '1' } })
      expect(await readSession(page)).toBeUndefined()
      await expect.poll(async () => provider.AccessToken.find(tokens.at(-1) ?? '')).toBeUndefined()
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
  const tokens = serveApi(atApi)
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
  return { appUrl, provider, tokens, stop }
}

/** Answers every call; yields the tokens that came with them. */
function serveApi(api: LoopbackListener): string[] {
  const tokens: string[] = []
  api.server.on('request', (req, res) => {
    tokens.push(req.headers.authorization?.replace('Bearer ', '') ?? '')
    res.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  return tokens
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
  await page.locator('input[name=login]').fill(SUBJECT)
  await page.locator('input[name=password]').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  // A login that brought none is repeated, asking for consent.
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(`${appUrl}/home`)
}
