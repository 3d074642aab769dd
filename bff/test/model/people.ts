import type { GithubPerson } from '../support/github-provider.ts'
import type { GooglePerson } from '../support/google-provider.ts'
import type { ProviderId } from '../support/journey.ts'

export type PersonName = 'ada' | 'grace'

/** What the BFF may say of an account. */
export interface Account {
  provider: ProviderId
  accountId: string
  user: { id: string; name: string; email: string; picture?: string }
  label: string
  scopes: string[]
}

/** People of one run: nobody of an earlier run is met again, so that runs can share a BFF. */
export class People {
  readonly #run: number

  constructor(run: number) {
    this.#run = run
  }

  atGithub(name: PersonName): GithubPerson {
    const emails = [{ email: `${name}@verified.example`, primary: true, verified: true }]
    return { id: this.#run * 10 + (name === 'ada' ? 1 : 2), login: name, name: `${name} at github`, emails }
  }

  atGoogle(name: PersonName): GooglePerson {
    const sub = `11024${this.#run * 10 + (name === 'ada' ? 1 : 2)}`
    return { sub, email: `${name}@google.example`, name: `${name} at google` }
  }

  account(provider: ProviderId, name: PersonName): Account {
    return provider === 'github' ? this.#githubAccount(name) : this.#googleAccount(name)
  }

  #githubAccount(person: PersonName): Account {
    const { id, login, name } = this.atGithub(person)
    const email = `${person}@verified.example`
    return {
      provider: 'github',
      accountId: String(id),
      user: { id: `github:${id}`, name: name ?? login, email, picture: `https://avatars.example/${id}` },
      label: login,
      scopes: ['read:user', 'user:email'],
    }
  }

  #googleAccount(person: PersonName): Account {
    const { sub, email, name } = this.atGoogle(person)
    return {
      provider: 'google',
      accountId: sub,
      user: { id: `google:${sub}`, name, email },
      label: email,
      scopes: ['openid', 'email', 'profile'],
    }
  }
}
