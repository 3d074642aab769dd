import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

const app = read('bff/src/app.ts')
const architecture = read('ARCHITECTURE.md')

const routes = Array.from(
  app.matchAll(/router\.\w+\(\s*`\$\{bff\}(?<path>\/[^`]+)`/g),
  (match) => match.groups?.path,
)
const files = Array.from(
  architecture.matchAll(/`(?<file>[a-z]+\/[a-zA-Z/-]+\.tsx?)`/g),
  (match) => match.groups?.file ?? '',
)

describe('ARCHITECTURE.md', () => {
  it('finds the routes of app.ts', () => {
    expect(routes).toContain('/login/:provider')
  })

  it.each(routes)('names the route /bff%s', (path) => {
    expect(architecture).toContain(`\`/bff${path}\``)
  })

  it.each([...new Set(files)])('points at %s, which exists', (file) => {
    const isWhole = /^(sdk|bff|demo-spa|e2e)\//.test(file)

    expect(() => read(isWhole ? file : `bff/src/${file}`)).not.toThrow()
  })
})
