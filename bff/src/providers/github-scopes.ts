/**
 * What a scope includes besides itself. GitHub leaves the included ones out of a grant, so their absence there
 * says nothing.
 *
 * @see GitHub's "Scopes for OAuth apps", sections "Available scopes" and "Normalized scopes"
 */
const INCLUDED: Readonly<Record<string, readonly string[]>> = {
  'admin:enterprise': [
    'manage_billing:enterprise',
    'manage_runners:enterprise',
    'read:enterprise',
    'scim:enterprise',
  ],
  'admin:gpg_key': ['write:gpg_key', 'read:gpg_key'],
  'admin:org': ['write:org', 'read:org', 'manage_runners:org'],
  'admin:public_key': ['write:public_key', 'read:public_key'],
  'admin:repo_hook': ['write:repo_hook', 'read:repo_hook'],
  'admin:ssh_signing_key': ['write:ssh_signing_key', 'read:ssh_signing_key'],
  audit_log: ['read:audit_log'],
  codespace: ['codespace:secrets'],
  copilot: ['manage_billing:copilot'],
  project: ['read:project'],
  repo: [
    'public_repo',
    'repo:invite',
    'repo:status',
    'repo_deployment',
    'security_events',
    'admin:repo_hook',
    'write:repo_hook',
    'read:repo_hook',
  ],
  user: ['read:user', 'user:email', 'user:follow'],
  'write:discussion': ['read:discussion'],
  'write:gpg_key': ['read:gpg_key'],
  'write:org': ['read:org'],
  'write:packages': ['read:packages'],
  'write:public_key': ['read:public_key'],
  'write:repo_hook': ['read:repo_hook'],
  'write:ssh_signing_key': ['read:ssh_signing_key'],
}

/** Yields the scopes that grant what this one does: itself first, then those that include it. */
export function githubScopesGranting(scope: string): string[] {
  const including = Object.keys(INCLUDED).filter((name) => INCLUDED[name]?.includes(scope))
  return [scope, ...including]
}
