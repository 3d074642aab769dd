import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** What a sealed record is and to whom it belongs; all of it is authenticated. */
export interface SealContext {
  /** Keeps one kind of record from passing for another. */
  kind: 'login-transaction' | 'token-set'
  /** The secret that only the browser's cookie carries; part of the key. */
  holder: string
  /** Provider id, for records that belong to one. */
  provider: string
}

/** Seals what lies in the store, so that it is of no use without the cookie and without the configuration. */
export interface RecordCipher {
  seal(plaintext: string, context: SealContext): string
  /** @returns undefined when the record was made for somebody else, with a retired key, or changed. */
  open(sealed: string, context: SealContext): string | undefined
  /** Whether the first secret sealed it, and no older one. */
  isCurrent(sealed: string): boolean
}

const VERSION = 'v1'
const IV_BYTES = 12
const TAG_BYTES = 16

interface RootKey {
  id: string
  bytes: Buffer
}

/**
 * AES-256-GCM with a key for each holder and kind, derived from the configured secrets.
 *
 * @param secrets The first seals; all open, so that a new one can be put in front without ending a session.
 * @see RFC 5869 (HKDF), NIST SP 800-38D
 */
export function createRecordCipher(secrets: readonly string[]): RecordCipher {
  const roots = secrets.map(toRootKey)
  const [sealing] = roots
  if (!sealing) throw new TypeError('at least one secret is needed')

  return {
    seal(plaintext, context) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', recordKey(sealing, context), iv)
      cipher.setAAD(additionalData(sealing.id, context))
      const box = Buffer.concat([iv, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${VERSION}.${sealing.id}.${box.toString('base64url')}`
    },
    open(sealed, context) {
      const [version, keyId, encoded] = sealed.split('.')
      const root = roots.find((candidate) => candidate.id === keyId)
      if (version !== VERSION || !root || !encoded) return undefined
      return openBox(root, Buffer.from(encoded, 'base64url'), context)
    },
    isCurrent: (sealed) => sealed.startsWith(`${VERSION}.${sealing.id}.`),
  }
}

function openBox(root: RootKey, box: Buffer, context: SealContext): string | undefined {
  if (box.length < IV_BYTES + TAG_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', recordKey(root, context), box.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(additionalData(root.id, context))
  decipher.setAuthTag(box.subarray(-TAG_BYTES))
  try {
    const body = decipher.update(box.subarray(IV_BYTES, -TAG_BYTES))
    return Buffer.concat([body, decipher.final()]).toString('utf8')
  } catch {
    // GCM refused the tag: not this holder's, not this kind, or tampered with. All mean "no such record".
    return undefined
  }
}

function toRootKey(secret: string): RootKey {
  return {
    id: Buffer.from(hkdfSync('sha256', secret, '', 'coatcheck key id', 6)).toString('base64url'),
    bytes: Buffer.from(hkdfSync('sha256', secret, '', 'coatcheck record encryption', 32)),
  }
}

function recordKey(root: RootKey, { kind, holder }: SealContext): Buffer {
  return Buffer.from(hkdfSync('sha256', root.bytes, holder, `coatcheck ${kind}`, 32))
}

/** JSON keeps the parts apart: joined strings without separators can be shifted into one another. */
function additionalData(keyId: string, { kind, holder, provider }: SealContext): Buffer {
  return Buffer.from(JSON.stringify([VERSION, keyId, kind, holder, provider]))
}
