import { createPrivateKey, X509Certificate } from 'node:crypto'
import { resolve } from 'node:path'
import type { SchemaContext } from './schema-context.ts'

/** A certificate and its key, as PEM. */
export interface ClientCertificate {
  cert: string
  key: string
}

/** Files, relative to the configuration's. */
interface CertificateFiles {
  certFile: string
  keyFile: string
}

/**
 * Creates the reader of a client certificate that is renewed while the process runs. While the two files do not go
 * together, because one of them is not written yet, the last pair that did is given.
 *
 * @throws {Error} in the first reading: they cannot be read, or do not belong together.
 */
export function certificateReader(
  { certFile, keyFile }: CertificateFiles,
  { baseDir, readFile }: Pick<SchemaContext, 'baseDir' | 'readFile'>,
): () => ClientCertificate {
  let last: ClientCertificate | undefined

  function readPair(): ClientCertificate {
    const cert = readFile(resolve(baseDir, certFile))
    const key = readFile(resolve(baseDir, keyFile))
    if (cert === last?.cert && key === last.key) return last
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)))
      throw new Error('the key is not the certificate’s')
    return { cert, key }
  }

  return function readCertificate() {
    try {
      last = readPair()
      return last
    } catch (error) {
      if (last) return last
      throw error
    }
  }
}
