const { env } = process

/** The demo's app, with an API of its own behind the proxy for clients of every kind. */
export default {
  publicUrl: env.PUBLIC_URL,
  spa: { dir: '../../../demo-spa/dist', csp: { imgSrc: env.AVATAR_ORIGINS?.split(' ') } },
  session: { secrets: [{ env: 'SESSION_SECRET' }] },
  providers: {
    github: {
      type: 'github',
      clientId: env.GITHUB_CLIENT_ID,
      clientSecret: { env: 'GITHUB_CLIENT_SECRET' },
      scopes: ['read:user', 'user:email', 'repo'],
      baseUrl: env.GITHUB_BASE_URL,
      apiBaseUrl: env.GITHUB_API_BASE_URL,
      allowPrivateNetwork: env.PROVIDERS_ON_PRIVATE_NETWORK === 'true',
    },
  },
  upstreams: {
    // The app itself reads these.
    github: {
      target: env.GITHUB_API_BASE_URL,
      credential: { type: 'userToken', provider: 'github' },
      allow: [{ methods: ['GET'], path: '/**' }],
    },
    echo: {
      target: env.ECHO_URL,
      credential: { type: 'userToken', provider: 'github' },
      allow: [
        { methods: ['GET'], path: '/mirror', cache: 'revalidate' },
        { methods: ['POST'], path: '/mirror' },
        { methods: ['GET'], path: '/unsteady' },
        { methods: ['GET'], path: '/events' },
        { methods: ['GET'], path: '/socket' },
      ],
    },
  },
}
