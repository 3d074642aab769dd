import { parseSync } from 'vite'

/** A node of the ESTree syntax tree; `start` and `end` are offsets into the source. */
export interface SyntaxNode {
  type: string
  start: number
  end: number
  [field: string]: unknown
}

/**
 * Parses TypeScript, TSX or JavaScript; the extension decides which.
 *
 * @throws {Error} for a source that does not parse.
 */
export function parseSource(path: string, text: string): SyntaxNode {
  const { program, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  return program as unknown as SyntaxNode
}

/** Lists the nodes directly below a node, in source order. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  return Object.values(node).flat().filter(isNode)
}

/** Calls `visit` with every node of a tree, parents first. */
export function walk(node: SyntaxNode, visit: (node: SyntaxNode) => void): void {
  visit(node)
  for (const child of childrenOf(node)) walk(child, visit)
}

/** Tells the line, counted from 1, of an offset in a text. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** Whether a value found in a tree is a node. */
export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string'
}
