/** What comes after the header lines an app sends: further lines, the empty line, and a body where there is one. */
export interface HostileHeaders {
  method: 'GET' | 'POST'
  rest: string
}

/** A request that ends with these header lines. */
export function get(...lines: string[]): HostileHeaders {
  return { method: 'GET', rest: `${lines.join('\r\n')}\r\n\r\n` }
}

/** A request with these header lines and this body, framed as they say. */
export function post(lines: string[], body: string): HostileHeaders {
  return { method: 'POST', rest: `${lines.join('\r\n')}\r\n\r\n${body}` }
}
