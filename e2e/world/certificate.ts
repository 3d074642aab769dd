import { generate } from 'selfsigned'

/** A server certificate and the authority that has signed it, all PEM. */
export interface Certificate {
  /** The authority's certificate; whoever trusts it trusts the server. */
  ca: string
  cert: string
  key: string
}

const EC_KEY = { keyType: 'ec', algorithm: 'sha256' } as const

/**
 * Creates a certificate for the names given, signed by an authority made for the purpose and forgotten at once.
 *
 * @param names DNS names; a wildcard covers one label.
 */
export async function createCertificate(names: readonly string[]): Promise<Certificate> {
  const authority = await generate([{ name: 'commonName', value: 'Coatcheck test authority' }], {
    ...EC_KEY,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  })
  const server = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    ...EC_KEY,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
    ],
  })
  return { ca: authority.cert, cert: server.cert, key: server.private }
}
