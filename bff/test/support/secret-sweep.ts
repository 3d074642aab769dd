import { SESSION_SECRET, type TestBff } from './start-bff.ts'

/** Everything that no answer, log line or record may hold: what the providers issued, what they were sent, and the configured secrets. */
export function secretsOf({ github, google }: TestBff): string[] {
  const sent = [...github.calls, ...google.calls].map(({ form }) => form.get('code_verifier') ?? '')
  const issued = [github, google].flatMap(({ ledger, clientSecret }) => [
    ...ledger.tokens,
    ...ledger.codes,
    clientSecret,
  ])
  return [...new Set([...issued, ...sent, SESSION_SECRET])].filter(Boolean)
}

/** States and nonces: in the address of the authorization request, and nowhere else. */
export function statesOf({ github, google }: TestBff): string[] {
  return [...github.calls, ...google.calls].flatMap(({ query }) =>
    ['state', 'nonce'].map((name) => query.get(name) ?? '').filter(Boolean),
  )
}

/** Secrets that a text holds, also in the forms in which they could hide. */
export function leaks(secrets: readonly string[], text: string): string[] {
  return secrets.filter((secret) =>
    [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, '')].some(
      (form) => text.includes(form),
    ),
  )
}
