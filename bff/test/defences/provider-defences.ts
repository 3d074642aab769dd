import { type Defence, edit } from './defence.ts'

const CONNECTOR = 'src/providers/provider-connector.ts'
const DISCOVERY = 'src/providers/discovered-server.ts'
const INITIATE = 'src/routes/initiate-login.ts'
const NETWORK_TEST = 'test/flows/provider-network.test.ts'
const OIDC_SCHEMA = 'src/config/oidc-schema.ts'
const SCHEMA_TEST = 'src/config/provider-schema.test.ts'
const USERINFO = 'src/oauth/userinfo.ts'

/** What a provider is configured with, and how it is reached. */
const CONFIGURED: readonly Defence[] = [
  {
    name: 'a client proves who it is',
    edits: edit(OIDC_SCHEMA, '    .superRefine(requireOneClientAuth, { when: () => true })\n'),
    test: { file: SCHEMA_TEST, name: 'CFG-01 refuses no proof' },
  },
  {
    name: 'ID tokens are signed by a key of the provider alone',
    edits: edit(
      OIDC_SCHEMA,
      'idTokenAlg: signingAlgorithmSchema.default(',
      'idTokenAlg: z.string().default(',
    ),
    test: { file: SCHEMA_TEST, name: 'refuses an algorithm with a shared key' },
  },
  {
    name: 'an RSA key has 2048 bits or more',
    edits: edit('src/config/client-key.ts', 'const MIN_RSA_BITS = 2048', 'const MIN_RSA_BITS = 512'),
    test: { file: 'src/config/client-auth-schema.test.ts', name: 'CFG-01 CFG-08 is not a short RSA key' },
  },
  {
    name: 'a provider is called over https',
    edits: edit(
      'src/config/urls.ts',
      "if (!isLoopbackHost(url.hostname)) return 'must be https; tokens are sent there'",
      'if (!isLoopbackHost(url.hostname)) return undefined',
    ),
    test: { file: 'src/config/field-rules.test.ts', name: 'CFG-03 refuses, with publicUrl https://app' },
  },
  {
    name: 'endpoints that were discovered are https',
    edits: edit(DISCOVERY, '    requireTrustedEndpoints(server, url)\n'),
    test: { file: NETWORK_TEST, name: 'CFG-03 is encrypted: nobody is sent to one whose token_endpoint' },
  },
  {
    name: 'endpoints that want a certificate are https',
    edits: edit(DISCOVERY, '[...needed, ...others, ...aliases]', '[...needed, ...others]'),
    test: { file: NETWORK_TEST, name: 'CFG-03 is encrypted at the aliases, too' },
  },
  {
    name: 'no private address is called',
    edits: edit(CONNECTOR, 'isIP(host) !== 0 && !isPermittedAddress(host, settings)', 'false'),
    test: {
      file: 'src/providers/provider-http.test.ts',
      name: 'CFG-05 does not go to http://169.254.169.254',
    },
  },
  {
    name: 'no name is called that has a private address',
    edits: edit(CONNECTOR, '!addresses.every(({ address }) => isPermittedAddress(address, rules))', 'false'),
    test: {
      file: 'src/providers/provider-http.test.ts',
      name: 'CFG-05 goes nowhere when the name of the provider has the address of this machine',
    },
  },
  {
    name: 'a provider that does not answer holds up so many calls',
    edits: edit('src/providers/call-limit.ts', 'if (inFlight >= limit)', 'if (inFlight < 0)'),
    test: { file: NETWORK_TEST, name: 'TOKEN-12 holds up only as many calls as it may' },
  },
  {
    name: 'a provider’s answer has a time limit',
    edits: edit('src/providers/provider-http.ts', 'signal: within(limitMs, init), dispatcher', 'dispatcher'),
    test: {
      file: 'src/providers/provider-http.test.ts',
      name: 'CFG-05 is given up when its answer drips in',
    },
  },
  {
    name: 'what is public is asked without the certificate',
    edits: edit('src/providers/provider-http.ts', 'isPublic(init) ? agents.anonymous : ', ''),
    test: { file: 'test/flows/client-certificate.test.ts', name: 'ADV-05 TOKEN-01 shows it at the aliases' },
  },
]

/** What a provider says about a person, and in whose name it sends people here. */
const BELIEVED: readonly Defence[] = [
  {
    name: 'the userinfo is of the subject of the ID token',
    edits: edit(
      USERINFO,
      'if (!isJwt(response)) return oauth.processUserInfoResponse(server, client, subject, response)',
      'if (!isJwt(response)) return oauth.processUserInfoResponse(server, client, oauth.skipSubjectCheck, response)',
    ),
    test: {
      file: 'test/flows/login-oidc.test.ts',
      name: 'IDT-15 ends the login when the userinfo is of subject',
    },
  },
  {
    name: 'the signature of the userinfo is verified',
    edits: edit(
      USERINFO,
      "  await verifyProviderJwt(request, server, token, { source: 'provider', now, algorithm })\n",
      '  void [token, now]\n',
    ),
    test: {
      file: 'test/flows/oidc-userinfo.test.ts',
      name: 'IDT-15 ends the login when it is signed by somebody',
    },
  },
  {
    name: 'userinfo that must be signed is signed',
    edits: edit(
      USERINFO,
      'oauth.processUserInfoResponse(server, client, subject, response)',
      'oauth.processUserInfoResponse(server, { client_id: client.client_id }, subject, response)',
    ),
    test: {
      file: 'test/flows/oidc-userinfo.test.ts',
      name: 'IDT-15 ends the login when it must be signed and is not signed',
    },
  },
  {
    name: 'an address counts that the provider has verified',
    edits: edit(
      'src/providers/mapped-identity.ts',
      'const isVerified = trustsEmail || read(names.emailVerified) === true',
      'const isVerified = true',
    ),
    test: { file: 'test/flows/login-oauth2.test.ts', name: 'is not called verified' },
  },
  {
    name: 'an id that is not exact is nobody’s',
    edits: edit('src/providers/mapped-identity.ts', 'Number.isSafeInteger(value)', 'Number.isFinite(value)'),
    test: {
      file: 'test/flows/login-oauth2.test.ts',
      name: 'IDT-14 ends the login when the answer has an id that is not exact',
    },
  },
  {
    name: 'an answer names its issuer where it must',
    edits: edit(
      DISCOVERY,
      'requireIss ? { ...server, authorization_response_iss_parameter_supported: true } : server',
      '(requireIss, server)',
    ),
    test: {
      file: 'test/flows/login-oidc.test.ts',
      name: 'CB-08 refuses a response without iss when told to',
    },
  },
  {
    name: 'a provider starts logins at itself',
    edits: edit(
      INITIATE,
      "if (iss !== (await provider.server()).issuer) throw refused('iss is not this provider.')",
    ),
    test: { file: 'test/flows/initiate-login.test.ts', name: 'LOGIN-15 does not begin when iss is unknown' },
  },
  {
    name: 'a login that a provider starts leads to the app',
    edits: edit(INITIATE, 'parseReturnTo(localPath(target, publicOrigin), returnTo)', "target ?? '/'"),
    test: {
      file: 'test/flows/initiate-login.test.ts',
      name: 'LOGIN-15 LOGIN-09 does not begin when it is to lead to a site of a longer name',
    },
  },
]

/** What is asked of a provider before it is called, and of what it says about people. */
export const PROVIDER_DEFENCES: readonly Defence[] = [...CONFIGURED, ...BELIEVED]
