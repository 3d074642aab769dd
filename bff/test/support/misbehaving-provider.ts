import { GOOGLE_PATHS, type GoogleProvider } from './google-provider.ts'
import { aProviderKey, changeKeys, publishKeys } from './misbehaving-provider-keys.ts'
import { CLAIM_FAULTS, claims, type Fault, SIGNATURE_FAULTS } from './misbehaving-provider-tokens.ts'
import { type Interference, jsonAnswer, type ProviderAnswer, withMembers } from './test-provider.ts'

/** Where the key set is after it has moved. */
export const MOVED_KEYS_PATH = '/moved/keys'

/** Answers and habits other than ID tokens that are wrong, or merely unusual. */
const HABITS = {
  'metadata of another issuer': (google) =>
    google.interfere(GOOGLE_PATHS.metadata, withMembers({ issuer: `${google.origin}1` })),
  'keys at another address': (google) => {
    google.interfere(GOOGLE_PATHS.metadata, withMembers({ jwks_uri: google.origin + MOVED_KEYS_PATH }))
    google.interfere(MOVED_KEYS_PATH, async () => jsonAnswer(200, { keys: [await google.publicKey()] }))
    google.interfere(GOOGLE_PATHS.keys, () => jsonAnswer(404, {}))
  },
  'keys changed': async (google) => {
    await changeKeys(google, 'key-2')
  },
  'no kid, one key': async (google) => {
    const key = await aProviderKey(undefined)
    publishKeys(google, key)
    google.forgeIdToken = (honest) => key.sign(honest)
  },
  'response iss altered': response((parameters) => parameters.set('iss', `${parameters.get('iss')}1`)),
  'response iss missing': response((parameters) => parameters.delete('iss')),
  'response state altered': response((parameters) => parameters.set('state', `${parameters.get('state')}1`)),
  'response state missing': response((parameters) => parameters.delete('state')),
  'no expires_in': token({ expires_in: undefined }),
  'token_type in swapped case': token({ token_type: 'bEARER' }),
  'sub altered': claims(({ sub }) => ({ sub: `${sub}1` })),
  'end-session page': (google) => {
    const page = { end_session_endpoint: `${google.origin}/end-session` }
    google.interfere(GOOGLE_PATHS.metadata, withMembers(page))
  },
} satisfies Record<string, Fault>

const FAULTS = { ...CLAIM_FAULTS, ...SIGNATURE_FAULTS, ...HABITS }

/** Everything the misbehaving provider can be told to do. */
export type FaultName = keyof typeof FAULTS

/**
 * Makes an honest provider misbehave in one named way, from now on. Whatever it is asked it goes on writing
 * down, in {@link GoogleProvider.calls}.
 */
export async function misbehave(google: GoogleProvider, name: FaultName): Promise<void> {
  await FAULTS[name](google)
}

/** Changes what the browser brings back from the provider. */
function response(change: (parameters: URLSearchParams) => void): Fault {
  const interference: Interference = (honest): ProviderAnswer => {
    const back = new URL(honest.headers?.location ?? '')
    change(back.searchParams)
    return { ...honest, headers: { ...honest.headers, location: back.href } }
  }
  return (google) => google.interfere(GOOGLE_PATHS.authorize, interference)
}

/** Changes members of the token response. */
function token(members: Record<string, unknown>): Fault {
  return (google) => google.interfere(GOOGLE_PATHS.token, withMembers(members))
}
