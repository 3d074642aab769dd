import { COOKIE_DEFENCES } from './cookie-defences.ts'
import { CREDENTIAL_DEFENCES } from './credential-defences.ts'
import { CSRF_DEFENCES } from './csrf-defences.ts'
import type { Defence } from './defence.ts'
import { OAUTH_DEFENCES } from './oauth-defences.ts'
import { PROFILE_DEFENCES } from './profile-defences.ts'
import { PROVIDER_DEFENCES } from './provider-defences.ts'
import { PROXY_DEFENCES } from './proxy-defences.ts'
import { SESSION_DEFENCES } from './session-defences.ts'
import { STEP_UP_DEFENCES } from './step-up-defences.ts'

/** Every defence whose absence is tried out. */
export const DEFENCES: readonly Defence[] = [
  ...CSRF_DEFENCES,
  ...SESSION_DEFENCES,
  ...OAUTH_DEFENCES,
  ...PROVIDER_DEFENCES,
  ...PROFILE_DEFENCES,
  ...PROXY_DEFENCES,
  ...STEP_UP_DEFENCES,
  ...CREDENTIAL_DEFENCES,
  ...COOKIE_DEFENCES,
]
