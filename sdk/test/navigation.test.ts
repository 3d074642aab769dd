import { describe, expect, it } from 'vitest'
import { createAuthClient } from '../src/index.ts'
import { AUTH_ERROR_PARAM } from '../src/wire.ts'
import { aSession } from './support/a-session.ts'
import { aTab } from './support/a-tab.ts'
import { aTurn } from './support/until.ts'
import { withBff } from './support/with-bff.ts'

const server = withBff()

function returnToOf(url: string): string | null {
  return new URL(url, 'http://page.test').searchParams.get('returnTo')
}

describe('login', () => {
  it('is a navigation that sends nothing and returns to path, query and fragment', async () => {
    const tab = aTab(server.bff, { hintedUntil: null })

    void tab.auth.login({ provider: 'github' })
    await aTurn()

    expect(tab.left).toEqual(['/bff/login/github?returnTo=%2Fboard%3Fview%3Dmine%23top'])
    expect(tab.sent).toEqual([])
  })

  it('passes on what the login asks for, in the words of the route', () => {
    const tab = aTab(server.bff, { provider: 'google' })

    const url = tab.auth.loginUrl({
      returnTo: '/',
      scopes: ['a', 'b'],
      prompt: 'login',
      loginHint: 'ada',
      maxAge: 0,
    })

    expect(Object.fromEntries(new URL(url, server.bff.origin).searchParams)).toEqual({
      returnTo: '/',
      scope: 'a b',
      prompt: 'login',
      login_hint: 'ada',
      max_age: '0',
    })
  })

  it('says so when no provider is named', async () => {
    const tab = aTab(server.bff)

    await expect(tab.auth.login()).rejects.toThrow('Name a provider')
  })

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    'https://evil.example/board',
    'http://[',
  ])('acceptance 13: replaces the return path %j by the page', (returnTo) => {
    const tab = aTab(server.bff, { provider: 'github' })

    expect(returnToOf(tab.auth.loginUrl({ returnTo }))).toBe('/board?view=mine#top')
  })

  it.each([
    ['/a/b?c=d#e', '/a/b?c=d#e'],
    ['details', '/details'],
    ['/files#C:\\notes', '/files#C:%5Cnotes'],
    [`/${'a'.repeat(2048)}`, '/'],
  ])('returns to %s as the BFF will take it', (returnTo, expected) => {
    const tab = aTab(server.bff, { provider: 'github' })

    expect(returnToOf(tab.auth.loginUrl({ returnTo }))).toBe(expected)
  })

  it('takes its own origin for local', () => {
    const tab = aTab(server.bff, { provider: 'github' })

    expect(returnToOf(tab.auth.loginUrl({ returnTo: `${server.bff.origin}/account` }))).toBe('/account')
  })

  it('acceptance 16: a double click leaves once, and again after coming back', async () => {
    const tab = aTab(server.bff, { provider: 'github' })

    void tab.auth.login()
    void tab.auth.login()
    await aTurn()
    expect(tab.left).toHaveLength(1)

    tab.comesBack()
    void tab.auth.login()
    await aTurn()
    expect(tab.left).toHaveLength(2)
  })
})

describe('connect', () => {
  it('leaves for the connect route, keeping the session', async () => {
    server.bff.session = aSession()
    const tab = aTab(server.bff)
    await tab.auth.ensureSession()

    void tab.auth.connect('google', { scopes: ['tasks'], returnTo: '/account' })
    await aTurn()

    expect(tab.left).toEqual(['/bff/connect/google?returnTo=%2Faccount&scope=tasks'])
    expect(tab.auth.getState().status).toBe('authenticated')
  })
})

describe('requireSession', () => {
  it('SDK-03 tells the app, offers a login that comes back to where it was meant to go, and throws', async () => {
    const codes: string[] = []
    const tab = aTab(server.bff, {
      hintedUntil: null,
      onUnauthenticated: (error, { login }) => {
        codes.push(error.code)
        void login({ provider: 'github' })
      },
    })

    await expect(tab.auth.requireSession({ returnTo: '/account' })).rejects.toMatchObject({
      code: 'unauthenticated',
    })
    await expect(tab.auth.requireSession({ returnTo: '/account' })).rejects.toMatchObject({
      code: 'unauthenticated',
    })

    expect(codes).toEqual(['unauthenticated', 'unauthenticated'])
    expect(tab.left).toEqual(['/bff/login/github?returnTo=%2Faccount'])
  })
})

describe('the failure a login comes back with', () => {
  it('is taken out of the address, and kept until it is dismissed', () => {
    const tab = aTab(server.bff, { path: `/board?view=mine&${AUTH_ERROR_PARAM}=access_denied#top` })
    let changes = 0
    tab.auth.subscribe(() => changes++)

    expect(tab.auth.getLoginError()).toMatchObject({ code: 'access_denied', isTransient: false })
    expect(tab.href()).toBe(`${server.bff.origin}/board?view=mine#top`)

    tab.auth.dismissLoginError()
    expect(tab.auth.getLoginError()).toBeNull()
    expect(changes).toBe(1)
  })

  it('says no more than login_failed when somebody wrote it into a link', () => {
    const tab = aTab(server.bff, { path: `/?${AUTH_ERROR_PARAM}=call+0900-HACK` })

    expect(tab.auth.getLoginError()).toMatchObject({ code: 'login_failed' })
    expect(tab.auth.getLoginError()?.message).not.toContain('0900')
    expect(tab.href()).toBe(`${server.bff.origin}/`)
  })

  it('is none on any other page', () => {
    const tab = aTab(server.bff)

    expect(tab.auth.getLoginError()).toBeNull()
    expect(tab.href()).toBe(`${server.bff.origin}/board?view=mine#top`)
  })
})

describe('the client', () => {
  it('acceptance 18: has no function and no answer that holds a token', async () => {
    server.bff.session = aSession()
    const tab = aTab(server.bff)

    const words = JSON.stringify([Object.keys(createAuthClient()), await tab.auth.ensureSession()])

    expect(words).not.toMatch(/token/i)
  })
})
