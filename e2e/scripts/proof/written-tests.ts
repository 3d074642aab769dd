import { childrenOf, parseSource, type SyntaxNode } from '../syntax-tree.ts'
import type { NamedTest } from './named-test.ts'

/** `it.skip(…)`, `describe.todo(…)`, `test.fixme(…)`: what stands in them does not run. */
const NEVER_RUNS = /^(?:it|test|describe)(?:\.\w+)*\.(?:skip|todo|fixme|fails)\b/

/**
 * Lists what may be the name of a test, a group or one case of a table: every text in a source that is neither
 * commented out nor skipped for good.
 *
 * @param path from the repository root; its extension decides how it is read.
 */
export function findWrittenTests(path: string, text: string): NamedTest[] {
  return textsIn(parseSource(path, text), text).map((name) => ({ file: path, name, state: 'written' }))
}

function textsIn(node: SyntaxNode, source: string): string[] {
  if (node.type === 'CallExpression' && NEVER_RUNS.test(source.slice(node.start, node.end))) return []
  const own = textOf(node, source)
  return [...(own === undefined ? [] : [own]), ...childrenOf(node).flatMap((child) => textsIn(child, source))]
}

function textOf(node: SyntaxNode, source: string): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  // A value that only a run knows stays as it is written.
  if (node.type === 'TemplateLiteral') return source.slice(node.start + 1, node.end - 1)
  return undefined
}
