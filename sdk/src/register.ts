import type { WireUser } from './wire.ts'

// Only an interface merges with an app's declaration; the key keeps it from being empty and cannot clash.
declare const unregistered: unique symbol

/**
 * The one place an app tells the SDK about its own types. Augment it once:
 *
 * @example
 * declare module '@coatcheck/sdk' {
 *   interface Register {
 *     providers: 'github' | 'google'
 *     upstreams: 'github' | 'tasks'
 *   }
 * }
 */
export interface Register {
  [unregistered]?: never
}

/** The signed-in person as the BFF describes them when the app registers no type of its own. */
export type DefaultUser = WireUser

/** The signed-in person; `Register['user']` when registered. */
export type User = Register extends { user: infer U } ? U : DefaultUser

/** Id of a configured provider; `Register['providers']` when registered. */
export type ProviderId = Register extends { providers: infer P extends string } ? P : string

/** Id of a configured upstream; `Register['upstreams']` when registered. */
export type UpstreamId = Register extends { upstreams: infer P extends string } ? P : string
