import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whether certificates can be made here. */
export const hasOpenssl: boolean = spawnSync('openssl', ['version']).status === 0
if (!hasOpenssl) announceAbsence()

/** A certificate for 127.0.0.1 that signs itself, in files and as text. */
export interface TestCertificate {
  certFile: string
  keyFile: string
  cert: string
  key: string
  remove(): Promise<void>
}

/** Makes a certificate that is good for a day; none is kept in the repository, and no key. */
export async function testCertificate(): Promise<TestCertificate> {
  const dir = await mkdtemp(join(tmpdir(), 'coatcheck-tls-'))
  const [certFile, keyFile] = [join(dir, 'cert.pem'), join(dir, 'key.pem')]
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-days', '1', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'],
      ...['-keyout', keyFile, '-out', certFile],
    ],
    { stdio: 'ignore' },
  )
  const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')])
  return { certFile, keyFile, cert, key, remove: () => rm(dir, { recursive: true }) }
}

/** In CI a suite that proves nothing must not look like one that passed. */
function announceAbsence(): void {
  const message = 'openssl is not installed: Redis over TLS is not tested'
  if (process.env.CI) throw new Error(message)
  console.warn(message)
}
