/** One way to stop an attack, how to take it out of the source, and the test that must notice. */
export interface Defence {
  /** What it does, for the list that is printed. */
  name: string
  edits: readonly Edit[]
  test: {
    /** Path below `bff/`. */
    file: string
    /** The test's name, or its beginning where a table completes it. */
    name: string
  }
}

/** A change to one file of the source. */
export interface Edit {
  /** Path below `bff/`. */
  file: string
  /** Stands there exactly once. */
  text: string
  /** Empty where the text is simply taken out. */
  replacement: string
}

/** Makes a list of edits of one file. */
export function edit(file: string, text: string, replacement: string = ''): Edit[] {
  return [{ file, text, replacement }]
}
