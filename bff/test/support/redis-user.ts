/** An ACL user with nothing but the rights that bff/README.md asks for. */
export const REDIS_USER = { username: 'coatcheck', password: 'canary-acl-password' }

/** Settings that make Redis know {@link REDIS_USER}. @param rights Besides the usual ones. */
export function userSettings(...rights: string[]): string[] {
  const usual = [
    '~test:*',
    '~coatcheck:*',
    '&test:*',
    '&coatcheck:*',
    '+@connection',
    '+@pubsub',
    '+@read',
    '+@write',
    '+@scripting',
    '-@dangerous',
  ]
  return ['--user', REDIS_USER.username, 'on', `>${REDIS_USER.password}`, ...usual, ...rights]
}
