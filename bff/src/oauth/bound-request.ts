import * as oauth from 'oauth4webapi'
import { BffError } from '../errors.ts'
import type { Provider } from '../providers/provider.ts'
import { DPOP_ALGORITHM, type DpopKey } from './dpop-key.ts'
import { createDpopProver, DpopProver } from './dpop-prover.ts'
import type { TokenSet } from './token-set.ts'

/** How oauth4webapi sends a request to a provider. */
export type ProviderRequestOptions = Provider['http']['options'] & oauth.DPoPRequestOptions

/** What makes the proofs: a key as it was stored, or one that is in use. */
export type ProofSource = DpopKey | DpopProver

/**
 * Sends a request to a provider, with a proof where tokens are bound to a key. A challenge for a nonce is
 * answered once: the provider has looked at nothing else, so that a code may be shown again.
 *
 * @param key None for bearer tokens.
 * @param send Sends and reads the answer; called a second time after a challenge.
 * @see RFC 9449 sections 5 and 8
 */
export async function sendBound<T>(
  { http, dpop }: Pick<Provider, 'http' | 'dpop'>,
  key: ProofSource | undefined,
  send: (options: ProviderRequestOptions) => Promise<T>,
): Promise<T> {
  if (!key || !dpop) return send(http.options)
  const prover = key instanceof DpopProver ? key : await createDpopProver(key, dpop)
  let given: string | undefined
  const options: ProviderRequestOptions = {
    ...http.options,
    DPoP: prover.handle(() => given),
    [oauth.customFetch]: async (url, init) => {
      const response = await http.options[oauth.customFetch](url, init)
      // By itself, not by way of what all sessions share: some servers take each nonce once.
      given = response.headers.get('dpop-nonce') ?? undefined
      dpop.learn(new URL(url).origin, given)
      return response
    },
  }
  try {
    return await send(options)
  } catch (error) {
    if (!oauth.isDPoPNonceError(error) || given === undefined) throw error
    return send(options)
  }
}

/**
 * @throws {BffError} `provider_unavailable` (503): the provider takes proofs, but none that are made here.
 * @see RFC 9449 section 5.1
 */
export function requireProofAlgorithm(provider: Provider, server: oauth.AuthorizationServer): void {
  const algorithms = server.dpop_signing_alg_values_supported
  if (!provider.dpop || !algorithms || algorithms.includes(DPOP_ALGORITHM)) return
  throw new BffError('provider_unavailable', 'The provider takes no DPoP proofs signed with ES256.', {
    provider: provider.id,
  })
}

/** Whether tokens are of the kind, bound or not, that the provider is configured for now. */
export function isBoundAs({ dpop }: Pick<Provider, 'dpop'>, { dpopKey }: Pick<TokenSet, 'dpopKey'>): boolean {
  return (dpop === undefined) === (dpopKey === undefined)
}

/** What a caller is told whose tokens are from before `dpop` was switched on or off. */
export function boundOtherwise(provider: string): BffError {
  return new BffError(
    'reauth_required',
    'This connection is from before a change of settings; connect it again.',
    {
      provider,
    },
  )
}
