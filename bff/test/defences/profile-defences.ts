import { type Defence, edit } from './defence.ts'

const LOGIN_TEST = 'test/flows/dpop-login.test.ts'
const PUSH_TEST = 'test/flows/pushed-requests.test.ts'
const RESOURCE_TEST = 'test/flows/resource-indicators.test.ts'
const REQUEST = 'src/oauth/authorization-request.ts'
const SIGNED = 'src/oauth/signed-response.ts'
const SIGNED_TEST = 'test/flows/signed-responses.test.ts'
const UPSTREAM_TEST = 'test/flows/dpop-upstream.test.ts'

/** How a login's request and answer travel. */
const ON_THE_WAY: readonly Defence[] = [
  {
    name: 'a push that failed is not followed by a request in the open',
    edits: edit(
      'src/oauth/pushed-request.ts',
      'if (!isProtocolError(cause)) throw cause',
      'if (isProtocolError(cause)) return parameters',
    ),
    test: { file: PUSH_TEST, name: 'ADV-01 is not sent in the open when the push is refused' },
  },
  {
    name: 'a request that must be pushed is not made otherwise',
    edits: edit(
      'src/oauth/pushed-request.ts',
      'if (!provider.requiresPushedRequests && !server.require_pushed_authorization_requests) return false',
      'return false',
    ),
    test: { file: PUSH_TEST, name: 'ADV-01 is not made at all where it must be pushed' },
  },
  {
    name: 'a signed answer is of the provider that was asked',
    edits: edit(SIGNED, '    issuer: server.issuer,\n'),
    test: { file: SIGNED_TEST, name: 'it is of nobody' },
  },
  {
    name: 'a signed answer is for this client',
    edits: edit(SIGNED, '    audience: provider.client.client_id,\n'),
    test: { file: SIGNED_TEST, name: 'it is for another client' },
  },
  {
    name: 'a signed answer has an end',
    edits: edit(SIGNED, "    requiredClaims: ['exp'],\n"),
    test: { file: SIGNED_TEST, name: 'it is without end' },
  },
  {
    name: 'the signature of an answer is verified, by the algorithm that is expected',
    edits: edit(
      SIGNED,
      "await verifyProviderJwt(provider, server, parameters.get('response') ?? '', {",
      "{ payload: (await import('jose')).decodeJwt(parameters.get('response') ?? '') }; void ({",
    ),
    test: { file: SIGNED_TEST, name: 'it is signed as another algorithm than the expected' },
  },
  {
    name: 'a provider signs with the one algorithm that is expected of it',
    edits: edit('src/oauth/provider-jwt.ts', '      algorithms: [algorithm],\n', ''),
    test: { file: SIGNED_TEST, name: 'it is signed with another of the published keys' },
  },
  {
    name: 'nothing in the clear counts beside a signed answer',
    edits: edit(
      'src/routes/authorization-response.ts',
      '[[SIGNED], [...SINGLE, ...STRAY]]',
      '[[SIGNED], STRAY]',
    ),
    test: { file: SIGNED_TEST, name: 'ADV-10 is the only one that counts' },
  },
  {
    name: 'a form is an answer where one was asked for',
    edits: edit(
      'src/routes/form-post.ts',
      'if (!isPostedMode(provider.responseMode)) return onlyGet(req, res, next)',
      'void onlyGet',
    ),
    test: { file: 'test/flows/form-post.test.ts', name: 'CB-16 CB-01 is refused when not asked for: query' },
  },
  {
    name: 'a form comes with a cookie that is meant for it',
    edits: edit(
      'src/session/login-transactions.ts',
      "transaction.isAnsweredByPost ? 'none' : 'lax'",
      "'lax'",
    ),
    test: { file: 'test/flows/form-post.test.ts', name: 'CB-16 comes with a cookie that is meant for it' },
  },
]

