import type { JSHandle } from '@playwright/test'
import { AccountPage } from '../pages/account-page.ts'
import { SignInPage } from '../pages/sign-in-page.ts'
import { importClients, type PageClients } from './page-clients.ts'
import { recordAnswers } from './record-answers.ts'
import { expect, test } from './stack-fixture.ts'

test.use({ withEcho: true })

const SETTINGS = { headers: { 'X-CSRF': '1' } }
const QUESTION = { wanted: ['a', 'b'], text: 'Grüße' }

let clients: JSHandle<PageClients>
test.beforeEach(async ({ page, open, echo }) => {
  await open()
  await new SignInPage(page).signInWithGithub('Ada Byron')
  await expect(new AccountPage(page).menu).toBeVisible()
  clients = await importClients(page)
  expect(echo.requests.all()).toEqual([])
})

test.describe('an unmodified axios', () => {
  test('reads and sends JSON', async ({ echo }) => {
    const { read, sent } = await clients.evaluate(
      async ({ axios }, { settings, question }) => {
        const api = axios.create({ baseURL: '/api/echo', ...settings })
        const read = await api.get('/mirror', { params: { page: 2 } })
        const sent = await api.post('/mirror', question)
        return { read: read.data, sent: { status: sent.status, body: sent.data.body } }
      },
      { settings: SETTINGS, question: QUESTION },
    )

    expect(read).toMatchObject({ method: 'GET', query: { page: '2' } })
    expect(sent).toEqual({ status: 201, body: QUESTION })
    expect(echo.requests.all().map(({ method, status }) => [method, status])).toEqual([
      ['GET', 200],
      ['POST', 201],
    ])
  })

  test('throws its own error with the problem in it', async ({ echo }) => {
    const failure = await clients.evaluate(async ({ axios }, settings) => {
      const error: unknown = await axios.get('/api/echo/elsewhere', settings).catch((thrown) => thrown)
      return axios.isAxiosError(error) && error.response
        ? { status: error.response.status, problem: error.response.data }
        : String(error)
    }, SETTINGS)

    expect(failure).toMatchObject({ status: 404, problem: { code: 'route_not_found', status: 404 } })
    expect(echo.requests.all()).toEqual([])
  })
})

test.describe('an unmodified ky', () => {
  test('reads and sends JSON', async ({ echo }) => {
    const { read, sent } = await clients.evaluate(
      async ({ ky }, { settings, question }) => {
        const api = ky.create({ prefix: '/api/echo', ...settings })
        return {
          read: await api.get('mirror', { searchParams: { page: 2 } }).json(),
          sent: await api.post('mirror', { json: question }).json(),
        }
      },
      { settings: SETTINGS, question: QUESTION },
    )

    expect(read).toMatchObject({ method: 'GET', query: { page: '2' } })
    expect(sent).toMatchObject({ method: 'POST', body: QUESTION })
    expect(echo.requests.all().map(({ method, status }) => [method, status])).toEqual([
      ['GET', 200],
      ['POST', 201],
    ])
  })

  test('throws its own error with the problem in it', async ({ echo }) => {
    const failure = await clients.evaluate(async ({ ky }, settings) => {
      const error: unknown = await ky.get('/api/echo/elsewhere', settings).catch((thrown: unknown) => thrown)
      const { name, response, data } = error as { name: string; response?: Response; data?: unknown }
      return { name, status: response?.status, problem: data }
    }, SETTINGS)

    expect(failure).toMatchObject({
      name: 'HTTPError',
      status: 404,
      problem: { code: 'route_not_found', status: 404 },
    })
    expect(echo.requests.all()).toEqual([])
  })

  test('asks again by itself after a 503', async ({ echo }) => {
    const answer = await clients.evaluate(
      ({ ky }, settings) => ky.get('/api/echo/unsteady', settings).json(),
      SETTINGS,
    )

    expect(answer).toEqual({ message: 'Here you are' })
    expect(echo.requests.all().map(({ status }) => status)).toEqual([503, 200])
  })
})

test('the API gets the token of each call, and the page none', async ({ page, echo, world }) => {
  const answers = await recordAnswers(page)

  await clients.evaluate(
    async ({ axios, ky }, { settings, question }) => {
      await axios.post('/api/echo/mirror', question, settings)
      await ky.get('/api/echo/mirror', settings).json()
      await ky.get('/api/echo/unsteady', settings).json()
    },
    { settings: SETTINGS, question: QUESTION },
  )

  const arrived = echo.requests.all().map(({ headers }) => String(headers.authorization))
  const token = arrived[0]?.replace(/^Bearer /, '')
  expect(arrived).toEqual(Array(4).fill(`Bearer ${token}`))
  expect(world.issuedTokens()).toContain(token)
  expect(echo.requests.all().filter(({ headers }) => headers.cookie || headers['x-csrf'])).toEqual([])
  expect(answers.filter(({ url }) => url.includes('/api/echo/'))).toHaveLength(4)
  const shown = JSON.stringify(answers)
  expect(world.issuedTokens().filter((secret) => shown.includes(secret))).toEqual([])
})

test('an unmodified EventSource hears events as they happen, and goes on where a stream broke off', async ({
  echo,
  world,
}) => {
  const stream = await clients.evaluateHandle(({ EventSource, createAuthClient }) => {
    const received: string[] = []
    const source = new EventSource('/api/echo/events', { fetch: createAuthClient().fetch })
    source.addEventListener('message', ({ data }) => received.push(data))
    return { source, received }
  })
  const received = () => stream.evaluate((one) => one.received)
  await expect.poll(() => echo.feed.readers()).toBe(1)

  // Each is published when the one before has been heard: nothing waits for more.
  for (const count of [1, 2, 3]) {
    echo.feed.publish(`event ${count}`)
    await expect.poll(received).toHaveLength(count)
  }
  // Nobody reads right after; who comes back has to say what was heard last.
  echo.feed.dismiss('end')
  echo.feed.publish('event 4')
  await expect.poll(received).toHaveLength(4)
  echo.feed.dismiss('cut')
  echo.feed.publish('event 5')

  await expect.poll(received).toEqual([1, 2, 3, 4, 5].map((id) => `event ${id}`))
  expect(echo.requests.all().map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '3', '4'])
  for (const { headers } of echo.requests.all()) {
    expect(world.issuedTokens()).toContain(headers.authorization?.slice('Bearer '.length))
  }
  await stream.evaluate(({ source }) => source.close())
  await expect.poll(() => echo.feed.readers()).toBe(0)
})
