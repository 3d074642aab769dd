import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const ROOT = new URL('../../', import.meta.url)
const DOCUMENTS = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'sdk/README.md',
  'bff/README.md',
  'bff/docs/adding-a-provider.md',
  'bff/docs/adding-an-upstream.md',
  'bff/docs/providers.md',
  'demo-spa/README.md',
  'e2e/bench/README.md',
]

function brokenLinks(path: string): string[] {
  const text = readFileSync(new URL(path, ROOT), 'utf8')
  const targets = Array.from(
    text.matchAll(/\]\((?<target>[^)\s#]+)[^)]*\)/g),
    ({ groups }) => groups?.target ?? '',
  )
  return targets.filter(
    (target) => !target.includes('://') && !existsSync(new URL(target, new URL(path, ROOT))),
  )
}

describe('the documents', () => {
  it.each(DOCUMENTS)('link from %s only to what is there', (path) => {
    expect(brokenLinks(path)).toEqual([])
  })
})
