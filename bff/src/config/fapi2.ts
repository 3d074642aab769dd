import type { z } from 'zod'

/** What the profile looks at; the fields may be wrong in other ways, too. */
interface ProfileSettings {
  fapi2: boolean
  clientAuth?: { method?: string; key?: unknown } | undefined
  idTokenAlg?: string | undefined
  par?: 'offered' | 'required' | undefined
  dpop?: boolean | undefined
  requireIss?: boolean | undefined
}

/** Section 5.4.1 of the profile. */
const ALGORITHMS = ['PS256', 'ES256', 'EdDSA', 'Ed25519']

/**
 * Reports each part of the FAPI 2.0 client profile that the settings lack, or switch off by name.
 *
 * @see FAPI 2.0 Security Profile sections 5.3.3 and 5.4
 */
export function requireProfile(settings: ProfileSettings, issues: z.RefinementCtx): void {
  if (settings?.fapi2 !== true) return
  for (const [name, message] of problemsOf(settings)) {
    issues.addIssue({ code: 'custom', path: [name], message: `${message}, as \`fapi2\` asks` })
  }
}

function* problemsOf({ clientAuth, idTokenAlg, ...rest }: ProfileSettings): Iterable<[string, string]> {
  const method = clientAuth?.method
  if (method !== 'private_key_jwt' && method !== 'tls_client_auth') {
    yield ['clientAuth', 'must be private_key_jwt or tls_client_auth']
  }
  if (method === 'private_key_jwt' && !isProfileKey(clientAuth?.key)) {
    yield ['clientAuth', 'must sign with PS256, ES256 or EdDSA']
  }
  if (!ALGORITHMS.includes(idTokenAlg ?? '')) yield ['idTokenAlg', 'must be PS256, ES256 or EdDSA']
  if (rest.par === 'offered') yield ['par', 'must be `required` or left out']
  if (rest.dpop === false) yield ['dpop', 'must be true or left out']
  if (rest.requireIss === false) yield ['requireIss', 'must be true or left out']
}

/** Whether it is for one of the algorithms; one that could not be read is a problem already. */
function isProfileKey(key: unknown): boolean {
  if (!(key instanceof CryptoKey)) return true
  const { name, namedCurve } = key.algorithm as { name: string; namedCurve?: string }
  return name === 'RSA-PSS' || name === 'Ed25519' || (name === 'ECDSA' && namedCurve === 'P-256')
}

/** Fills in what a login is protected by; the profile switches all of it on. */
export function withProtections<Settings extends ProfileSettings>(
  settings: Settings,
): Omit<Settings, 'fapi2' | 'par' | 'dpop' | 'requireIss'> & {
  par: 'offered' | 'required'
  dpop: boolean
  requireIss: boolean
} {
  const { fapi2, par, dpop, requireIss, ...others } = settings
  return {
    ...others,
    par: par ?? (fapi2 ? 'required' : 'offered'),
    dpop: dpop ?? fapi2,
    requireIss: requireIss ?? fapi2,
  }
}
