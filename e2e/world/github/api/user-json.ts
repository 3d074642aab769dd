import type { Account } from '../data/account.ts'
import type { Origins } from '../github-options.ts'
import { nodeId } from './node-id.ts'

/** The JSON every mapper of the API yields. */
export type Json = Record<string, unknown>

/** An account as it stands inside other resources. */
export function toUserJson({ id, login, kind }: Account, origins: Origins): Json {
  const url = `${origins.api}/users/${login}`
  return {
    login,
    id,
    node_id: nodeId(kind === 'User' ? 'U' : 'O', id),
    avatar_url: `${origins.web}/avatars/u/${id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${origins.web}/${login}`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    type: kind,
    user_view_type: 'public',
    site_admin: false,
  }
}

/** The signed-in account as `GET /user` shows it. The public e-mail address is not set, so it is null. */
export function toOwnProfileJson(account: Account, origins: Origins): Json {
  return {
    ...toUserJson(account, origins),
    name: account.name,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    notification_email: null,
    created_at: '2015-12-10T09:00:00Z',
    updated_at: '2026-01-05T09:00:00Z',
  }
}
