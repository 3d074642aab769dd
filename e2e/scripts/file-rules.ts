import { basename } from 'node:path'
import { isTestFile, type SourceProblem } from './source-problem.ts'

const SOURCE_LINES = 250
const TEST_LINES = 300
const CATCH_ALL_NAME = /(^|\/)(utils?|helpers?|common|constants)(\/|\.[jt]sx?$)/
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/
const COMPONENT_OR_HOOK = /^([A-Z][A-Za-z0-9]*|use[A-Z][A-Za-z0-9]*)(\.[a-z]+)*$/

/** Checks what shows before a file is opened: its name and its length. */
export function checkFile(path: string, text: string): SourceProblem[] {
  return [...checkName(path), ...checkLength(path, text)]
}

function checkName(path: string): SourceProblem[] {
  if (CATCH_ALL_NAME.test(path)) {
    return [{ path, line: 1, message: 'a catch-all name says nothing; name the file after its main export' }]
  }
  const name = basename(path)
  if (KEBAB_CASE.test(name) || COMPONENT_OR_HOOK.test(name)) return []
  return [{ path, line: 1, message: 'file names are kebab-case, components PascalCase, hooks useX' }]
}

function checkLength(path: string, text: string): SourceProblem[] {
  const limit = isTestFile(path) ? TEST_LINES : SOURCE_LINES
  const lines = text.replace(/\n$/, '').split('\n').length
  if (lines <= limit) return []
  return [{ path, line: limit + 1, message: `${lines} lines; the limit is ${limit}, split it by concept` }]
}
