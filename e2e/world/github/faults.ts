import type { RequestHandler, Response } from 'express'
import { type Delay, waitOut } from '../delay.ts'

/** How the token and revocation endpoints misbehave. `html` is a 200 with a page instead of a token response. */
export type EndpointFault = 'ok' | 'error500' | 'hang' | 'html' | Delay

/** How the REST API misbehaves. */
type ApiFault = 'ok' | 'error500' | 'hang' | 'rateLimited' | 'secondaryLimit' | Delay

/** Everything a test can make the emulated GitHub do wrong. */
export interface FaultSettings {
  tokenEndpoint: EndpointFault
  /** `DELETE /applications/…`. */
  revocation: EndpointFault
  api: ApiFault
  /** The `iss` of the authorization response: sent, left out, or another server's (RFC 9207 mix-up). */
  sendIss: true | false | 'wrong'
  /** The most a person grants, whatever the client asks for; `everything` leaves the request as it is. */
  grantableScope: 'everything' | readonly string[]
}

/** The fault switches; assign a field to turn one on. */
export interface Faults extends FaultSettings {
  /** Turns every fault off. */
  reset(): void
}

const NO_FAULTS: FaultSettings = {
  tokenEndpoint: 'ok',
  revocation: 'ok',
  api: 'ok',
  sendIss: true,
  grantableScope: 'everything',
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
export function endpointFault(current: () => EndpointFault): RequestHandler {
  return async (_req, res, next) => {
    const fault = current()
    if (fault === 'hang') return
    if (fault === 'error500') return answerServerError(res)
    if (fault === 'html') {
      res.type('html').send('<!doctype html><title>Unicorn!</title><p>This page is taking too long to load.')
      return
    }
    await waitOut(fault)
    next()
  }
}

/** Answers the way GitHub does when it breaks. */
export function answerServerError(res: Response): void {
  res.status(500).json({ message: 'Server Error' })
}
