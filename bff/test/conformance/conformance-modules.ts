/** One test that the OpenID Foundation runs against relying parties. */
export interface ConformanceModule {
  /** As the Foundation calls it. */
  name: string
  /** What its provider does. */
  provider: string
  /** Why there is no test of it here. */
  absent?: string
}

/** Modules that belong together. */
export interface ConformancePlan {
  title: string
  modules: readonly ConformanceModule[]
}

const CLIENT_TEST = 'oidcc-client-test'
const BACKCHANNEL = `${CLIENT_TEST}-rp-backchannel-rpinitlogout`
const INIT_LOGOUT = `${CLIENT_TEST}-rp-init-logout`
const FAPI = 'fapi2-security-profile-final-client-test'

const NO_FRAME =
  'Not offered: it reaches the session by a cookie inside another site’s frame, where browsers send none. Back-channel logout is the way.'

/** The plans that this client is held to, and every module of each. */
export const CONFORMANCE_PLANS: readonly ConformancePlan[] = [
  {
    title: 'Basic relying party (code flow)',
    modules: [
      { name: CLIENT_TEST, provider: 'behaves' },
      { name: `${CLIENT_TEST}-invalid-iss`, provider: 'appends “1” to `iss` of the ID token' },
      { name: `${CLIENT_TEST}-missing-sub`, provider: 'leaves `sub` out' },
      { name: `${CLIENT_TEST}-invalid-aud`, provider: 'names another `aud`' },
      { name: `${CLIENT_TEST}-missing-aud`, provider: 'leaves `aud` out' },
      { name: `${CLIENT_TEST}-missing-iat`, provider: 'leaves `iat` out' },
      { name: `${CLIENT_TEST}-kid-absent-single-jwks`, provider: 'has one key, and names it nowhere' },
      { name: `${CLIENT_TEST}-kid-absent-multiple-jwks`, provider: 'has several keys, and names none' },
      { name: `${CLIENT_TEST}-idtoken-sig-rs256`, provider: 'signs with RS256' },
      { name: `${CLIENT_TEST}-idtoken-sig-none`, provider: 'signs nothing, and its metadata lists `none`' },
      { name: `${CLIENT_TEST}-invalid-sig-rs256`, provider: 'breaks its RS256 signature' },
      { name: `${CLIENT_TEST}-invalid-sig-es256`, provider: 'breaks its ES256 signature' },
      { name: `${CLIENT_TEST}-invalid-sig-hs256`, provider: 'breaks its HS256 signature' },
      { name: `${CLIENT_TEST}-nonce-invalid`, provider: 'appends “1” to the nonce' },
      { name: `${CLIENT_TEST}-invalid-athash`, provider: 'sends an `at_hash` of something else' },
      {
        name: `${CLIENT_TEST}-userinfo-invalid-sub`,
        provider: 'appends “invalid” to `sub` of the userinfo',
      },
      {
        name: `${CLIENT_TEST}-scope-userinfo-claims`,
        provider: 'answers scopes with claims in the userinfo',
      },
      {
        name: `${CLIENT_TEST}-client-secret-basic`,
        provider: 'takes the client’s secret in the Authorization header only',
      },
    ],
  },
  {
    title: 'Configuration by discovery',
    modules: [
      { name: `${CLIENT_TEST}-discovery-openid-config`, provider: 'serves its metadata' },
      { name: `${CLIENT_TEST}-discovery-jwks-uri-keys`, provider: 'has its keys at an address of this run' },
      { name: `${CLIENT_TEST}-discovery-issuer-mismatch`, provider: 'serves metadata of another issuer' },
      { name: `${CLIENT_TEST}-signing-key-rotation`, provider: 'changes its keys between two logins' },
      {
        name: `${CLIENT_TEST}-signing-key-rotation-just-before-signing`,
        provider: 'changes its keys after they were read, before it signs',
      },
    ],
  },
  {
    title: 'Refresh',
    modules: [
      { name: `${CLIENT_TEST}-refresh-token`, provider: 'issues a refresh token' },
      {
        name: `${CLIENT_TEST}-refresh-token-invalid-issuer`,
        provider: 'appends “1” to `iss` when refreshing',
      },
      { name: `${CLIENT_TEST}-refresh-token-invalid-sub`, provider: 'appends “1” to `sub` when refreshing' },
    ],
  },
  {
    title: 'Logout',
    modules: [
      { name: BACKCHANNEL, provider: 'sends a logout token' },
      { name: `${BACKCHANNEL}-alg-none`, provider: 'does not sign it' },
      { name: `${BACKCHANNEL}-wrong-alg`, provider: 'signs it with another algorithm, and a key of its own' },
      { name: `${BACKCHANNEL}-no-event`, provider: 'leaves `events` out' },
      { name: `${BACKCHANNEL}-wrong-event`, provider: 'names another event' },
      { name: `${BACKCHANNEL}-with-nonce`, provider: 'puts a nonce in' },
      { name: `${BACKCHANNEL}-wrong-aud`, provider: 'appends “INVALID” to `aud`' },
      { name: `${BACKCHANNEL}-wrong-iss`, provider: 'alters `iss`' },
      { name: INIT_LOGOUT, provider: 'sends the browser back with the state it got' },
      { name: `${INIT_LOGOUT}-other-state`, provider: 'sends the browser back with another state' },
      { name: `${INIT_LOGOUT}-no-state`, provider: 'sends the browser back without a state' },
      {
        name: `${CLIENT_TEST}-rp-frontchannel-rpinitlogout`,
        provider: 'opens a logout page of ours in a frame',
        absent: NO_FRAME,
      },
      {
        name: `${CLIENT_TEST}-rp-frontchannel-opinitlogout`,
        provider: 'opens a logout page of ours in a frame, unasked',
        absent: NO_FRAME,
      },
    ],
  },
  {
    title: 'FAPI 2.0 Security Profile',
    modules: [
      { name: `${FAPI}-happy-path`, provider: 'behaves, and asks for nonces everywhere' },
      { name: `${FAPI}-happy-path-no-dpop-nonce`, provider: 'behaves, and asks for no nonce' },
      {
        name: `${FAPI}-happy-path-no-mtls-endpoint-aliases`,
        provider: 'behaves, and has no aliases for clients with a certificate',
        absent: 'A variant of clients with a certificate: `test/flows/client-certificate.test.ts` has both.',
      },
      { name: `${FAPI}-discovery-issuer-mismatch`, provider: 'serves metadata of another issuer' },
      { name: `${FAPI}-invalid-iss`, provider: 'appends “1” to `iss` of the ID token' },
      { name: `${FAPI}-invalid-aud`, provider: 'names another `aud`' },
      { name: `${FAPI}-invalid-secondary-aud`, provider: 'names a stranger in `aud`, too' },
      { name: `${FAPI}-invalid-null-alg`, provider: 'signs nothing' },
      { name: `${FAPI}-invalid-alternate-alg`, provider: 'signs with RS256' },
      { name: `${FAPI}-invalid-expired-exp`, provider: 'sends an ID token that ended six minutes ago' },
      { name: `${FAPI}-invalid-missing-exp`, provider: 'leaves `exp` out' },
      { name: `${FAPI}-invalid-missing-aud`, provider: 'leaves `aud` out' },
      { name: `${FAPI}-invalid-missing-iss`, provider: 'leaves `iss` out' },
      { name: `${FAPI}-valid-aud-as-array`, provider: 'names the one `aud` in a list' },
      { name: `${FAPI}-invalid-nonce`, provider: 'appends “1” to the nonce' },
      { name: `${FAPI}-invalid-missing-nonce`, provider: 'leaves the nonce out' },
      { name: `${FAPI}-invalid-authorization-response-iss`, provider: 'appends “1” to `iss` of its answer' },
      { name: `${FAPI}-remove-authorization-response-iss`, provider: 'leaves `iss` out of its answer' },
      {
        name: `${FAPI}-ensure-authorization-response-with-invalid-state-fails`,
        provider: 'appends “1” to the state',
      },
      {
        name: `${FAPI}-ensure-authorization-response-with-invalid-missing-state-fails`,
        provider: 'leaves the state out',
      },
      { name: `${FAPI}-token-endpoint-response-without-expires_in`, provider: 'names no end of the token' },
      { name: `${FAPI}-token-type-case-insensitivity`, provider: 'spells the type of the token `dPOP`' },
      {
        name: `${FAPI}-rs-dpop-auth-scheme-case-insensitivity`,
        provider: 'has an API that asks for nonces with the scheme `dPoP`',
      },
      {
        name: 'fapi2-security-profile-final-client-refresh-token-test',
        provider: 'has an API that refuses tokens, and rotates refresh tokens',
      },
      ...['happy-path', 'query-and-revoke', 'invalid-grant-id-fails'].map((name) => ({
        name: `${FAPI}-grant-management-${name}`,
        provider: 'offers grant management',
        absent: 'Not offered: a draft that no provider asks of its clients.',
      })),
    ],
  },
  {
    title: 'FAPI 2.0 Message Signing (signed answers)',
    modules: [
      { name: `${FAPI}-ensure-jarm-without-iss-fails`, provider: 'leaves `iss` out' },
      { name: `${FAPI}-ensure-jarm-with-invalid-iss-fails`, provider: 'names another `iss`' },
      { name: `${FAPI}-ensure-jarm-without-aud-fails`, provider: 'leaves `aud` out' },
      { name: `${FAPI}-ensure-jarm-with-invalid-aud-fails`, provider: 'names another `aud`' },
      { name: `${FAPI}-ensure-jarm-without-exp-fails`, provider: 'leaves `exp` out' },
      {
        name: `${FAPI}-ensure-jarm-with-expired-exp-fails`,
        provider: 'sends an answer that ended six minutes ago',
      },
      { name: `${FAPI}-ensure-jarm-with-invalid-sig-fails`, provider: 'signs with a key of nobody’s' },
      { name: `${FAPI}-ensure-jarm-signature-is-not-none`, provider: 'signs nothing' },
    ],
  },
]
