/** A folder of the source that is changed, and what may notice. */
export interface MutationFolder {
  readonly name: string
  /** The tests of its subject, as patterns below `bff/`. */
  readonly tests: readonly string[]
  /** Files of it that are left alone, as patterns below it, and why. */
  readonly leftOut: Readonly<Record<string, string>>
}

/** What the tests must notice of a folder at least, in percent. */
export const GOAL_PERCENT = 80

const NEEDS_REDIS =
  'speak to a real Redis: their tests start servers, cut connections and let one take over from another, seconds each'

/** In the order in which they are measured. */
export const MUTATION_FOLDERS: readonly MutationFolder[] = [
  {
    name: 'security',
    tests: [
      'src/security/*.test.ts',
      'src/spa/spa-files.test.ts',
      'test/attacks/{callback,form,injection,shape}-attacks.test.ts',
      'test/flows/{callback-outcomes,csrf,errors,initiate-login,login-begin,popup,rate-limits}.test.ts',
      'test/flows/{response-headers,return-to,session,websocket-handshake}.test.ts',
    ],
    leftOut: {},
  },
  {
    name: 'providers',
    tests: [
      'src/providers/*.test.ts',
      'test/attacks/{callback-attacks,compression-bombs,mix-up-attacks,shape-attacks}.test.ts',
      'test/conformance/*-plan.test.ts',
      'test/flows/{callback-outcomes,client-*,connect,disconnect,initiate-login,login-*,logout-revocation}.test.ts',
      'test/flows/{oidc-userinfo,provider-*,proxy-scopes,refresh-scope,session-scopes,signing-keys}.test.ts',
    ],
    leftOut: {},
  },
  {
    name: 'oauth',
    tests: [
      'src/oauth/*.test.ts',
      'test/attacks/{callback,mix-up,shape}-attacks.test.ts',
      'test/conformance/*-plan.test.ts',
      'test/flows/{backchannel-logout*,callback-*,client-*,connect,disconnect,federated-logout,id-token}.test.ts',
      'test/flows/{login-*,logout-revocation,oidc-userinfo,provider-*,refresh*,signing-keys}.test.ts',
    ],
    leftOut: {},
  },
  {
    name: 'session',
    tests: [
      'src/session/**/*.test.ts',
      'test/attacks/cookie-attacks.test.ts',
      'test/contracts/*.contract.test.ts',
      'test/flows/{backchannel-logout*,callback-*,connect,cookies,csrf,disconnect,login-*,logout*,popup}.test.ts',
      'test/flows/{many-sessions,proxy-access,proxy-renewal,refresh*,remembered-sessions,session*}.test.ts',
      'test/flows/{shared-store,token-custody,two-readings,websocket-session*}.test.ts',
    ],
    leftOut: { 'stores/{cluster,connect,redis,server}-*.ts': NEEDS_REDIS },
  },
]

/**
 * Yields the tests of a folder, as patterns below `bff/`.
 *
 * @throws {Error} there is no such folder.
 */
export function testsOfFolder(name: string | undefined): string[] {
  const folder = MUTATION_FOLDERS.find((each) => each.name === name)
  if (!folder) throw new Error(`there is no folder to measure that is named ${name}`)
  return [...folder.tests]
}
