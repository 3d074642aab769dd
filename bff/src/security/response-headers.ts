import type { IncomingMessage, ServerResponse } from 'node:http'
import helmet, { type HelmetOptions } from 'helmet'

/** Sources a page may load from besides its own origin, per kind. */
export interface PageSources {
  imgSrc: readonly string[]
  connectSrc: readonly string[]
  fontSrc: readonly string[]
  styleSrc: readonly string[]
}

/** Middleware on Node's own request and response; it never fails. */
export type HeaderSetter = (req: IncomingMessage, res: ServerResponse, next: () => void) => void

const HSTS_SECONDS = 365 * 24 * 60 * 60

const SHARED: HelmetOptions = {
  // Said once for every answer, by transportSecurity.
  strictTransportSecurity: false,
  // A popup login reports over BroadcastChannel, so no window needs a hold on another.
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' },
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
}

/**
 * What promises https for a year on every answer, proxied ones included; names and values by turns.
 *
 * @param publicUrl Only https answers may promise https; on loopback http there is nothing to say.
 * @see RFC 6797 section 7.2
 */
export function transportSecurity(publicUrl: string): readonly string[] {
  if (new URL(publicUrl).protocol !== 'https:') return []
  return ['Strict-Transport-Security', `max-age=${HSTS_SECONDS}; includeSubDomains`]
}

/** @param list Names and values by turns. */
export function setHeaders(res: ServerResponse, list: readonly string[]): void {
  for (let at = 0; at < list.length; at += 2) res.setHeader(list[at] ?? '', list[at + 1] ?? '')
}

/**
 * Sets what every JSON answer carries: it is not to be stored, framed, sniffed, or loaded by
 * another origin, and it is no document that could run anything.
 *
 * @see ASVS 5.0 sections 3.4 and 4.1
 */
export function bffHeaders(): HeaderSetter {
  const setHeaders = helmet({
    ...SHARED,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    referrerPolicy: { policy: 'no-referrer' },
  })
  return function setBffHeaders(req, res, next) {
    res.setHeader('Cache-Control', 'no-store')
    setHeaders(req, res, next)
  }
}

/**
 * Sets what every file of the app carries, pictures included: an SVG opened by itself is a
 * document too. Scripts and styles come from files of this origin and from nowhere else.
 *
 * @param sources Exceptions the configuration makes, as origins.
 * @see Content Security Policy Level 3, ASVS 5.0 section 3.4
 */
export function pageHeaders(sources: PageSources): HeaderSetter {
  return helmet({
    ...SHARED,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", ...sources.styleSrc],
        imgSrc: ["'self'", 'data:', ...sources.imgSrc],
        fontSrc: ["'self'", ...sources.fontSrc],
        connectSrc: ["'self'", ...sources.connectSrc],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Full URLs may name a person's private repositories; other sites learn the origin at most.
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  })
}
