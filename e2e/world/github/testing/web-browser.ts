/** An answer of the web pages, with the forms' hidden values at hand. */
interface BrowserPage {
  status: number
  headers: Headers
  text: string
  /** Absolute URL of the redirect; absent when there is none. */
  location: URL | undefined
}

/** A cookie jar that visits the emulated web pages and never follows a redirect by itself. */
export interface WebBrowser {
  get(url: string): Promise<BrowserPage>
  /** Submits the page's form: its hidden fields plus the button pressed, which win over a hidden field of the same name. */
  submit(page: BrowserPage, pressed: Record<string, string>): Promise<BrowserPage>
}

/** Creates a browser without cookies. */
export function createWebBrowser(origin: string): WebBrowser {
  const cookies = new Map<string, string>()
  const send = async (url: string, init: RequestInit): Promise<BrowserPage> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(url, origin), { ...init, redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const target = response.headers.get('location')
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      location: target === null ? undefined : new URL(target, response.url),
    }
  }
  return {
    get: (url) => send(url, {}),
    submit: (page, pressed) => {
      const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(page.text) ?? []
      const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
      const fields = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]))
      const body = new URLSearchParams({ ...fields, ...pressed })
      return send(action.replaceAll('&amp;', '&'), { method: 'POST', body })
    },
  }
}
