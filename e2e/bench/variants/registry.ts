import { join } from 'node:path'
import { CONTROL, FLOOR, PRODUCT } from '../bench-result.ts'
import { coatcheck } from './coatcheck.ts'
import { nginx } from './nginx.ts'
import { peer } from './peer.ts'
import { rawNode } from './raw-node.ts'
import type { Variant } from './variant.ts'

/** Names of the variants that need the packages of `peers/`. */
export const PEER_NAMES = [
  'express-session',
  'express-openid-connect-redis',
  'express-openid-connect-cookie',
  'better-auth-redis',
  'better-auth-cookie',
] as const

/**
 * Every variant, in the order it is reported in.
 *
 * @param profileFolder Where the floor and the product leave a CPU profile, each in a folder of its name. Absent: they
 *   are not profiled.
 */
export function allVariants(profileFolder?: string): Variant[] {
  return [
    rawNode(FLOOR, 'the floor: node:http and undici, no session', profiled(FLOOR, profileFolder)),
    rawNode(CONTROL, 'the floor once more, as the control'),
    coatcheck({
      name: PRODUCT,
      title: 'Coatcheck, `coatcheck start`, Redis',
      nodeFlags: profiled(PRODUCT, profileFolder),
    }),
    nginx,
    ...peers(),
  ]
}

function profiled(name: string, folder: string | undefined): string[] {
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${join(folder, name)}`]
}

function peers(): Variant[] {
  return [
    peer({
      name: 'express-session',
      title: 'express-session with connect-redis, http-proxy-middleware',
      server: 'express-session-server',
      store: 'redis',
    }),
    peer({
      name: 'express-openid-connect-redis',
      title: 'express-openid-connect with a Redis store, http-proxy-middleware',
      server: 'express-openid-connect-server',
      store: 'redis',
    }),
    peer({
      name: 'express-openid-connect-cookie',
      title: 'express-openid-connect with its cookie session, http-proxy-middleware',
      server: 'express-openid-connect-server',
      store: 'cookie',
    }),
    peer({
      name: 'better-auth-redis',
      title: "better-auth's session lookup in Redis, node:http and undici",
      server: 'better-auth-server',
      store: 'redis',
    }),
    peer({
      name: 'better-auth-cookie',
      title: "better-auth's session lookup from its cookie cache, node:http and undici",
      server: 'better-auth-server',
      store: 'cookie',
    }),
  ]
}
