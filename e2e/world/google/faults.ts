import type { RequestHandler, Response } from 'express'
import { type Delay, waitOut } from '../delay.ts'

/** How the token, revocation and key endpoints misbehave. `html` is a 200 with a page instead of JSON. */
type EndpointFault = 'ok' | 'error500' | 'hang' | 'html' | Delay

/** How discovery misbehaves. `wrongIssuer` serves a document that names another server. */
export type DiscoveryFault = EndpointFault | 'wrongIssuer'

/** How the Tasks and Calendar APIs misbehave. */
export type ApiFault = 'ok' | 'error500' | 'hang' | 'rateLimited' | Delay

/** Everything a test can make the emulated Google do wrong. */
interface FaultSettings {
  discovery: DiscoveryFault
  keys: EndpointFault
  tokenEndpoint: EndpointFault
  revocation: EndpointFault
  api: ApiFault
  /** The `iss` of the authorization response: sent, left out, or another server's (RFC 9207 mix-up). */
  sendIss: true | false | 'wrong'
}

/** The fault switches; assign a field to turn one on. */
export interface Faults extends FaultSettings {
  /** Turns every fault off. */
  reset(): void
}

/** The issuer that a lying discovery document or authorization response names. */
export const FOREIGN_ISSUER = 'https://accounts.foreign.example'

const NO_FAULTS: FaultSettings = {
  discovery: 'ok',
  keys: 'ok',
  tokenEndpoint: 'ok',
  revocation: 'ok',
  api: 'ok',
  sendIss: true,
}

/** Creates the switches, all off. */
export function createFaults(): Faults {
  const faults: Faults = {
    ...NO_FAULTS,
    reset: () => {
      Object.assign(faults, NO_FAULTS)
    },
  }
  return faults
}

/**
 * Lets a switched fault answer instead of the endpoint, or hold the request up.
 *
 * @param current Reads the switch when a request arrives, so that a fault applies from then on.
 */
export function endpointFault(current: () => DiscoveryFault | ApiFault): RequestHandler {
  return async function misbehave(_req, res, next) {
    const fault = current()
    switch (fault) {
      case 'hang':
        return
      case 'error500':
        return answerError(res, 500, 'Internal error encountered.', 'INTERNAL')
      case 'rateLimited':
        return answerError(res, 429, 'Quota exceeded.', 'RESOURCE_EXHAUSTED')
      case 'html':
        res.type('html').send('<!doctype html><title>Error</title><p>That’s an error.')
        return
      case 'wrongIssuer':
        return next()
    }
    await waitOut(fault)
    next()
  }
}

function answerError(res: Response, code: number, message: string, status: string): void {
  res.status(code).json({ error: { code, message, status } })
}
