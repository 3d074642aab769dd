import { exchangeRaw, rawStatus } from './raw-http.ts'
import type { TestBff } from './start-bff.ts'

/** A text with one bit changed, once for each of its bits; every character is one byte. */
export function bitFlips(text: string): string[] {
  return Array.from(text).flatMap((character, index) =>
    Array.from({ length: 8 }, (_value, bit) => {
      const flipped = String.fromCharCode(character.charCodeAt(0) ^ (1 << bit))
      return text.slice(0, index) + flipped + text.slice(index + 1)
    }),
  )
}

/** Every proper beginning of a text, the empty one included. */
export function truncations(text: string): string[] {
  return Array.from(text, (_character, index) => text.slice(0, index))
}

/**
 * Asks as the app's own page would, with exactly this `Cookie` header: no client mends or refuses the
 * bytes in it.
 *
 * @returns the answer's status; 0 without an answer.
 */
export async function showCookie(bff: TestBff, path: string, cookie: string): Promise<number> {
  const { host, origin } = new URL(bff.publicUrl)
  const head = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: close',
    'X-CSRF: 1',
    'Sec-Fetch-Site: same-origin',
    `Origin: ${origin}`,
    `Cookie: ${cookie}`,
  ]
  const bytes = Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1')
  return rawStatus(await exchangeRaw(`http://127.0.0.1:${bff.port}`, bytes))
}

/** The same for many, not all at once. @returns what was shown, by the status it was answered with. */
export async function showEach(
  bff: TestBff,
  path: string,
  cookies: readonly string[],
): Promise<Map<number, string[]>> {
  const byStatus = new Map<number, string[]>()
  const waiting = [...cookies]
  const work = async () => {
    for (let cookie = waiting.pop(); cookie !== undefined; cookie = waiting.pop()) {
      const status = await showCookie(bff, path, cookie)
      byStatus.set(status, [...(byStatus.get(status) ?? []), cookie])
    }
  }
  await Promise.all(Array.from({ length: 16 }, work))
  return byStatus
}
