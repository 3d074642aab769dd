import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const SESSION_SECRET = 'too-short-to-sign-with'
const CLIENT_SECRET = 'the-secret-of-the-client'

/** One mistake a line. */
const CONFIG = {
  publicUrl: 'http://app.example.com',
  sesion: { idleTimeoutSeconds: 60 },
  session: { secrets: [SESSION_SECRET], store: { type: 'postgres' } },
  providers: {
    github: { type: 'github', clientId: '', clientSecret: CLIENT_SECRET, scopes: 'repo' },
  },
  upstreams: {
    tasks: { target: 'tasks.example.com', credential: { type: 'userToken', provider: 'google' } },
  },
}

test('a configuration with several mistakes is refused with all of them, and no secret', async () => {
  const file = test.info().outputPath('coatcheck.config.json')
  await writeFile(file, JSON.stringify(CONFIG))

  const { exitCode, output } = await startWith(file)

  expect(exitCode).toBe(1)
  for (const path of [
    'publicUrl',
    'sesion',
    'session.secrets.0',
    'session.store.type',
    'providers.github.clientId',
    'providers.github.scopes',
    'upstreams.tasks.target',
  ]) {
    expect(output).toMatch(new RegExp(`^ *${path}: \\S+`, 'm'))
  }
  expect(output).toContain('did you mean `session`?')
  for (const secret of [SESSION_SECRET, CLIENT_SECRET]) expect(output).not.toContain(secret)
})

/** Starts the BFF as an operator does. */
function startWith(file: string): Promise<{ exitCode: number | undefined; output: string }> {
  const args = ['node_modules/.bin/coatcheck', 'start', '--config', file]
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: ROOT }, (_error, stdout, stderr) => {
      resolve({ exitCode: child.exitCode ?? undefined, output: stdout + stderr })
    })
  })
}
