const { env } = process

/** A plain configuration, as a team would write it: Redis, an allow-list, and everything else at its default. */
export default {
  publicUrl: env.PUBLIC_URL,
  session: {
    secrets: [{ env: 'SESSION_SECRET' }],
    store: { type: 'redis', url: env.REDIS_URL },
    // Longer than a whole bench, in which sessions rest while other runs have their turn.
    idleTimeoutSeconds: 6 * 60 * 60,
  },
  // The bench signs in thousands of times from one address, and times none of it.
  rateLimits: { loginsPerMinute: 1_000_000, totalLoginsPerMinute: 1_000_000, callbacksPerMinute: 1_000_000 },
  providers: {
    github: {
      type: 'github',
      clientId: env.GITHUB_CLIENT_ID,
      clientSecret: { env: 'GITHUB_CLIENT_SECRET' },
      baseUrl: env.GITHUB_BASE_URL,
      apiBaseUrl: env.GITHUB_API_BASE_URL,
    },
  },
  upstreams: {
    bench: {
      target: env.UPSTREAM_URL,
      credential: { type: 'userToken', provider: 'github' },
      allow: [
        { methods: ['GET'], path: '/users/*' },
        { methods: ['GET'], path: '/items/**' },
        { methods: ['POST'], path: '/items' },
      ],
      // A run with one session puts all its connections on it.
      maxConcurrentPerSession: 1024,
    },
  },
}
