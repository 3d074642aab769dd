/** What a request to the emulated Google was for. */
export type GoogleEndpoint =
  | 'discovery'
  | 'authorize'
  | 'token'
  | 'revocation'
  | 'keys'
  | 'userinfo'
  | 'page'
  | 'tasks'
  | 'calendar'
