import type Provider from 'oidc-provider'

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

/** What every page of one sign-in needs to know. */
export interface SignIn {
  /** Base of the pages' form actions, `/signin/<uid>`. */
  base: string
  clientName: string
  /** Origin of the client's redirect URI. */
  clientOrigin: string
}

/** Reads from a stored authorization request which client it is for and where it will end. */
export async function describeSignIn(provider: Provider, { uid, params }: Interaction): Promise<SignIn> {
  const client = await provider.Client.find(String(params.client_id))
  return {
    base: `/signin/${uid}`,
    clientName: client?.clientName ?? String(params.client_id),
    clientOrigin: new URL(String(params.redirect_uri)).origin,
  }
}
