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

const NO_FRAME =
  'Not offered: it reaches the session by a cookie inside another site’s frame, where browsers send none. Back-channel logout is the way.'

const NO_USERINFO = 'No provider is asked for userinfo yet: Google says everything in the ID token.'

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
        absent: NO_USERINFO,
      },
      {
        name: `${CLIENT_TEST}-scope-userinfo-claims`,
        provider: 'answers scopes with claims in the userinfo',
        absent: NO_USERINFO,
      },
      {
        name: `${CLIENT_TEST}-client-secret-basic`,
        provider: 'takes the client’s secret in the Authorization header only',
        absent: 'No provider is configured this way yet: Google and GitHub take the secret in the body.',
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
]