/** What tokens are worth to whoever steals them. */
const BOUND: readonly Defence[] = [
  {
    name: 'a code is bound to the key of the tokens to come',
    edits: edit(
      REQUEST,
      '...(dpopKey ? { dpop_jkt: await thumbprintOf(dpopKey) } : {}),',
      '...(dpopKey && thumbprintOf ? {} : {}),',
    ),
    test: { file: LOGIN_TEST, name: 'ADV-02 come for a code that went through the browser' },
  },
  {
    name: 'each session has a key of its own',
    edits: [
      ...edit(
        REQUEST,
        '/** A login about to leave for the provider. */',
        'let shared: Promise<DpopKey> | undefined\n',
      ),
      ...edit(REQUEST, '(await generateDpopKey())', '(await (shared ??= generateDpopKey()))'),
    ],
    test: { file: LOGIN_TEST, name: 'ADV-02 ADV-04 show a key of its own for each session' },
  },
  {
    name: 'a bearer token is refused where a bound one was asked for',
    edits: edit('src/oauth/token-request.ts', '  requireTokenType(body, key)\n', '  void requireTokenType\n'),
    test: { file: LOGIN_TEST, name: 'ADV-04 TOKEN-06 are refused as Bearer' },
  },
  {
    name: 'a code goes out again for a nonce, and for nothing less',
    edits: edit('src/oauth/bound-request.ts', ' || given === undefined', ''),
    test: { file: LOGIN_TEST, name: 'ADV-03 do not make a code go out twice' },
  },
  {
    name: 'a bound token goes out with its proof',
    edits: edit(
      'src/proxy/forward.ts',
      '  if (isBound(grant)) return forwardBound(call, grant, body)\n',
      '  void [isBound, forwardBound]\n',
    ),
    test: { file: UPSTREAM_TEST, name: 'ADV-04 never goes out as a bearer token' },
  },
  {
    name: 'a proof holds the hash of its token',
    edits: edit(
      'src/oauth/dpop-prover.ts',
      'await oauth.protectedResourceRequest(accessToken, method',
      'await oauth.protectedResourceRequest(accessToken.slice(1), method',
    ),
    test: { file: UPSTREAM_TEST, name: 'ADV-02 proves what it is' },
  },
  {
    name: 'a challenge is answered once',
    edits: edit(
      'src/proxy/forward-bound.ts',
      "left.delete('nonce') ? { grant, nonce } : undefined",
      'left && { grant, nonce }',
    ),
    test: { file: UPSTREAM_TEST, name: 'ADV-03 stops at the second challenge' },
  },
  {
    name: 'a proof of the browser’s goes nowhere',
    edits: edit('src/proxy/request-headers.ts', '|cookie2?|dpop|', '|cookie2?|'),
    test: { file: UPSTREAM_TEST, name: 'ADV-02 takes no proof from the browser' },
  },
]

/** Whose token an API gets, and what the profile is made of. */
const APART: readonly Defence[] = [
  {
    name: 'an API gets the token that is for it',
    edits: edit(
      'src/oauth/resource-tokens.ts',
      'if (resource === undefined) return tokens',
      'if (tokens) return tokens',
    ),
    test: { file: RESOURCE_TEST, name: 'ADV-06 REFRESH-07 each get a token that no other takes' },
  },
  {
    name: 'tokens that are remembered are not mixed up',
    edits: edit('src/session/grant-memory.ts', 'return resource === undefined ?', "return resource !== '' ?"),
    test: { file: RESOURCE_TEST, name: 'ADV-06 REFRESH-07 each get a token that no other takes' },
  },
  {
    name: 'a profile that lacks a part does not start',
    edits: edit('src/config/oidc-schema.ts', '    .superRefine(requireProfile, { when: () => true })\n'),
    test: { file: 'src/config/fapi2.test.ts', name: 'ADV-09 does not start without a part' },
  },
]

/** What the stricter profiles ask of a client: pushed requests, signed answers, bound tokens, one for each API. */
export const PROFILE_DEFENCES: readonly Defence[] = [...ON_THE_WAY, ...BOUND, ...APART]
