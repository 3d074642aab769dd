import { type Defence, edit } from './defence.ts'

const NAMES_AND_ATTRIBUTES = {
  file: 'test/flows/cookies.test.ts',
  name: 'SESS-01 SESS-02 SESS-03 over https have exactly these names and attributes',
}
const SESSION_COOKIE =
  "cookie: { path: '/', httpOnly: true, secure: profile.secure, sameSite: profile.sameSite }"

/** What browsers are told of our cookies, and what the log is not told. */
export const COOKIE_DEFENCES: readonly Defence[] = [
  {
    name: 'no script reads the session cookie',
    edits: edit(
      'src/session/session-middleware.ts',
      SESSION_COOKIE,
      SESSION_COOKIE.replace('httpOnly: true', 'httpOnly: false'),
    ),
    test: NAMES_AND_ATTRIBUTES,
  },
  {
    name: 'the session cookie stays at home when other sites call',
    edits: edit(
      'src/session/session-middleware.ts',
      SESSION_COOKIE,
      SESSION_COOKIE.replace('profile.sameSite', "'none'"),
    ),
    test: NAMES_AND_ATTRIBUTES,
  },
  {
    name: 'no sibling domain sets our cookies',
    edits: edit('src/session/session-cookie.ts', "secure ? '__Host-Http-' : ''", "secure ? '' : ''"),
    test: NAMES_AND_ATTRIBUTES,
  },
  {
    name: 'no script reads the cookie of a pending login',
    edits: edit(
      'src/session/login-transactions.ts',
      'httpOnly: true, secure, ...life',
      'httpOnly: false, secure, ...life',
    ),
    test: NAMES_AND_ATTRIBUTES,
  },
  {
    name: 'the log blots out what is named like a secret',
    edits: edit('src/logger.ts', "  'code_verifier',\n"),
    test: { file: 'src/logger.test.ts', name: 'TOKEN-10 writes no value of code_verifier' },
  },
]
