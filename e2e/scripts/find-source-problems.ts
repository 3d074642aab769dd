import { checkFile } from './file-rules.ts'
import { checkFunctions } from './function-rules.ts'
import { checkGlobals } from './global-rules.ts'
import type { SourceProblem } from './source-problem.ts'
import { parseSource } from './syntax-tree.ts'

/**
 * Finds everything in one file that the style guide forbids and biome cannot see.
 *
 * @param path from the repository root, with forward slashes; rules depend on the folder.
 */
export function findSourceProblems(path: string, text: string): SourceProblem[] {
  const tree = parseSource(path, text)
  return [...checkFile(path, text), ...checkFunctions(path, text, tree), ...checkGlobals(path, text, tree)]
}
