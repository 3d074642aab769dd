import { type IncomingHttpHeaders, request } from 'node:http'
import type { ApiRequest } from './api-request.ts'

/** An answer, read to its end. */
export interface ReceivedAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** Sends one request with exactly the headers given; `fetch` would put `Sec-Fetch-Mode` of its own over ours. */
export function sendRequest(
  origin: string,
  { method, path, headers, body }: ApiRequest,
): Promise<ReceivedAnswer> {
  return new Promise((resolve, reject) => {
    const call = request(origin + path, { method, headers }, (response) => {
      const { statusCode: status = 0, headers } = response
      response
        .setEncoding('utf8')
        .toArray()
        .then((chunks) => resolve({ status, headers, body: chunks.join('') }), reject)
    })
    call.once('error', reject)
    call.end(body)
  })
}
