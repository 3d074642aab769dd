import { type Defence, edit } from './defence.ts'

const CREDENTIAL = 'src/proxy/credential.ts'
const CREDENTIAL_SCHEMA = 'src/config/credential-schema.ts'
const EXCHANGE = 'src/oauth/token-exchange.ts'
const EXCHANGED = 'src/session/exchanged-tokens.ts'
const SOURCE = 'src/session/client-token-source.ts'

const exchangeTest = (name: string) => ({ file: 'test/flows/token-exchange.test.ts', name })
const clientTest = (name: string) => ({ file: 'test/flows/client-credentials.test.ts', name })

/** What keeps this server's own tokens, and those that people's are exchanged for, to what they are for. */
export const CREDENTIAL_DEFENCES: readonly Defence[] = [
  {
    name: 'this server’s own token stands for nobody',
    edits: edit(
      CREDENTIAL,
      'providerId: undefined,\n    grant: () => source.grant(),',
      'providerId: config.provider,\n    grant: () => source.grant(),',
    ),
    test: clientTest('SVC-09 ADV-08 its token stands for nobody'),
  },
  {
    name: 'a person’s token is never replaced by this server’s own',
    edits: edit(
      CREDENTIAL,
      'return userToken(config, sources)',
      "return clientCredentials({ ...config, type: 'clientCredentials', scopes: [] }, sources)",
    ),
    test: clientTest('SVC-09 its token is for its own calls'),
  },
  {
    name: 'everybody waits for the same token request',
    edits: edit(
      SOURCE,
      'if (this.#underWay) return this.#underWay\n    if (this.#isPaused())',
      'if (this.#isPaused())',
    ),
    test: clientTest('SVC-06 five hundred calls at once'),
  },
  {
    name: 'a provider that gives no token is not asked at every call',
    edits: edit(SOURCE, 'if (this.#isPaused()) return Promise.reject(this.#failure?.error)'),
    test: clientTest('is a 503 while the provider gives none'),
  },
  {
    name: 'the record of a token does not hold it',
    edits: edit(SOURCE, 'const token = shortHash(accessToken)', 'const token = accessToken'),
    test: clientTest('SVC-06 five hundred calls at once'),
  },
  {
    name: 'a person’s token is exchanged, not sent',
    edits: edit(CREDENTIAL, 'return await exchanged.of(session, subject)', 'return subject'),
    test: exchangeTest('ADV-07 exchanges it once, by the book'),
  },
  {
    name: 'an exchange is for one API',
    edits: edit(EXCHANGE, '    audience,\n    ...(resource', '    ...(resource'),
    test: exchangeTest('ADV-07 exchanges it once, by the book'),
  },
  {
    name: 'an exchanged token goes to no other API',
    edits: edit(
      EXCHANGED,
      'readonly #exchanged = new Map<string, Exchanged>()',
      'static readonly #shared = new Map<string, Exchanged>()\n  readonly #exchanged = ExchangedTokens.#shared',
    ),
    test: exchangeTest('ADV-07 gives each API a token for its own audience'),
  },
  {
    name: 'an exchanged token is used for nobody else',
    edits: edit(
      EXCHANGED,
      'return known?.subjectToken === accessToken ? known : undefined',
      'return known ?? [...this.#exchanged.values()][0]',
    ),
    test: exchangeTest('ADV-07 gives no person what another one'),
  },
  {
    name: 'an exchanged token is dropped with the connection, and the session, it came from',
    edits: edit(
      EXCHANGED,
      'deps.changes.listen({ changed: (key) => this.#forget(key), missed: () => this.#forgetAll() })',
    ),
    test: exchangeTest('ADV-07 forgets it with the connection'),
  },
  {
    name: 'an exchanged token is kept no longer than it lives',
    edits: edit(EXCHANGED, 'if (known && known.usableUntil > this.#deps.now())', 'if (known)'),
    test: exchangeTest('ADV-07 keeps it no longer than it lives'),
  },
  {
    name: 'what comes of an exchange is an access token',
    edits: edit(EXCHANGE, 'if (USABLE_TYPES.includes(issued)) return', 'if (USABLE_TYPES) return'),
    test: exchangeTest('ADV-07 refuses an answer with no issued_token_type'),
  },
  {
    name: 'a token that is bound to a key is not sent as a bearer token',
    edits: edit('src/oauth/token-request.ts', '  requireTokenType(body, key)\n'),
    test: exchangeTest('ADV-07 refuses an answer with a token bound to a key'),
  },
  {
    name: 'GitHub and Google are asked for no tokens but people’s',
    edits: edit(CREDENTIAL_SCHEMA, 'context.grantingToClients.has(id)', 'context.offeredScopes.has(id)'),
    test: {
      file: 'src/config/upstream-schema.test.ts',
      name: 'ADV-07 SVC-06 cannot be clientCredentials at GitHub or Google',
    },
  },
]
