'use client'

import { type JSX, type MouseEvent, useSyncExternalStore } from 'react'
import type { LoginOptions } from '../login-url.ts'
import { useAuth } from './useAuth.ts'

/** Props of {@link LoginLink}: those of `<a>`, and what the login may ask for. */
export type LoginLinkProps = Omit<JSX.IntrinsicElements['a'], 'href'> & LoginOptions

/**
 * Renders a real link that signs in: it can be opened in another tab, and works before scripts run.
 *
 * @example
 * <LoginLink provider="github" className="button">Sign in with GitHub</LoginLink>
 */
export function LoginLink(props: LoginLinkProps): JSX.Element {
  const { provider, returnTo, scopes, prompt, loginHint, maxAge, onClick, ...anchor } = props
  const options = { provider, returnTo, scopes, prompt, loginHint, maxAge }
  const client = useAuth()
  // The server does not know the page's fragment, and hydration wants what the server wrote.
  const href = useSyncExternalStore(
    client.subscribe,
    () => client.loginUrl(options),
    () => client.loginUrl({ ...options, returnTo: returnTo ?? '/' }),
  )

  function follow(event: MouseEvent<HTMLAnchorElement>): void {
    onClick?.(event)
    if (event.defaultPrevented || isForAnotherTab(event)) return
    event.preventDefault()
    // Not the rendered address: a router may have moved on since.
    void client.login(options)
  }

  return <a {...anchor} href={href} onClick={follow} />
}

function isForAnotherTab({
  button,
  metaKey,
  ctrlKey,
  shiftKey,
  altKey,
  currentTarget,
}: MouseEvent<HTMLAnchorElement>) {
  const isElsewhere = currentTarget.target !== '' && currentTarget.target !== '_self'
  return button !== 0 || metaKey || ctrlKey || shiftKey || altKey || isElsewhere
}
