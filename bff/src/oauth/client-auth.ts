import * as oauth from 'oauth4webapi'
import type { ClientAuthConfig } from '../config/client-auth-schema.ts'
import type { ClientKey } from '../config/client-key.ts'

/**
 * Creates what proves to a provider who the client is, in every call that asks for it and in one way only.
 *
 * @see RFC 6749 section 2.3
 */
export function createClientAuth(config: ClientAuthConfig): oauth.ClientAuth {
  switch (config.method) {
    case 'client_secret':
      return secretAsListed(config.secret)
    case 'client_secret_basic':
      return oauth.ClientSecretBasic(config.secret)
    case 'client_secret_post':
      return oauth.ClientSecretPost(config.secret)
    case 'private_key_jwt':
      return signedAssertion(config)
    case 'tls_client_auth':
      return oauth.TlsClientAuth()
  }
}

/**
 * A statement of the client about itself, good for a minute and for one use. Its audience is the provider's
 * issuer and nothing else: one that names an endpoint, or several, could be shown to another provider
 * by a server in between.
 *
 * @see RFC 7523 section 3
 */
function signedAssertion({ key, keyId }: ClientKey): oauth.ClientAuth {
  return oauth.PrivateKeyJwt(keyId === undefined ? key : { key, kid: keyId }, {
    [oauth.modifyAssertion]: (header) => {
      // The name that more servers know for the same signature.
      if (header.alg === 'Ed25519') header.alg = 'EdDSA'
    },
  })
}

/** A provider that lists nothing takes the header (RFC 8414 section 2); the body is for those that list no header. */
function secretAsListed(secret: string): oauth.ClientAuth {
  const inHeader = oauth.ClientSecretBasic(secret)
  const inBody = oauth.ClientSecretPost(secret)
  return function authenticate(server, ...request) {
    const listed = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const takesBodyOnly = listed.includes('client_secret_post') && !listed.includes('client_secret_basic')
    return (takesBodyOnly ? inBody : inHeader)(server, ...request)
  }
}
