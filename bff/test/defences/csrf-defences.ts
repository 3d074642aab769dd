import { type Defence, edit } from './defence.ts'

const CSRF = 'src/security/csrf.ts'
const RETURN_TO = 'src/security/return-to.ts'

/** What keeps other origins from acting in a person's name, and from sending them elsewhere. */
export const CSRF_DEFENCES: readonly Defence[] = [
  {
    name: 'calls need the header that no other origin can send',
    edits: edit(CSRF, "if (rule === 'header' && headers[CSRF_HEADER] !== '1') {", 'if (false) {'),
    test: { file: 'test/flows/csrf.test.ts', name: 'one that has no header of ours' },
  },
  {
    name: 'Fetch Metadata must name our own origin',
    edits: edit(CSRF, "if (site === 'same-origin') return", 'return'),
    test: { file: 'test/flows/csrf.test.ts', name: 'one that comes from a sibling of this site' },
  },
  {
    name: 'without Fetch Metadata, Origin must be ours',
    edits: edit(
      CSRF,
      'if (headers.origin !== undefined && headers.origin !== publicOrigin) {',
      'if (false) {',
    ),
    test: { file: 'test/flows/csrf.test.ts', name: 'one that has a foreign Origin and nothing else' },
  },
  {
    name: 'a WebSocket handshake must say that it comes from here',
    edits: edit(CSRF, "if (rule === 'websocket' && headers.origin !== publicOrigin) {", 'if (false) {'),
    test: {
      file: 'test/flows/websocket-handshake.test.ts',
      name: 'CSRF-11 is refused before the session is looked up: from nowhere',
    },
  },
  {
    name: 'a login begins in a whole window only',
    edits: edit('src/security/navigation.ts', "(destination !== undefined && destination !== 'document') ||"),
    test: { file: 'test/flows/login-begin.test.ts', name: 'LOGIN-13 starts nothing when a frame shows it' },
  },
  {
    name: 'linking an account starts from the app',
    edits: edit(
      'src/routes/connect.ts',
      "if (site === undefined || site === 'same-origin' || site === 'none') return",
      'return',
    ),
    test: { file: 'test/flows/connect.test.ts', name: 'refuses to begin from a sibling of this site' },
  },
  {
    name: 'a return path is judged once more decoded',
    edits: edit(RETURN_TO, 'if (isTreacherousDecoded(url.pathname, origin)) throw refused()'),
    test: { file: 'test/flows/return-to.test.ts', name: 'LOGIN-09 refuses "/%5cevil.example"' },
  },
  {
    name: 'a return path leads to no route of ours',
    edits: edit(
      RETURN_TO,
      'if (rules.reserved.some((prefix) => isBelow(url.pathname, prefix))) throw refused()',
    ),
    test: { file: 'test/flows/return-to.test.ts', name: 'LOGIN-09 refuses "/bff/logout"' },
  },
]
