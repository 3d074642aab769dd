import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'

/** A certificate for 127.0.0.1 that signs itself, in files and as text. */
export interface TestCertificate {
  certFile: string
  keyFile: string
  cert: string
  key: string
  remove(): Promise<void>
}

/** Makes a certificate of its own; none is kept in the repository, and no key. */
export async function testCertificate(): Promise<TestCertificate> {
  const dir = await mkdtemp(join(tmpdir(), 'coatcheck-tls-'))
  const [certFile, keyFile] = [join(dir, 'cert.pem'), join(dir, 'key.pem')]
  const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  })
  await Promise.all([writeFile(certFile, cert), writeFile(keyFile, key)])
  return { certFile, keyFile, cert, key, remove: () => rm(dir, { recursive: true }) }
}
