import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

const REFUSED = [
  ['sdk/src', 'react'],
  ['sdk/src', './react/useSession.ts'],
  ['sdk/src', '@coatcheck/bff'],
  ['sdk/src/react', '@coatcheck/bff'],
  ['bff/src', '@coatcheck/sdk'],
  ['bff/src', '@coatcheck/sdk/react'],
  ['bff/src', '@coatcheck/sdk/dist/wire.js'],
  ['bff/src/oauth', 'express'],
  ['bff/src/oauth', 'redis'],
  ['bff/src/oauth', '../session/token-store.ts'],
  ['bff/src/providers', 'express-session'],
  ['bff/src/providers', '../routes/login.ts'],
  ['bff/src/session', '../routes/login.ts'],
  ['bff/src/session', '../proxy/proxy-route.ts'],
  ['bff/src/session/stores', '../../routes/login.ts'],
  ['bff/src/proxy', 'oauth4webapi'],
  ['bff/src/proxy', '../routes/login.ts'],
  ['bff/src/websocket', 'oauth4webapi'],
  ['bff/src/websocket', '../routes/login.ts'],
  ['bff/src/session', '../websocket/web-sockets.ts'],
  ['bff/src/routes', '../websocket/web-sockets.ts'],
  ['bff/src/routes', 'oauth4webapi'],
  ['bff/src/routes', 'redis'],
  ['bff/src/config', '../session/token-store.ts'],
  ['bff/src/security', '../session/token-store.ts'],
  ['bff/src/security', '../app.ts'],
  ['demo-spa/src', '@coatcheck/bff'],
  ['demo-spa/src', '@coatcheck/sdk/wire'],
  ['demo-spa/src', '../../sdk/src/index.ts'],
  ['e2e/tests', '@coatcheck/sdk'],
  ['e2e/world', '../../bff/src/index.ts'],
] as const

const ACCEPTED = [
  ['sdk/src', './wire.ts'],
  ['sdk/src/react', 'react'],
  ['sdk/src/react', '../auth-client.ts'],
  ['bff/src', '@coatcheck/sdk/wire'],
  ['bff/src/oauth', 'oauth4webapi'],
  ['bff/src/oauth', '../errors.ts'],
  ['bff/src/oauth', '../providers/provider.ts'],
  ['bff/src/session', '../oauth/token-refresh.ts'],
  ['bff/src/routes', '../session/sign-in.ts'],
  ['bff/src/proxy', '../session/access.ts'],
  ['bff/src/websocket', '../proxy/upstream.ts'],
  ['demo-spa/src', '@coatcheck/sdk'],
  ['demo-spa/src', '@coatcheck/sdk/react'],
  ['e2e/tests', '../world/stack.ts'],
] as const

describe('the import rules of biome.json', () => {
  const folder = mkdtempSync(join(tmpdir(), 'import-rules-'))
  let complaints: Map<string, string>

  // One run over every planted file: starting the linter costs more than all it does here.
  beforeAll(() => {
    copyConfiguration(folder)
    for (const [place, specifier] of [...REFUSED, ...ACCEPTED]) plant(folder, place, specifier)
    complaints = lint(folder)
  })

  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(REFUSED)('refuse in %s an import of %s', (place, specifier) => {
    expect(complaints.get(fileFor(place, specifier))).toContain('noRestrictedImports')
  })

  it.each(ACCEPTED)('accept in %s an import of %s', (place, specifier) => {
    expect(complaints.get(fileFor(place, specifier))).toBeUndefined()
  })
})

function copyConfiguration(folder: string): void {
  const { vcs: _vcs, ...rules } = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8')) as object & {
    vcs: unknown
  }
  writeFileSync(join(folder, 'biome.json'), JSON.stringify(rules))
}

function plant(folder: string, place: string, specifier: string): void {
  const file = join(folder, fileFor(place, specifier))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `import { planted } from '${specifier}'\n\nexport const used = planted\n`)
}

function fileFor(place: string, specifier: string): string {
  return `${place}/imports-${specifier.replace(/[^a-z]+/gi, '-')}.ts`
}

/** Yields the rule each complaint names, by file. */
function lint(folder: string): Map<string, string> {
  const output = outputOf(
    'biome',
    ['lint', '--only=style/noRestrictedImports', '--reporter=github', '--max-diagnostics=none', folder],
    folder,
  )
  const lines = output.matchAll(/^::error title=(?<rule>[^,]+),file=(?<file>[^,]+),/gm)
  return new Map(
    Array.from(lines, ({ groups }) => [relative(folder, groups?.file ?? ''), groups?.rule ?? '']),
  )
}

function outputOf(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}
