import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findProgram, missingProgram } from '../scripts/programs.mjs'
import type { ServerCommand } from './server-process.ts'

/** What an nginx is to do. */
export interface NginxOptions {
  name: string
  port: number
  /** Where its configuration, logs and temporary files go. */
  folder: string
  /** Directives of the `http` block. */
  http: string
}

/**
 * Writes a configuration and yields the command that starts nginx with it: one process, in the foreground.
 *
 * @throws {Error} nginx is not installed.
 */
export async function nginxServer({ name, port, folder, http }: NginxOptions): Promise<ServerCommand> {
  const program = findProgram('nginx')
  if (!program) throw new Error(missingProgram('nginx'))
  const prefix = join(folder, name)
  await mkdir(prefix, { recursive: true })
  const file = join(prefix, 'nginx.conf')
  await writeFile(file, configuration(prefix, http))
  return { name, port, folder, readyPath: '/', command: [program, '-p', prefix, '-c', file] }
}

/** Without a master process the one there is can be pinned, counted and stopped like any other variant. */
function configuration(prefix: string, http: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${prefix}/${kind};`,
  )
  return `daemon off;
master_process off;
pid ${prefix}/nginx.pid;
error_log stderr warn;
events { worker_connections 4096; }
http {
  ${temporary.join('\n  ')}
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 1h;
  ${http}
}
`
}
