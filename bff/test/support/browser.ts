import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { CookieJar } from './cookie-jar.ts'
import { openSocket, type TestSocket } from './test-socket.ts'

/** Who started a navigation: a page of the app, a page of another site, or the address bar. */
export type Initiator = 'same-origin' | 'cross-site' | 'none'

/** An answer as the browser got it. */
export interface BrowserResponse {
  status: number
  headers: IncomingHttpHeaders
  /** `Set-Cookie` lines in the order sent. */
  setCookies: string[]
  text: string
  json(): unknown
  /** `Location` as an absolute URL, read as a browser reads it. @throws when there is none. */
  location(): URL
}

/** A request as a script of the app writes it. */
export interface ScriptCall {
  method?: string
  /** Besides what the SDK and the browser send; `undefined` leaves one of those out. */
  headers?: Record<string, string | undefined>
  /** Text as it is; anything else as JSON. */
  body?: unknown
}

/** Where the browser finds the BFF. */
export interface BrowserOptions {
  /** The origin it believes to be on. */
  publicUrl: string
  /** The port that in truth answers for it. */
  port: number
  now: () => number
  /** Cookies it has already; none when absent. */
  jar?: CookieJar | undefined
}

interface Outgoing {
  method: string
  path: string
  headers: Record<string, string | undefined>
  body?: string | undefined
}

/** One browser: a cookie jar, and requests that look like a browser's. Redirects are never followed by themselves. */
export class Browser {
  readonly jar: CookieJar
  /** Every answer so far, for leak sweeps. */
  readonly seen: BrowserResponse[] = []
  /** Sent as `User-Agent`; none when undefined. */
  userAgent: string | undefined
  readonly #options: BrowserOptions

  constructor(options: BrowserOptions) {
    this.#options = options
    this.jar = options.jar ?? new CookieJar(options.publicUrl, options.now)
  }

  /** Goes to an address of the app in the address bar; with a form, posts that. */
  navigate(
    target: string | URL,
    options: { site?: Initiator; method?: string; form?: string } = {},
  ): Promise<BrowserResponse> {
    const { site = 'same-origin', form, method = form === undefined ? 'GET' : 'POST' } = options
    const url = new URL(target, this.#options.publicUrl)
    const isCrossSite = site === 'cross-site'
    return this.#send({
      method,
      path: url.pathname + url.search,
      headers: {
        accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
        'sec-fetch-site': site,
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
        'sec-fetch-user': '?1',
        'content-type': form === undefined ? undefined : 'application/x-www-form-urlencoded',
        cookie: this.jar.header({ isCrossSite, isTopLevelGet: method === 'GET' }),
      },
      body: form,
    })
  }

  /** Calls the BFF from a script of the app, as the SDK does. */
  fetch(path: string, { method = 'GET', headers = {}, body }: ScriptCall = {}): Promise<BrowserResponse> {
    const isUnsafe = method !== 'GET' && method !== 'HEAD'
    return this.#send({
      method,
      path,
      headers: {
        accept: '*/*',
        'x-csrf': '1',
        'sec-fetch-site': 'same-origin',
        'sec-fetch-mode': 'cors',
        'sec-fetch-dest': 'empty',
        origin: isUnsafe ? this.#options.publicUrl : undefined,
        'content-type': body === undefined ? undefined : 'application/json',
        cookie: this.jar.header({ isCrossSite: false, isTopLevelGet: false }),
        ...headers,
      },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    })
  }

  /** Opens a WebSocket from a page of the app. */
  openSocket(path: string): Promise<TestSocket> {
    const { publicUrl, port } = this.#options
    const cookie = this.jar.header({ isCrossSite: false, isTopLevelGet: false })
    const headers = { host: new URL(publicUrl).host, ...(cookie === undefined ? {} : { cookie }) }
    return openSocket(`ws://127.0.0.1:${port}${path}`, { origin: new URL(publicUrl).origin, headers })
  }

  async #send({ method, path, headers, body }: Outgoing): Promise<BrowserResponse> {
    const given = Object.entries({ 'user-agent': this.userAgent, ...headers }).filter(
      ([, value]) => value !== undefined,
    )
    const outgoing = request({
      host: '127.0.0.1',
      port: this.#options.port,
      method,
      path,
      headers: { host: new URL(this.#options.publicUrl).host, ...Object.fromEntries(given) },
    })
    outgoing.end(body)
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
    const response = await this.#toResponse(incoming)
    for (const line of response.setCookies) this.jar.store(line)
    this.seen.push(response)
    return response
  }

  async #toResponse(incoming: IncomingMessage): Promise<BrowserResponse> {
    const text = (await buffer(incoming)).toString()
    const { headers, statusCode = 0 } = incoming
    return {
      status: statusCode,
      headers,
      setCookies: headers['set-cookie'] ?? [],
      text,
      json: () => JSON.parse(text),
      location: () => this.#readLocation(headers),
    }
  }

  #readLocation({ location }: IncomingHttpHeaders): URL {
    if (location === undefined) throw new Error('the answer has no Location')
    return new URL(location, this.#options.publicUrl)
  }
}
