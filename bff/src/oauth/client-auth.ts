import * as oauth from 'oauth4webapi'
import type { ClientAuthConfig } from '../config/client-auth-schema.ts'

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
  }
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
