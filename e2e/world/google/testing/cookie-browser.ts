/** A browser as far as a provider's pages need one: cookies with their paths, and no redirects by itself. */
export interface CookieBrowser {
  get(url: string): Promise<Response>
  post(url: string, form: URLSearchParams): Promise<Response>
  /** The `Set-Cookie` lines received, oldest first. */
  received: string[]
}

interface Cookie {
  name: string
  value: string
  path: string
}

/** Creates a browser with an empty cookie jar, for one origin. */
export function createCookieBrowser(): CookieBrowser {
  const jar = new Map<string, Cookie>()
  const received: string[] = []

  const send = async (url: string, init: RequestInit) => {
    const { pathname } = new URL(url)
    const cookie = [...jar.values()]
      .filter(({ path }) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', cookie },
    })
    for (const line of response.headers.getSetCookie()) {
      received.push(line)
      const parsed = parseSetCookie(line)
      jar.set(`${parsed.name} ${parsed.path}`, parsed)
    }
    return response
  }
  return {
    get: (url) => send(url, {}),
    post: (url, form) => send(url, { method: 'POST', body: form }),
    received,
  }
}

function parseSetCookie(line: string): Cookie {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
  const [, path = '/'] = /; path=([^;]+)/i.exec(line) ?? []
  return { name, value, path }
}
