import * as oauth from 'oauth4webapi'
import { BffError } from '../errors.ts'
import type { PromptOptions, Provider } from '../providers/provider.ts'
import { requireProofAlgorithm } from './bound-request.ts'
import { type DpopKey, generateDpopKey } from './dpop-key.ts'
import { DpopNonces } from './dpop-nonces.ts'
import { createDpopProver } from './dpop-prover.ts'
import { isPushed, pushRequest } from './pushed-request.ts'

/** What the answer to an authorization request is recognised by, and redeemed with. */
interface RequestSecrets {
  state: string
  nonce: string
  codeVerifier: string
  /** The key that tokens will be bound to; none where they are bearer tokens. */
  dpopKey: DpopKey | undefined
}

/** A login about to leave for the provider. */
export interface AuthorizationRequest extends RequestSecrets {
  /** Where to send the browser. */
  url: URL
  issuer: string
}

/**
 * Builds an authorization request for the code flow with PKCE. The protocol's parameters are
 * set last and only here: nothing a browser sends can replace them.
 *
 * @param scopes In the names the configuration uses; already checked against it.
 * @throws {BffError} `provider_unavailable` (503): its metadata cannot be had, or it did not take a pushed request.
 * @see RFC 6749 section 4.1.1, RFC 7636 section 4.3, OpenID Connect Core section 3.1.2.1, RFC 9126
 */
export async function buildAuthorizationRequest(
  provider: Provider,
  scopes: readonly string[],
  options: PromptOptions,
): Promise<AuthorizationRequest> {
  const server = await provider.server()
  if (!server.authorization_endpoint) {
    throw new BffError('provider_unavailable', 'The provider names no authorization endpoint.', {
      provider: provider.id,
    })
  }
  requireProofAlgorithm(provider, server)
  const secrets = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    codeVerifier: oauth.generateRandomCodeVerifier(),
    dpopKey: provider.dpop && (await generateDpopKey()),
  }
  const parameters = new URLSearchParams({
    ...provider.authorizationParameters(options),
    client_id: provider.client.client_id,
    redirect_uri: provider.redirectUri,
    response_type: 'code',
    ...(provider.responseMode ? { response_mode: provider.responseMode } : {}),
    scope: scopes.join(' '),
    ...(await protections(provider, secrets)),
  })
  for (const resource of provider.resources ?? []) parameters.append('resource', resource)

  const url = new URL(server.authorization_endpoint)
  const carried = isPushed(provider, server)
    ? await pushRequest(provider, server, parameters, secrets.dpopKey)
    : parameters
  addParameters(url, carried)
  return { url, issuer: server.issuer, ...secrets }
}

/** Ours win over those of the endpoint's own address. */
function addParameters({ searchParams }: URL, parameters: URLSearchParams): void {
  for (const name of parameters.keys()) searchParams.delete(name)
  for (const [name, value] of parameters) searchParams.append(name, value)
}

/** What binds the answer to this browser, and the code to this client and its key. */
async function protections(
  { issuesIdToken }: Provider,
  { state, nonce, codeVerifier, dpopKey }: RequestSecrets,
): Promise<Record<string, string>> {
  return {
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...(issuesIdToken ? { nonce } : {}),
    ...(dpopKey ? { dpop_jkt: await thumbprintOf(dpopKey) } : {}),
  }
}

/** @see RFC 9449 section 10: a code that is stolen on its way is of no use without the key. */
async function thumbprintOf(key: DpopKey): Promise<string> {
  const prover = await createDpopProver(key, new DpopNonces())
  return prover.handle().calculateThumbprint()
}
