import { type Defence, edit } from './defence.ts'

const AUTHENTICATION = 'src/oauth/authentication.ts'
const STEP_UP_TEST = 'test/flows/step-up.test.ts'
const LESS_THAN_ASKED = {
  file: STEP_UP_TEST,
  name: 'IDT-13 fails when the provider answers with less',
}
const TOO_LONG_AGO = {
  file: 'test/flows/id-token.test.ts',
  name: 'IDT-13 refuses when a maximum age was asked for',
}

/** What makes sure that people have authenticated as recently, and as strongly, as a call needs. */
export const STEP_UP_DEFENCES: readonly Defence[] = [
  {
    name: 'the acr that was asked for is in the answer',
    edits: edit(
      AUTHENTICATION,
      'if (acrValues && (acr === undefined || !acrValues.includes(acr))) {',
      'if (false) {',
    ),
    test: LESS_THAN_ASKED,
  },
  {
    name: 'the acr that a login asks for is kept with its pending login',
    edits: edit('src/session/begin-login.ts', '    acrValues: acrValues && [...acrValues],\n'),
    test: LESS_THAN_ASKED,
  },
  {
    name: 'so is the age',
    edits: edit('src/session/begin-login.ts', '    maxAge,\n    acrValues:', '    acrValues:'),
    test: TOO_LONG_AGO,
  },
  {
    name: 'a sign-in that fails takes the standing connection away from nobody',
    edits: edit(
      'src/routes/complete-login.ts',
      'giveBackSuperseded(provider, tokens, {}, deps)',
      'giveBack(provider, tokens, deps)',
    ),
    test: { file: STEP_UP_TEST, name: 'IDT-13 that fails gives back nothing' },
  },
  {
    name: 'auth_time in the answer is as recent as was asked for',
    edits: edit(
      'src/oauth/code-exchange.ts',
      '...(issuesIdToken && maxAge !== undefined ? { maxAge } : {}),',
    ),
    test: TOO_LONG_AGO,
  },
  {
    name: 'nobody has authenticated in the future',
    edits: edit(
      AUTHENTICATION,
      'return Math.max(0, iat - authTime) * 1000',
      'return (iat - authTime) * 1000',
    ),
    test: {
      file: 'src/oauth/authentication.test.ts',
      name: 'IDT-13 lets nobody have authenticated in the future',
    },
  },
  {
    name: 'an authentication grows old',
    edits: edit(AUTHENTICATION, '&& now - at <= maxAge * 1000)', ')'),
    test: { file: STEP_UP_TEST, name: 'ADV-08 refuses one that has grown too old' },
  },
  {
    name: 'a route that requires an authentication is closed to others',
    edits: edit(
      'src/proxy/proxy-route.ts',
      'if (rule.requires) upstream.stepUp.assert(session, rule.requires)',
    ),
    test: { file: STEP_UP_TEST, name: 'ADV-08 refuses one that was too weak' },
  },
  {
    name: 'so is a WebSocket',
    edits: edit(
      'src/websocket/web-sockets.ts',
      'if (rule.requires) upstream.stepUp.assert(session, rule.requires)',
    ),
    test: { file: 'test/flows/websocket-step-up.test.ts', name: 'ADV-08 is refused before it is opened' },
  },
  {
    name: 'no other token is shown to an upstream that asks for another authentication',
    edits: edit('src/proxy/upstream-answer.ts', 'if (status === 401 && this.#refuses(headers)) return'),
    test: { file: STEP_UP_TEST, name: 'ADV-08 is answered step_up_required with what it asks for' },
  },
  {
    name: 'an upstream sends nobody round in circles',
    edits: edit(
      'src/proxy/step-up.ts',
      'return isAuthenticated(session, providerId, almost) ? undefined : stepUpRequired(providerId, need)',
      'return stepUpRequired(providerId, need)',
    ),
    test: { file: STEP_UP_TEST, name: 'ADV-08 sends nobody round in circles' },
  },
  {
    name: 'nothing is asked of a provider whose answer nobody could verify',
    edits: edit(
      'src/routes/login-query.ts',
      'if (!provider.issuesIdToken) refuseUnverifiable(provider, { maxAge, acrValues })',
    ),
    test: { file: STEP_UP_TEST, name: 'ADV-08 is refused where nobody could verify the answer' },
  },
  {
    name: 'nor does a route require it',
    edits: edit('src/config/upstream-agreement.ts', ', ...vainRequirements(data, context)]', ']'),
    test: { file: 'src/config/upstream-schema.test.ts', name: 'only where the provider can tell' },
  },
]
