import type { GithubEmulator } from './github/github-emulator.ts'
import { startGithub } from './github/start-github.ts'
import type { GoogleEmulator } from './google/google-emulator.ts'
import { startGoogle } from './google/start-google.ts'
import { GITHUB_CLIENT, GOOGLE_CLIENT } from './registered-clients.ts'
import { createWorldClock, type WorldClock } from './world-clock.ts'

/** The public origins of the emulated providers, when a TLS front stands before them. */
export interface WorldOrigins {
  githubWeb: string
  githubApi: string
  google: string
  googleApi: string
}

/** How long the providers' access tokens live. */
export interface TokenLifetimes {
  /** Gives GitHub's tokens a lifetime and a rotating refresh token. Absent: they never expire. */
  githubTokenLifetimeSeconds?: number
  /** Lifetime of Google's access tokens. Default 3600. */
  googleTokenLifetimeSeconds?: number
}

/** How to start the world. */
export interface WorldOptions extends TokenLifetimes {
  /** The one origin the browser sees of the app; the redirect URIs registered at the providers derive from it. */
  appUrl: string
  /** Default: the loopback listeners' own, over http. */
  origins?: WorldOrigins
}

/** Both emulated providers, living by one clock. */
export interface World {
  clock: WorldClock
  github: GithubEmulator
  google: GoogleEmulator
  /** Every token, code and client secret either provider has handed out, for leak sweeps. */
  issuedTokens(): string[]
  /** Both providers back to their seed. The clock stays where it is. */
  reset(): void
  close(): Promise<void>
}

/**
 * Starts the emulated GitHub and Google on loopback, with the app registered at both.
 *
 * @throws {Error} with `NODE_ENV=production`: anybody can sign in here as anybody.
 */
export async function startWorld(options: WorldOptions): Promise<World> {
  if (process.env.NODE_ENV === 'production') throw new Error('the world refuses NODE_ENV=production')
  const clock = createWorldClock()
  const github = await startGithub({ clock, ...githubOptions(options) })
  const google = await startGoogle({ clock, ...googleOptions(options) })

  return {
    clock,
    github,
    google,
    issuedTokens: () => [...github.issuedTokens(), ...google.issuedTokens()],
    reset: () => {
      github.reset()
      google.reset()
    },
    close: async () => {
      await Promise.all([github.close(), google.close()])
    },
  }
}

function githubOptions({ appUrl, origins, githubTokenLifetimeSeconds }: WorldOptions) {
  const lifetime = githubTokenLifetimeSeconds ? { tokenLifetimeSeconds: githubTokenLifetimeSeconds } : {}
  const client = { ...GITHUB_CLIENT, ...lifetime, redirectUris: [`${appUrl}/bff/callback/github`] }
  return { clients: [client], ...(origins && { webOrigin: origins.githubWeb, apiOrigin: origins.githubApi }) }
}

function googleOptions({ appUrl, origins, googleTokenLifetimeSeconds }: WorldOptions) {
  const client = { ...GOOGLE_CLIENT, redirectUris: [`${appUrl}/bff/callback/google`] }
  return {
    clients: [client],
    ...(origins && { origin: origins.google, apiOrigin: origins.googleApi }),
    ...(googleTokenLifetimeSeconds && { accessTokenLifetimeSeconds: googleTokenLifetimeSeconds }),
  }
}
