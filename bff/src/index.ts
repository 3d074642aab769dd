export type { Bff } from './app.ts'
export type { ConfigProblem } from './config/config-error.ts'
export { ConfigError } from './config/config-error.ts'
export {
  clientCredentials,
  defineConfig,
  github,
  google,
  oauth2,
  oidc,
  tokenExchange,
  userToken,
} from './config/factories.ts'
export type { ConfigInput } from './config/schema.ts'
export type { GithubApiOptions, GoogleApiOptions } from './config/upstream-presets.ts'
export { githubApi, googleApi } from './config/upstream-presets.ts'
export type { BffOptions } from './create-bff.ts'
export { createBff } from './create-bff.ts'
