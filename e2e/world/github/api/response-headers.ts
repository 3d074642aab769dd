import type { RequestHandler } from 'express'
import { randomText } from '../random-text.ts'
import { ApiError } from './api-error.ts'

const DEFAULT_VERSION = '2022-11-28'
const SUPPORTED_VERSIONS: readonly string[] = [DEFAULT_VERSION, '2026-03-10']

const EXPOSED_HEADERS =
  'ETag, Link, Location, Retry-After, X-GitHub-OTP, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Used, X-RateLimit-Resource, X-RateLimit-Reset, X-OAuth-Scopes, X-Accepted-OAuth-Scopes, X-Poll-Interval, X-GitHub-Media-Type, X-GitHub-SSO, X-GitHub-Request-Id, Deprecation, Sunset'

/** Sets what every answer of the real API carries, so that a proxy has it to deal with. */
export function responseHeaders(): RequestHandler {
  return (req, res, next) => {
    res.set({
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': EXPOSED_HEADERS,
      'Content-Security-Policy': "default-src 'none'",
      'Referrer-Policy': 'origin-when-cross-origin, strict-origin-when-cross-origin',
      'Strict-Transport-Security': 'max-age=31536000; includeSubdomains; preload',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'deny',
      'X-XSS-Protection': '0',
      'X-GitHub-Media-Type': 'github.v3; format=json',
      'X-GitHub-Request-Id': randomText(24).toUpperCase(),
    })
    if (req.method !== 'OPTIONS') return next()
    res
      .status(204)
      .set({
        'Access-Control-Allow-Headers':
          'Authorization, Content-Type, If-Match, If-None-Match, X-Requested-With',
        'Access-Control-Allow-Methods': 'GET, POST, PATCH, PUT, DELETE',
        'Access-Control-Max-Age': '86400',
      })
      .end()
  }
}

/** Answers the version asked for, or refuses one that does not exist. */
export function apiVersion(): RequestHandler {
  return (req, res, next) => {
    const version = req.get('X-GitHub-Api-Version') ?? DEFAULT_VERSION
    if (!SUPPORTED_VERSIONS.includes(version)) {
      throw new ApiError(400, `${version} is not a supported version of the REST API.`)
    }
    res.set('X-GitHub-Api-Version-Selected', version)
    next()
  }
}

/** Refuses requests that do not say which program sends them; as text, like the real one. */
export function requireUserAgent(): RequestHandler {
  return (req, res, next) => {
    if (req.headers['user-agent']?.trim()) return next()
    res
      .status(403)
      .type('text')
      .send(
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header (https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required). Check https://developer.github.com for other possible causes.\n',
      )
  }
}
