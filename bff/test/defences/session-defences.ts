import { type Defence, edit } from './defence.ts'

const TRANSACTIONS = 'src/session/login-transactions.ts'

/** What keeps sessions, pending logins and their records to those they belong to. */
export const SESSION_DEFENCES: readonly Defence[] = [
  {
    name: 'a login gets a session under a new id',
    edits: edit('src/session/sign-in.ts', 'await regenerateSession(req)'),
    test: { file: 'test/flows/session.test.ts', name: 'SESS-06 gets a new id at every login' },
  },
  {
    name: 'two session cookies are one too many',
    edits: edit('src/session/session-cookie.ts', 'if (value !== undefined) throw sentTwice()'),
    test: { file: 'test/flows/session.test.ts', name: 'SESS-13 refuses two cookies of its name' },
  },
  {
    name: 'the session cookie is signed',
    edits: edit(
      'src/session/session-cookie.ts',
      'const sessionId = unsign(value.slice(2), secret)',
      "const sessionId = secret && value.slice(2).split('.', 1)[0]",
    ),
    test: {
      file: 'test/flows/session-cookie-forgery.test.ts',
      name: 'SESS-07 is nobody’s at /api/github/user when somebody else has made it',
    },
  },
  {
    name: 'a session that has ended is not written again',
    edits: edit(
      'src/session/stores/memory-session-store.ts',
      'if (expected === 0) {',
      'if (expected === 0 || (await this.#records.read(key)) === undefined) {',
    ),
    test: {
      file: 'test/contracts/session-store.contract.test.ts',
      name: 'SESS-15 remove wins over every write in flight',
    },
  },
  {
    name: 'a record opens for the provider it was sealed for',
    edits: edit(
      'src/session/record-cipher.ts',
      'JSON.stringify([VERSION, keyId, kind, holder, provider])',
      'JSON.stringify([VERSION, keyId, kind, holder])',
    ),
    test: { file: 'src/session/record-cipher.test.ts', name: 'TOKEN-11 opens nothing for another provider' },
  },
  {
    name: 'a pending login is taken once',
    edits: edit(
      TRANSACTIONS,
      'const sealed = await this.#records.take(recordKey(pending.cookieValue))',
      'const sealed = await this.#records.read(recordKey(pending.cookieValue))',
    ),
    test: { file: 'test/attacks/callback-attacks.test.ts', name: 'attack 12 callback replay' },
  },
  {
    name: 'a pending login answers to its own state',
    edits: edit(TRANSACTIONS, 'return transaction?.state === state ? {', 'return transaction ? {'),
    test: {
      file: 'test/flows/callback-refusals.test.ts',
      name: 'CB-03 refuses the state of one pending login under the cookie of another',
    },
  },
  {
    name: 'a browser has a few pending logins and no more',
    edits: edit(TRANSACTIONS, 'const MAX_PER_BROWSER = 6', 'const MAX_PER_BROWSER = 600'),
    test: { file: 'test/flows/login-begin.test.ts', name: 'LOGIN-07 keeps six logins of one browser' },
  },
  {
    name: 'an account is linked to the session it was begun in',
    edits: edit(
      'src/routes/complete-login.ts',
      "if (transaction.kind === 'connect') requireSessionOf(req, transaction, deps)",
    ),
    test: { file: 'test/flows/connect.test.ts', name: 'CB-15 sends no code when somebody else is signed in' },
  },
  {
    name: 'another account never takes the place of a connected one',
    edits: edit(
      'src/session/connect-account.ts',
      'if (!signedIn || !isSameAccount(signedIn, provider.id, identity.sub)) {',
      'if (!signedIn) {',
    ),
    test: { file: 'test/flows/connect.test.ts', name: 'answers account_conflict to another account' },
  },
]
