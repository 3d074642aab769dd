import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { Browser } from '../support/browser.ts'
import { aFolder, startCoatcheck } from '../support/coatcheck-process.ts'
import { GithubProvider } from '../support/github-provider.ts'
import { login } from '../support/journey.ts'
import { type SocketUpstream, startSocketUpstream } from '../support/socket-upstream.ts'
import { type TestCertificate, testCertificate } from '../support/test-certificate.ts'
import { openSocket, refusedSocket } from '../support/test-socket.ts'

const PUBLIC_URL = 'http://localhost:3000'
// A process takes a second to start on a busy machine.
const PROCESS_TIMEOUT_MS = 30_000

const github = new GithubProvider()
let certificate: TestCertificate

beforeAll(async () => {
  ;[certificate] = await Promise.all([testCertificate(), github.listen()])
})

afterAll(() => Promise.all([certificate.remove(), github.close()]))

describe('a WebSocket at an upstream that speaks TLS', { timeout: PROCESS_TIMEOUT_MS }, () => {
  it('is opened where the operator trusts the authority of its certificate', async () => {
    const api = await startSocketUpstream({ tls: certificate })
    const { url, handshake } = await startInFrontOf(api, { NODE_EXTRA_CA_CERTS: certificate.certFile })

    const page = await openSocket(url, handshake)
    page.socket.send('over TLS')
    await once(page.socket, 'message')

    expect(page.messages).toEqual(['over TLS'])
    const [seen] = api.handshakes
    expect(seen?.headers).toMatchObject({
      host: new URL(api.origin).host,
      authorization: expect.stringMatching(/^Bearer canary-access-/),
    })
  })

  it('PROXY-17 is not opened where nobody vouches for the certificate, and no token gets there', async () => {
    const api = await startSocketUpstream({ tls: certificate })
    const { url, handshake } = await startInFrontOf(api)

    const answer = await refusedSocket(url, handshake)

    expect(answer.status).toBe(502)
    expect(answer.json()).toMatchObject({ code: 'upstream_unreachable' })
    expect(api.handshakes).toHaveLength(0)
  })

  it('PROXY-17 is not opened with the certificate of another host', async () => {
    const api = await startSocketUpstream({ tls: certificate })
    const { port } = new URL(api.origin)
    const trust = { NODE_EXTRA_CA_CERTS: certificate.certFile }
    const { url, handshake } = await startInFrontOf({ origin: `https://localhost:${port}` }, trust)

    expect((await refusedSocket(url, handshake)).status).toBe(502)
    expect(api.handshakes).toHaveLength(0)
  })
})

/** Starts the command in front of an API, and signs in; yields what the app's page opens a WebSocket with. */
async function startInFrontOf({ origin }: Pick<SocketUpstream, 'origin'>, environment = {}) {
  const { clientId, clientSecret, origin: baseUrl } = github
  const folder = await aFolder({
    'coatcheck.config.json': {
      publicUrl: PUBLIC_URL,
      session: { secrets: ['Zq3vT8nLw5yBc1RkX7dFm2HsPj9GaU6e'] },
      providers: { github: { type: 'github', clientId, clientSecret, baseUrl, apiBaseUrl: baseUrl } },
      upstreams: { live: { target: origin, credential: { type: 'userToken', provider: 'github' } } },
    },
  })
  const server = await startCoatcheck(folder.path, environment)
  onTestFinished(async () => {
    server.signal('SIGKILL')
    await server.ended
    await folder.remove()
  })
  const browser = new Browser({
    publicUrl: PUBLIC_URL,
    port: Number(new URL(server.url).port),
    now: Date.now,
  })
  await login(browser, 'github')
  const cookie = browser.jar.header({ isCrossSite: false, isTopLevelGet: false }) ?? ''
  return { url: `${server.url}/api/live/events`, handshake: { origin: PUBLIC_URL, headers: { cookie } } }
}
