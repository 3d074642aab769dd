import * as oauth from 'oauth4webapi'
import type { GoogleEmulator } from '../google-emulator.ts'

/** The client most tests register. */
export const TEST_CLIENT = {
  clientId: 'board.apps.googleusercontent.example',
  clientSecret: 'GOCSPX-a-secret-of-the-test-client',
  name: 'Board <for friends>',
  redirectUris: ['http://localhost:3000/bff/callback/google'],
} as const

const REDIRECT_URI = TEST_CLIENT.redirectUris[0]
const CLIENT: oauth.Client = { client_id: TEST_CLIENT.clientId }
const CLIENT_AUTH = oauth.ClientSecretPost(TEST_CLIENT.clientSecret)
const HTTP = { [oauth.allowInsecureRequests]: true }

/** What the client keeps between the authorization request and its response. */
interface Attempt {
  url: URL
  state: string
  nonce: string
  codeVerifier: string
}

/** A relying party that follows the specifications, so that the tests judge the emulator and not themselves. */
export interface GoogleClient {
  server: oauth.AuthorizationServer
  authorize(params: Record<string, string>): Promise<Attempt>
  /** Checks the authorization response and redeems its code; the ID token's signature is verified. */
  exchange(attempt: Attempt, callbackUrl: URL): Promise<oauth.TokenEndpointResponse>
  refresh(refreshToken: string): Promise<oauth.TokenEndpointResponse>
}

/** Discovers the emulator and returns a client of it. */
export async function createGoogleClient({ issuer }: GoogleEmulator): Promise<GoogleClient> {
  const issuerUrl = new URL(issuer)
  const server = await oauth.processDiscoveryResponse(
    issuerUrl,
    await oauth.discoveryRequest(issuerUrl, HTTP),
  )
  return {
    server,
    authorize: (params) => authorize(server, params),
    exchange: (attempt, callbackUrl) => exchange(server, attempt, callbackUrl),
    refresh: async (refreshToken) => {
      const response = await oauth.refreshTokenGrantRequest(server, CLIENT, CLIENT_AUTH, refreshToken, HTTP)
      return oauth.processRefreshTokenResponse(server, CLIENT, response)
    },
  }
}

async function authorize(
  server: oauth.AuthorizationServer,
  params: Record<string, string>,
): Promise<Attempt> {
  const attempt = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    codeVerifier: oauth.generateRandomCodeVerifier(),
  }
  const request = {
    client_id: CLIENT.client_id,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(attempt.codeVerifier),
    code_challenge_method: 'S256',
    ...params,
  }
  const url = new URL(`?${new URLSearchParams(request)}`, server.authorization_endpoint)
  return { url, ...attempt }
}

async function exchange(
  server: oauth.AuthorizationServer,
  { state, nonce, codeVerifier }: Attempt,
  callbackUrl: URL,
): Promise<oauth.TokenEndpointResponse> {
  const params = oauth.validateAuthResponse(server, CLIENT, callbackUrl, state)
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    CLIENT,
    CLIENT_AUTH,
    params,
    REDIRECT_URI,
    codeVerifier,
    HTTP,
  )
  const tokens = await oauth.processAuthorizationCodeResponse(server, CLIENT, response, {
    expectedNonce: nonce,
  })
  await oauth.validateApplicationLevelSignature(server, response, HTTP)
  return tokens
}
