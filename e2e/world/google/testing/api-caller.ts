/** Status, headers and parsed body of an API answer. */
interface Answer {
  status: number
  headers: Headers
  /** Empty when the answer has no body. */
  body: Resource
}

/** The fields of Google's resources and lists that the tests look at. */
interface Resource {
  kind?: string
  id?: string
  etag?: string
  title?: string
  summary?: string
  notes?: string
  status?: string
  due?: string
  completed?: string
  deleted?: boolean
  parent?: string
  position?: string
  selfLink?: string
  start?: { dateTime?: string; date?: string }
  nextPageToken?: string
  items?: Resource[]
  error?: { code: number; status: string; errors: { reason: string }[]; details?: { reason: string }[] }
}

/** Sends API requests with one access token. */
export interface ApiCaller {
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  send(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Answer>
}

/** Creates a caller for paths below an API's URL. */
export function createApiCaller(apiUrl: string, accessToken: string): ApiCaller {
  const send: ApiCaller['send'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${apiUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text ? (JSON.parse(text) as Resource) : {},
    }
  }
  return { send, get: (path, headers) => send('GET', path, undefined, headers) }
}
