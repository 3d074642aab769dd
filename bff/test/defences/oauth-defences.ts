import { type Defence, edit } from './defence.ts'

const CALLBACK = 'src/routes/callback.ts'
const EXCHANGE = 'src/oauth/code-exchange.ts'
const ID_TOKEN = 'src/oauth/id-token.ts'
const LOGOUT_TOKEN = 'src/oauth/logout-token.ts'

/** What is asked of a provider's answers and tokens before they are believed. */
export const OAUTH_DEFENCES: readonly Defence[] = [
  {
    name: 'the signature of an ID token is verified',
    edits: edit(
      ID_TOKEN,
      'await verifyProviderJwt(provider, server, body.id_token, {',
      "{ protectedHeader: (await import('jose')).decodeProtectedHeader(body.id_token) }; void ({",
    ),
    test: { file: 'test/flows/id-token.test.ts', name: 'IDT-04 a signature by somebody else' },
  },
  {
    name: 'an ID token has the nonce that was sent',
    edits: edit(
      EXCHANGE,
      'expectedNonce: issuesIdToken ? nonce : oauth.expectNoNonce,',
      'expectedNonce: oauth.expectNoNonce,',
    ),
    test: { file: 'test/flows/id-token.test.ts', name: 'IDT-11 no nonce' },
  },
  {
    name: 'an answer belongs to the provider that was asked',
    edits: [
      ...edit(
        CALLBACK,
        'if (pending?.transaction.provider !== provider.id) throw notOurs()',
        'if (!pending) throw notOurs()',
      ),
      ...edit(EXCHANGE, 'server.issuer !== issuer || '),
    ],
    test: { file: 'test/flows/callback-refusals.test.ts', name: 'CB-10 refuses the answer of one provider' },
  },
  {
    name: 'a token in the address is refused',
    edits: edit(
      'src/routes/authorization-response.ts',
      'unexpected.some((name) => parameters.has(name))',
      'false',
    ),
    test: { file: 'test/flows/callback-refusals.test.ts', name: 'CB-11 refuses a stray access_token' },
  },
  {
    name: 'metadata is of the issuer that was asked, to the letter',
    edits: edit('src/providers/discovered-server.ts', '    requireIssuer(server, issuer)\n'),
    test: { file: 'test/flows/login-google.test.ts', name: 'CFG-02 has a slash more in its issuer' },
  },
  {
    name: 'a provider without S256 is not used',
    edits: edit('src/providers/discovered-server.ts', '    requireS256(server)\n'),
    test: { file: 'test/flows/login-google.test.ts', name: 'LOGIN-02 knows only plain PKCE' },
  },
  {
    name: 'no redirect is followed with a code or a secret',
    edits: edit('src/providers/provider-http.ts', "redirect: 'manual'", "redirect: 'follow'"),
    test: { file: 'test/flows/callback-outcomes.test.ts', name: 'TOKEN-05 follows no redirect' },
  },
  {
    name: 'a provider’s answer has a largest size',
    edits: edit(
      'src/providers/provider-http.ts',
      "if (size > MAX_RESPONSE_BYTES) throw new RangeError('the answer is larger than any expected one')",
    ),
    test: { file: 'test/flows/callback-outcomes.test.ts', name: 'TOKEN-12 more than any token response' },
  },
  {
    name: 'a refresh brings tokens of the same account',
    edits: edit(ID_TOKEN, 'if (subject !== undefined && claims.sub !== subject)', 'if (false)'),
    test: { file: 'test/flows/refresh-id-token.test.ts', name: 'REFRESH-08 of another subject' },
  },
  {
    name: 'a logout token has no nonce, so no ID token is one',
    edits: edit(LOGOUT_TOKEN, 'nonce: z.never().optional()', 'nonce: z.unknown()'),
    test: { file: 'test/flows/backchannel-logout-refusals.test.ts', name: 'with a nonce is refused' },
  },
  {
    name: 'a logout token is for this client',
    edits: edit(LOGOUT_TOKEN, 'audience: client.client_id,'),
    test: {
      file: 'test/flows/backchannel-logout-refusals.test.ts',
      name: 'with another audience is refused',
    },
  },
  {
    name: 'a logout token is used once',
    edits: [
      ...edit(
        'src/routes/backchannel-logout.ts',
        'if (await deps.records.read(recordKey(provider, token))) throw replayed()',
      ),
      ...edit(
        'src/routes/backchannel-logout.ts',
        "if (!(await deps.records.create(recordKey(provider, token), '1', ttlMs))) throw replayed()",
        'void ttlMs',
      ),
    ],
    test: { file: 'test/flows/backchannel-logout.test.ts', name: 'LOGOUT-10 refuses a replay' },
  },
]
