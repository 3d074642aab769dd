import { isTestFile, type SourceProblem } from './source-problem.ts'
import { childrenOf, isNode, lineAt, type SyntaxNode, walk } from './syntax-tree.ts'

const OWN_LINES = 40
/** Markup takes a line per attribute; splitting a component for that alone helps nobody. */
const OWN_LINES_WITH_MARKUP = 60
const PARAMETERS = 4
const NESTING = 3

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])
const NESTING_STATEMENTS = new Set([
  'IfStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
  'SwitchStatement',
  'TryStatement',
])

/**
 * Checks every function of a file: its length, its parameters, how deep its statements are nested.
 *
 * A function inside another is measured by itself, and its lines do not count for the outer one: a factory that returns
 * five short closures is as readable as a class with five short methods. Tests have no limit on length, since a
 * `describe` is a list and an `it` may tell a story.
 */
export function checkFunctions(path: string, text: string, tree: SyntaxNode): SourceProblem[] {
  const problems: SourceProblem[] = []
  walk(tree, (node) => {
    if (!FUNCTIONS.has(node.type)) return
    const line = lineAt(text, node.start)
    for (const message of messagesFor(path, text, node)) problems.push({ path, line, message })
  })
  return problems
}

function messagesFor(path: string, text: string, node: SyntaxNode): string[] {
  const messages: string[] = []
  const limit = path.endsWith('.tsx') ? OWN_LINES_WITH_MARKUP : OWN_LINES
  const lines = ownLines(text, node)
  if (!isTestFile(path) && lines > limit) messages.push(`function of ${lines} lines; the limit is ${limit}`)

  const parameters = Array.isArray(node.params) ? node.params.length : 0
  if (parameters > PARAMETERS && !isTableRow(path, node)) {
    messages.push(`${parameters} parameters; the limit is ${PARAMETERS}, pass one typed object`)
  }
  const depth = nestingOf(node)
  if (depth > NESTING) {
    messages.push(`statements nested ${depth} deep; the limit is ${NESTING}, return early or name a part`)
  }
  return messages
}

/** The function of an `it.each` takes one parameter for each column of its table. */
function isTableRow(path: string, node: SyntaxNode): boolean {
  return isTestFile(path) && node.type === 'ArrowFunctionExpression'
}

function ownLines(text: string, node: SyntaxNode): number {
  const inner = nestedFunctions(node).map((nested) => Math.max(0, lineCount(text, nested) - 2))
  return lineCount(text, node) - inner.reduce((sum, lines) => sum + lines, 0)
}

function nestedFunctions(node: SyntaxNode): SyntaxNode[] {
  return childrenOf(node).flatMap((child) => (FUNCTIONS.has(child.type) ? [child] : nestedFunctions(child)))
}

function lineCount(text: string, node: SyntaxNode): number {
  return text.slice(node.start, node.end).split('\n').length
}

function nestingOf(node: SyntaxNode): number {
  const inner = childrenOf(node)
    .filter((child) => !FUNCTIONS.has(child.type))
    .map((child) => nestingOf(child) + (addsDepth(node, child) ? 1 : 0))
  return Math.max(0, ...inner)
}

/** `else if` continues a decision rather than starting one inside another. */
function addsDepth(parent: SyntaxNode, child: SyntaxNode): boolean {
  const isElseIf = parent.type === 'IfStatement' && isNode(parent.alternate) && parent.alternate === child
  return NESTING_STATEMENTS.has(child.type) && !isElseIf
}
