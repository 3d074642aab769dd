import type { ProtectionConfig } from '../config/protection-fields.ts'
import { DpopNonces } from '../oauth/dpop-nonces.ts'
import type { Provider } from './provider.ts'

/** Turns settings into what the protocol code asks a provider for. */
export function protections({
  par,
  dpop,
  responseMode,
}: ProtectionConfig): Pick<Provider, 'requiresPushedRequests' | 'dpop' | 'responseMode'> {
  return {
    requiresPushedRequests: par === 'required',
    dpop: dpop ? new DpopNonces() : undefined,
    responseMode,
  }
}
