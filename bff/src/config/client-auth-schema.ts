import { z } from 'zod'
import { certificateReader } from './client-certificate.ts'
import { readClientKey } from './client-key.ts'
import type { SchemaContext } from './schema-context.ts'
import { secretSchema } from './secret.ts'

/** How the client proves itself, with its secret or key read. `client_secret` is sent in the way the provider lists. */
export type ClientAuthConfig =
  | { method: 'client_secret'; secret: string }
  | z.output<ReturnType<typeof clientAuthSchema>>

/** The two settings of which a provider has exactly one. */
export const clientAuthFields = (context: SchemaContext) => ({
  clientSecret: secretSchema(context).optional(),
  clientAuth: clientAuthSchema(context).optional(),
})

const clientAuthSchema = (context: SchemaContext) =>
  z.discriminatedUnion(
    'method',
    [
      z.strictObject({
        method: z.enum(['client_secret_basic', 'client_secret_post']),
        secret: secretSchema(context),
      }),
      privateKeySchema(context),
      certificateSchema(context),
    ],
    { error: ({ input }) => (isPublicClient(input) ? PUBLIC_CLIENT : undefined) },
  )

const privateKeySchema = (context: SchemaContext) =>
  z
    .strictObject({
      method: z.literal('private_key_jwt'),
      key: secretSchema(context),
      keyId: z.string().min(1).optional(),
      algorithm: z.enum(['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA']).optional(),
    })
    .transform(({ method, key, keyId, algorithm }, issues) => {
      const reading = readClientKey(key, { keyId, algorithm })
      if ('value' in reading) return { method, ...reading.value }
      issues.addIssue({ code: 'custom', path: ['key'], message: reading.problem })
      return z.NEVER
    })

const certificateSchema = (context: SchemaContext) =>
  z
    .strictObject({
      method: z.literal('tls_client_auth'),
      certFile: z.string().min(1),
      keyFile: z.string().min(1),
    })
    .transform(({ method, ...files }, issues) => {
      const readCertificate = certificateReader(files, context)
      try {
        readCertificate()
        return { method, readCertificate }
      } catch {
        issues.addIssue({ code: 'custom', path: ['certFile'], message: NO_CERTIFICATE })
        return z.NEVER
      }
    })

const NO_CERTIFICATE =
  'and keyFile must be PEM files, readable, of a certificate and its own private key without a passphrase'

// RFC 10017 section 6.1.3.1: nothing but the client's proof tells the BFF from anybody who has caught a code.
const PUBLIC_CLIENT =
  'must prove who the client is: register a confidential client at the provider, and give its secret or key here'

function isPublicClient(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'method' in input && input.method === 'none'
}

/** What {@link clientAuthFields} yield. */
interface ClientAuthSettings {
  clientSecret?: string | undefined
  clientAuth?: Exclude<ClientAuthConfig, { method: 'client_secret' }> | undefined
}

/** Reports a client that cannot prove itself, and one that would do so in two ways (RFC 6749 section 2.3). */
export function requireOneClientAuth(settings: ClientAuthSettings, issues: z.RefinementCtx): void {
  const { clientSecret, clientAuth } = settings
  if (clientSecret === undefined && clientAuth === undefined) {
    issues.addIssue({ code: 'custom', path: ['clientSecret'], message: NO_PROOF })
  }
  if (clientSecret !== undefined && clientAuth !== undefined) {
    issues.addIssue({ code: 'custom', path: ['clientAuth'], message: TWO_PROOFS })
  }
}

const NO_PROOF =
  'is missing; give the secret of a confidential client, or another proof in `clientAuth` ' +
  '(an unset process.env value arrives as undefined)'

const TWO_PROOFS = 'must not stand beside `clientSecret`; a client proves itself in one way'

/** Joins the two settings in one. */
export function withClientAuth<Settings extends ClientAuthSettings>(
  settings: Settings,
): Omit<Settings, 'clientSecret' | 'clientAuth'> & { clientAuth: ClientAuthConfig } {
  const { clientSecret, clientAuth, ...others } = settings
  return { ...others, clientAuth: clientAuth ?? { method: 'client_secret', secret: clientSecret ?? '' } }
}
