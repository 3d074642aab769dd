const { env } = process

/** The demo's app, which is not looked at, one OpenID provider known by its issuer, and one API for its tokens. */
export default {
  publicUrl: env.PUBLIC_URL,
  spa: { dir: '../../../demo-spa/dist' },
  session: { secrets: [{ env: 'SESSION_SECRET' }] },
  providers: {
    corp: {
      type: 'oidc',
      issuer: env.ISSUER,
      clientId: env.CLIENT_ID,
      ...(env.CLIENT_KEY
        ? { clientAuth: { method: 'private_key_jwt', key: { env: 'CLIENT_KEY' } } }
        : { clientSecret: { env: 'CLIENT_SECRET' } }),
      scopes: ['openid', 'profile', 'email', 'offline_access'],
    },
  },
  upstreams: {
    things: {
      target: env.API_URL,
      credential: { type: 'userToken', provider: 'corp' },
      allow: [
        { methods: ['GET'], path: '/grave/**', requires: { maxAge: 600 } },
        { methods: ['GET'], path: '/**' },
      ],
    },
  },
}
