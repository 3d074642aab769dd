import { STANDARD_PATHS, type StandardProvider } from './standard-provider.ts'
import { jsonAnswer, type ProviderAnswer, type ProviderCall, withMembers } from './test-provider.ts'

export const CLIENT_CREDENTIALS = 'client_credentials'
export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
export const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token'

/** What a provider issues besides what people agree to. */
export interface MachineGrants {
  /** Tokens issued so far, in order. */
  readonly tokens: string[]
  lifetimeSeconds: number
  /** Changes an honest answer; `undefined` removes a member. */
  bend: Record<string, unknown>
  /** Changes what people's sign-ins bring, likewise. */
  ofPeople: Record<string, unknown>
  /** Refuses with this error from now on. */
  refuseWith: string | undefined
  /** Forms of the requests, those that were refused included. */
  requests(grantType: string): URLSearchParams[]
}

/**
 * Makes a provider give its clients tokens of their own, and exchange people's tokens; it goes on issuing those as before.
 */
export function withMachineGrants(corp: StandardProvider): MachineGrants {
  const grants: MachineGrants = {
    tokens: [],
    lifetimeSeconds: 600,
    bend: {},
    ofPeople: {},
    refuseWith: undefined,
    requests: (grantType) =>
      corp
        .callsTo(STANDARD_PATHS.token)
        .map(({ form }) => form)
        .filter((form) => form.get('grant_type') === grantType),
  }
  corp.interfere(STANDARD_PATHS.token, (honest, call) => {
    const isMachines = [CLIENT_CREDENTIALS, TOKEN_EXCHANGE].includes(call.form.get('grant_type') ?? '')
    if (!isMachines) return withMembers(grants.ofPeople)(honest, call)
    // Who does not prove to be the client gets nothing.
    return honest.status === 401 ? honest : issue(corp, grants, call)
  })
  return grants
}

function issue(corp: StandardProvider, grants: MachineGrants, { form }: ProviderCall): ProviderAnswer {
  if (grants.refuseWith !== undefined) return jsonAnswer(400, { error: grants.refuseWith })
  const isExchange = form.get('grant_type') === TOKEN_EXCHANGE
  if (isExchange && !isGoodExchange(corp, form)) return jsonAnswer(400, { error: 'invalid_request' })

  const token = `canary-machine-${grants.tokens.length + 1}`
  grants.tokens.push(token)
  corp.ledger.tokens.push(token)
  return jsonAnswer(200, {
    access_token: token,
    token_type: 'Bearer',
    expires_in: grants.lifetimeSeconds,
    ...(isExchange ? { issued_token_type: ACCESS_TOKEN } : {}),
    ...grants.bend,
  })
}

function isGoodExchange(corp: StandardProvider, form: URLSearchParams): boolean {
  return (
    corp.ledger.grantOf(form.get('subject_token')) !== undefined &&
    form.get('subject_token_type') === ACCESS_TOKEN &&
    form.get('audience') !== null
  )
}
