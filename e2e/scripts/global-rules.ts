import { isTestFile, type SourceProblem } from './source-problem.ts'
import { isNode, lineAt, type SyntaxNode, walk } from './syntax-tree.ts'

interface GlobalRule {
  /** As written in code: `process.env`, or a bare name that is called. */
  name: string
  appliesTo: RegExp
  allowedIn: readonly string[]
  advice: string
}

const PRODUCT = /^(bff|sdk|demo-spa)\/src\//
const PACKAGES = /^(bff|sdk)\/src\//

/** The outside world enters at these places; everywhere else it is handed in, so that tests can stand in for it. */
const RULES: readonly GlobalRule[] = [
  {
    name: 'process.env',
    appliesTo: PRODUCT,
    allowedIn: ['bff/src/process-runtime.ts'],
    advice: 'take the value as an option',
  },
  {
    name: 'Date.now',
    appliesTo: PACKAGES,
    allowedIn: ['bff/src/process-runtime.ts', 'sdk/src/environment.ts'],
    advice: 'take `now: () => number`',
  },
  {
    name: 'fetch',
    appliesTo: PRODUCT,
    allowedIn: ['bff/src/providers/provider-http.ts', 'sdk/src/session-request.ts', 'sdk/src/api-fetch.ts'],
    advice: 'call the module that may',
  },
]

/** Checks that environment, clock and network are touched only where the rules allow it. */
export function checkGlobals(path: string, text: string, tree: SyntaxNode): SourceProblem[] {
  if (isTestFile(path)) return []

  const problems: SourceProblem[] = []
  walk(tree, (node) => {
    const name = nameOfGlobal(node)
    const rule = RULES.find((candidate) => candidate.name === name)
    if (!rule?.appliesTo.test(path) || rule.allowedIn.includes(path)) return
    const message = `${rule.name} belongs to ${rule.allowedIn.join(' or ')}; ${rule.advice}`
    problems.push({ path, line: lineAt(text, node.start), message })
  })
  return problems
}

function nameOfGlobal(node: SyntaxNode): string | undefined {
  if (node.type === 'CallExpression' && isNode(node.callee)) return identifierName(node.callee)
  if (node.type !== 'MemberExpression') return undefined

  const object = identifierName(node.object)
  const property = identifierName(node.property)
  const isGlobalObject = object === 'globalThis' || object === 'window'
  return isGlobalObject ? property : `${object}.${property}`
}

function identifierName(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Identifier' ? String(value.name) : undefined
}
