import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from './free-port.ts'

/** A running redis-server, with a folder and a port of its own. */
export class RedisProcess {
  readonly port: number
  readonly dir: string
  readonly #args: string[]
  #process: ChildProcess | undefined

  private constructor(port: number, dir: string, args: string[]) {
    this.port = port
    this.dir = dir
    this.#args = args
  }

  /** @param settings As on the command line; they win over those every test wants. `{port}` is its port. */
  static async start(settings: string[] = []): Promise<RedisProcess> {
    const dir = await mkdtemp(join(tmpdir(), 'coatcheck-redis-'))
    const port = await freePort()
    const usual = ['--save', '', '--appendonly', 'no', '--bind', '127.0.0.1', '--dir', dir]
    const args = [
      '--port',
      String(port),
      ...usual,
      ...settings.map((each) => each.replace('{port}', String(port))),
    ]
    const process = new RedisProcess(port, dir, args)
    await process.restart()
    return process
  }

  /** @param config Text of the file that a Sentinel reads, and rewrites as it goes. */
  static async startSentinel(config: string): Promise<RedisProcess> {
    const dir = await mkdtemp(join(tmpdir(), 'coatcheck-sentinel-'))
    const port = await freePort()
    const file = join(dir, 'sentinel.conf')
    await writeFile(file, `port ${port}\nbind 127.0.0.1\ndir ${dir}\n${config}`)
    const process = new RedisProcess(port, dir, [file, '--sentinel'])
    await process.restart()
    return process
  }

  /** Brings it up where it was before, as the same command. */
  async restart(): Promise<void> {
    const child = spawn('redis-server', this.#args)
    this.#process = child
    const output: string[] = []
    for await (const line of createInterface({ input: child.stdout })) {
      output.push(line)
      if (/ready to accept|\+monitor master/i.test(line)) {
        child.stdout.resume()
        return
      }
    }
    throw new Error(`redis-server ended at once:\n${output.join('\n')}`)
  }

  /** Keeps connections open and answers nothing until {@link thaw}. */
  freeze(): void {
    this.#process?.kill('SIGSTOP')
  }

  thaw(): void {
    this.#process?.kill('SIGCONT')
  }

  async kill(): Promise<void> {
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  async close(): Promise<void> {
    await this.kill()
    await rm(this.dir, { recursive: true, force: true })
  }
}
