/** What a request to the emulated GitHub was for, as the request log names it. */
export type EndpointKind = 'authorize' | 'token' | 'revocation' | 'api' | 'page'

/** Names the endpoints of the web listener. */
export function webEndpointKind(path: string): EndpointKind {
  if (path === '/login/oauth/access_token') return 'token'
  return path === '/login/oauth/authorize' ? 'authorize' : 'page'
}

/** Names the endpoints of the API listener. */
export function apiEndpointKind(path: string): EndpointKind {
  return path.startsWith('/applications/') ? 'revocation' : 'api'
}
