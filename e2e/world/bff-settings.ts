import { GITHUB_CLIENT, GOOGLE_CLIENT } from './registered-clients.ts'
import type { World } from './world.ts'

/** Environment variables of `demo-spa/coatcheck.config.ts`. */
export type BffSettings = Readonly<Record<string, string>>

/** Settings of real providers; each one takes the place of an emulated one. */
export interface RealProviders {
  github?: BffSettings
  google?: BffSettings
}

/** Points the BFF at its providers: the real ones given, the emulated ones otherwise. */
export function buildProviderSettings(world: World, { github, google }: RealProviders): BffSettings {
  const pictures = [
    github ? 'https://avatars.githubusercontent.com' : world.github.webUrl,
    google ? 'https://lh3.googleusercontent.com' : world.google.issuer,
  ]
  return {
    ...(github ?? emulatedGithub(world)),
    ...(google ?? emulatedGoogle(world)),
    AVATAR_ORIGINS: pictures.join(' '),
  }
}

function emulatedGithub({ github }: World): BffSettings {
  return {
    GITHUB_CLIENT_ID: GITHUB_CLIENT.clientId,
    GITHUB_CLIENT_SECRET: GITHUB_CLIENT.clientSecret,
    GITHUB_BASE_URL: github.webUrl,
    GITHUB_API_BASE_URL: github.apiUrl,
  }
}

function emulatedGoogle({ google }: World): BffSettings {
  return {
    GOOGLE_CLIENT_ID: GOOGLE_CLIENT.clientId,
    GOOGLE_CLIENT_SECRET: GOOGLE_CLIENT.clientSecret,
    GOOGLE_ISSUER: google.issuer,
    GOOGLE_TASKS_URL: google.tasksUrl,
  }
}
