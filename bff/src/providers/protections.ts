import type { ProtectionConfig } from '../config/protection-fields.ts'
import { DpopNonces } from '../oauth/dpop-nonces.ts'
import type { Provider } from './provider.ts'

/** Turns settings into what the protocol code asks a provider for. */
export function protections({
  par,
  dpop,
}: ProtectionConfig): Pick<Provider, 'requiresPushedRequests' | 'dpop'> {
  return {
    requiresPushedRequests: par === 'required',
    dpop: dpop ? new DpopNonces() : undefined,
  }
}
