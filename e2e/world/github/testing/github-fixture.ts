import { createHash, randomBytes } from 'node:crypto'
import { createWorldClock, type WorldClock } from '../../world-clock.ts'
import type { GithubEmulator } from '../github-emulator.ts'
import type { RegisteredClient } from '../github-options.ts'
import { startGithub } from '../start-github.ts'
import { createWebBrowser, type WebBrowser } from './web-browser.ts'

/** The client the tests sign in through. */
export const CLIENT: RegisteredClient = {
  clientId: 'Ov23testclient',
  clientSecret: 'test-client-secret',
  name: 'Test Board',
  redirectUris: ['http://127.0.0.1:4000/callback'],
}

/** A second client, with expiring tokens. */
export const EXPIRING_CLIENT: RegisteredClient = {
  clientId: 'Ov23expiring',
  clientSecret: 'expiring-client-secret',
  name: 'Expiring Board',
  redirectUris: ['https://app.example.test/callback'],
  tokenLifetimeSeconds: 28_800,
}

/** A running GitHub and the moves tests make on it. */
export interface GithubFixture {
  github: GithubEmulator
  clock: WorldClock
  browser(): WebBrowser
  authorizeUrl(params?: Record<string, string>): string
  /** Signs in and approves; the URL the browser was sent back to. */
  authorize(login: string, params?: Record<string, string>, browser?: WebBrowser): Promise<URL>
  /** Posts to the token endpoint, asking for JSON. */
  token(params: Record<string, string>): Promise<TokenJson>
  /** An access token of `CLIENT` for this person. */
  signIn(login: string, scope?: string): Promise<string>
  /** Calls the REST API; a body is sent as JSON. */
  api(path: string, options?: ApiCall): Promise<Response>
}

/** The JSON of a token response, refused or not. */
type TokenJson = Record<string, string | number | undefined>

/** What a call to the API may carry. */
interface ApiCall {
  token?: string
  method?: string
  body?: unknown
  headers?: Record<string, string>
}

/** A code verifier and its S256 challenge. */
export function aCodeVerifier(): { codeVerifier: string; codeChallenge: string } {
  const codeVerifier = randomBytes(32).toString('base64url')
  return { codeVerifier, codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url') }
}

/** The credentials a client sends in the form. */
export function credentialsOf(client: RegisteredClient): Record<string, string> {
  return { client_id: client.clientId, client_secret: client.clientSecret }
}

/** Starts a GitHub with the two test clients. */
export async function startGithubFixture(): Promise<GithubFixture> {
  const clock = createWorldClock()
  const github = await startGithub({ clock, clients: [CLIENT, EXPIRING_CLIENT] })

  const browser = () => createWebBrowser(github.webUrl)
  const authorizeUrl = (params: Record<string, string> = {}) => {
    const query = new URLSearchParams({ client_id: CLIENT.clientId, scope: 'repo user:email', ...params })
    return `${github.webUrl}/login/oauth/authorize?${query}`
  }
  const authorize = (login: string, params?: Record<string, string>, visitor = browser()) =>
    approve(visitor, authorizeUrl(params), login)
  const token = async (params: Record<string, string>): Promise<TokenJson> => {
    const response = await fetch(`${github.webUrl}/login/oauth/access_token`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(params),
    })
    return response.json()
  }
  const signIn = async (login: string, scope = 'repo read:user user:email') => {
    const code = (await authorize(login, { scope })).searchParams.get('code') ?? ''
    const { access_token } = await token({ ...credentialsOf(CLIENT), grant_type: 'authorization_code', code })
    return String(access_token)
  }
  const api = (path: string, call: ApiCall = {}) => callApi(github.apiUrl, path, call)
  return { github, clock, browser, authorizeUrl, authorize, token, signIn, api }
}

/** Goes through account choice and consent, as far as each is shown. */
export async function approve(browser: WebBrowser, url: string, login: string): Promise<URL> {
  const choice = await browser.get(url)
  const chosen = choice.location ? choice : await browser.submit(choice, { account: login })
  const isBack = (target: URL) => !target.pathname.startsWith('/login/oauth/')
  if (chosen.location && isBack(chosen.location)) return chosen.location

  const consent = await browser.get(String(chosen.location))
  const done = consent.location ? consent : await browser.submit(consent, { decision: 'authorize' })
  if (!done.location) throw new Error(`expected a redirect to the client, got ${done.status}: ${done.text}`)
  return done.location
}

function callApi(apiUrl: string, path: string, call: ApiCall): Promise<Response> {
  const { token, method = 'GET', body, headers = {} } = call
  return fetch(new URL(path, apiUrl), {
    method,
    redirect: 'manual',
    headers: {
      'user-agent': 'github-emulator-tests',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}
