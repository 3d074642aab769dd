import type { SingleRedisOptions } from '../../src/session/stores/redis-options.ts'
import { RedisProcess } from './redis-process.ts'
import { REDIS_USER, userSettings } from './redis-user.ts'
import { type TestCertificate, testCertificate } from './test-certificate.ts'

/** A Redis that speaks TLS only, to clients with a certificate, and lets in one ACL user with few rights. */
export class RedisOverTls {
  readonly certificate: TestCertificate
  readonly #server: RedisProcess

  private constructor(server: RedisProcess, certificate: TestCertificate) {
    this.#server = server
    this.certificate = certificate
  }

  static async start(): Promise<RedisOverTls> {
    const certificate = await testCertificate()
    const { certFile, keyFile } = certificate
    const server = await RedisProcess.start([
      ...['--port', '0', '--tls-port', '{port}', '--tls-ca-cert-file', certFile],
      ...['--tls-cert-file', certFile, '--tls-key-file', keyFile],
      ...['--user', 'default', 'off', ...userSettings()],
    ])
    return new RedisOverTls(server, certificate)
  }

  options(): SingleRedisOptions {
    const { cert, key } = this.certificate
    return { type: 'redis', url: this.url, tls: { ca: cert, cert, key }, keyPrefix: 'test:' }
  }

  get url(): string {
    const { username, password } = REDIS_USER
    return `rediss://${username}:${password}@127.0.0.1:${this.#server.port}`
  }

  async close(): Promise<void> {
    await this.#server.close()
    await this.certificate.remove()
  }
}
