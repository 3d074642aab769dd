/** A test as the check sees it. */
export interface NamedTest {
  /** Path of its file from the repository root. */
  file: string
  /** Its name, with the names of the groups around it in front where they are known. */
  name: string
  /** `written`: found in the source; the others: how it went in the run that a report tells of. */
  state: 'written' | 'passed' | 'failed' | 'skipped'
}

/** What can be proven: a row of the requirements, or an attack by its number. */
const LEADING_ID = /^(?:[A-Z]+-\d{2}|attack \d+)(?![\w-])/
const ID_ANYWHERE = /\b(?:[A-Z]+-\d{2}|attack \d+)(?![\w-])/g

/**
 * Yields the ids that a test proves. In a source a name begins with them, separated by spaces:
 * `SESS-01 SESS-02 the cookie …`. In a run the name of its group stands in front, and the case of a table
 * in the middle, so there they may stand anywhere.
 */
export function idsOf({ name, state }: NamedTest): string[] {
  return state === 'written' ? leadingIds(name) : [...new Set(name.match(ID_ANYWHERE))]
}

function leadingIds(name: string): string[] {
  const id = LEADING_ID.exec(name)?.[0]
  return id === undefined ? [] : [id, ...leadingIds(name.slice(id.length).trimStart())]
}
