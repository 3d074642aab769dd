import { defineConfig, github, githubApi, google, googleApi } from '@coatcheck/bff'

const { env } = process
const origin = (env.PUBLIC_URL ?? 'http://localhost:3000').replace(/\/$/, '')
const allowPrivateNetwork = env.PROVIDERS_ON_PRIVATE_NETWORK === 'true'
const TASKS_SCOPE = 'https://www.googleapis.com/auth/tasks'

/** The real GitHub and Google by default; the emulators, or an Enterprise Server, by one setting each. */
export default defineConfig({
  publicUrl: origin,
  log: { level: env.LOG_LEVEL === 'error' ? 'error' : 'info' },
  spa: {
    dir: './dist',
    csp: {
      imgSrc: (
        env.AVATAR_ORIGINS ?? 'https://avatars.githubusercontent.com https://lh3.googleusercontent.com'
      ).split(' '),
    },
  },
  session: {
    secrets: [{ env: 'SESSION_SECRET' }],
    store: env.REDIS_URL ? { type: 'redis', url: env.REDIS_URL } : { type: 'memory' },
  },
  providers: {
    github: github({
      clientId: env.GITHUB_CLIENT_ID ?? '',
      clientSecret: { env: 'GITHUB_CLIENT_SECRET' },
      scopes: ['read:user', 'user:email', 'repo'],
      ...(env.GITHUB_BASE_URL && { baseUrl: env.GITHUB_BASE_URL }),
      ...(env.GITHUB_API_BASE_URL && { apiBaseUrl: env.GITHUB_API_BASE_URL }),
      requireIss: env.GITHUB_REQUIRE_ISS !== 'false',
      allowPrivateNetwork,
    }),
    google: google({
      clientId: env.GOOGLE_CLIENT_ID ?? '',
      clientSecret: { env: 'GOOGLE_CLIENT_SECRET' },
      scopes: ['openid', 'email', 'profile', TASKS_SCOPE],
      ...(env.GOOGLE_ISSUER && { issuer: env.GOOGLE_ISSUER }),
      allowPrivateNetwork,
    }),
  },
  upstreams: {
    github: githubApi({
      target: env.GITHUB_API_BASE_URL,
      allow: [
        { methods: ['GET'], path: '/user', cache: 'revalidate' },
        { methods: ['GET'], path: '/user/repos', cache: 'revalidate' },
        { methods: ['GET'], path: '/search/issues' },
        { methods: ['GET'], path: '/repos/**', cache: 'revalidate' },
        { methods: ['POST', 'PATCH', 'PUT', 'DELETE'], path: '/repos/*/*/issues/**' },
        { methods: ['POST'], path: '/repos/*/*/issues' },
        { methods: ['POST'], path: '/repos/*/*/labels' },
      ],
    }),
    tasks: googleApi({
      target: env.GOOGLE_TASKS_URL ?? 'https://tasks.googleapis.com/tasks/v1',
      scopes: [TASKS_SCOPE],
    }),
  },
})
