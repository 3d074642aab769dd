import { describe, expect, it } from 'vitest'
import { findSourceProblems } from './find-source-problems.ts'

const messagesFor = (path: string, text: string) =>
  findSourceProblems(path, text).map(({ message }) => message)

const lines = (count: number, line = 'work()') => Array(count).fill(line).join('\n')

describe('findSourceProblems', () => {
  it('accepts a short file with small functions', () => {
    const text = 'export function add(a: number, b: number): number {\n  return a + b\n}\n'

    expect(findSourceProblems('bff/src/add.ts', text)).toEqual([])
  })

  it.each([
    ['a source of 251 lines', 'bff/src/long.ts', lines(251), '251 lines; the limit is 250'],
    ['a test of 301 lines', 'bff/src/long.test.ts', lines(301), '301 lines; the limit is 300'],
    ['a file of helpers', 'bff/src/oauth/helpers.ts', 'work()', 'catch-all name'],
    ['a folder of utils', 'sdk/src/utils/join.ts', 'work()', 'catch-all name'],
    ['camel case in a file name', 'sdk/src/authClient.ts', 'work()', 'kebab-case'],
    [
      'a long function',
      'sdk/src/a.ts',
      `function a() {\n${lines(39)}\n}`,
      'function of 41 lines; the limit is 40',
    ],
    ['five parameters', 'sdk/src/a.ts', 'const f = (a, b, c, d, e) => a', '5 parameters'],
    [
      'four levels of nesting',
      'sdk/src/a.ts',
      'function f() { if (a) { for (;;) { while (b) { try { c() } catch {} } } } }',
      'nested 4 deep',
    ],
    [
      'the environment in the wrong module',
      'bff/src/app.ts',
      'const a = process.env.A',
      'process.env belongs to',
    ],
    ['the clock in the wrong module', 'bff/src/session/a.ts', 'const a = Date.now()', 'Date.now belongs to'],
    ['the network in the wrong module', 'sdk/src/a.ts', "await fetch('/a')", 'fetch belongs to'],
    ['the network by another name', 'demo-spa/src/a.ts', 'const f = globalThis.fetch', 'fetch belongs to'],
  ])('refuses %s', (_what, path, text, message) => {
    expect(messagesFor(path, text)).toEqual([expect.stringContaining(message)])
  })

  it('tells the line of a problem', () => {
    const text = 'const a = 1\n\nfunction f(a, b, c, d, e) {}\n'

    expect(findSourceProblems('bff/src/a.ts', text)).toMatchObject([{ path: 'bff/src/a.ts', line: 3 }])
  })

  it('measures a function inside another by itself', () => {
    const closure = `const part = () => {\n${lines(30)}\n}`
    const factory = `function createThing() {\n${closure}\n${closure.replace('part', 'other')}\n}`

    expect(messagesFor('bff/src/a.ts', factory)).toEqual([])
  })

  it('takes else-if as one decision', () => {
    const text = 'function f() { if (a) {} else if (b) {} else if (c) {} else if (d) {} else if (e) {} }'

    expect(messagesFor('bff/src/a.ts', text)).toEqual([])
  })

  it('lets a table of tests have as many columns as it needs', () => {
    const text = "it.each([[1, 2, 3, 4, 5]])('adds', (a, b, c, d, e) => a)"

    expect(messagesFor('bff/src/a.test.ts', text)).toEqual([])
  })

  it('lets components and hooks keep their names', () => {
    expect(messagesFor('demo-spa/src/ui/Button.tsx', 'export const Button = () => <button />')).toEqual([])
    expect(messagesFor('sdk/src/react/useSession.test.ts', 'work()')).toEqual([])
  })

  it('lets each allowed place touch the world', () => {
    expect(messagesFor('bff/src/process-runtime.ts', 'start(process.env, Date.now)')).toEqual([])
    expect(messagesFor('sdk/src/api-fetch.ts', "await fetch('/a')")).toEqual([])
    expect(messagesFor('bff/src/app.test.ts', "await fetch('/a')")).toEqual([])
  })
})
