import { Provider } from 'oidc-provider'
import { listenOnLoopback } from '../world/loopback-listener.ts'

/** The one client of the provider. */
export interface PlainOidcClient {
  clientId: string
  clientSecret: string
  redirectUri: string
}

/** A running `oidc-provider` with its own pages, and nothing of Google's ways. */
export interface PlainOidcProvider {
  issuer: string
  close(): Promise<void>
}

const TASKS_SCOPE = 'https://www.googleapis.com/auth/tasks'

/** Starts the library as it comes: its routes, its pages, rotating refresh tokens, any login and password. */
export async function startPlainOidcProvider(client: PlainOidcClient): Promise<PlainOidcProvider> {
  const listener = await listenOnLoopback(0)
  const provider = new Provider(listener.url, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [client.redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    scopes: ['openid', 'offline_access', 'email', 'profile', TASKS_SCOPE],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    // Without this the ID token holds the subject alone and the rest is at the userinfo endpoint.
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => ({ sub, name: sub, email: `${sub}@example.com`, email_verified: true }),
    }),
    issueRefreshToken: () => true,
    features: { revocation: { enabled: true } },
    cookies: { keys: ['only for this test'] },
  })
  listener.server.on('request', provider.callback())
  return { issuer: listener.url, close: listener.close }
}
