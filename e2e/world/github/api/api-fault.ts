import type { RequestHandler } from 'express'
import { waitOut } from '../../delay.ts'
import type { WorldClock } from '../../world-clock.ts'
import { answerServerError, type FaultSettings } from '../faults.ts'
import { primaryLimitFault, secondaryLimitFault } from './rate-limit.ts'

/** Lets the switched fault of the REST API answer instead of the routes. */
export function apiFault(faults: Pick<FaultSettings, 'api'>, clock: WorldClock): RequestHandler {
  return async (_req, res, next) => {
    const fault = faults.api
    if (fault === 'hang') return
    if (fault === 'error500') return answerServerError(res)
    if (fault === 'rateLimited') throw primaryLimitFault(clock.now())
    if (fault === 'secondaryLimit') throw secondaryLimitFault()
    await waitOut(fault)
    next()
  }
}
