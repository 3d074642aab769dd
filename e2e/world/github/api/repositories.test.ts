import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type GithubFixture, startGithubFixture } from '../testing/github-fixture.ts'

let fixture: GithubFixture
let token: string
beforeAll(async () => {
  fixture = await startGithubFixture()
})
beforeEach(async () => {
  fixture.github.reset()
  token = await fixture.signIn('ada')
})
afterAll(() => fixture.github.close())

async function get(path: string) {
  return (await fixture.api(path, { token })).json()
}

describe('/user', () => {
  it('has the numeric id and a picture that can be fetched, and no public e-mail', async () => {
    const user = await get('/user')
    const picture = await fetch(user.avatar_url)

    expect(user).toMatchObject({ id: 1815, login: 'ada', name: 'Ada Byron', email: null, type: 'User' })
    expect(picture.headers.get('content-type')).toMatch('image/svg+xml')
  })

  it('lists the addresses with the primary, verified one not first', async () => {
    const emails: { email: string; primary: boolean; verified: boolean }[] = await get('/user/emails')

    expect(emails[0]?.verified).toBe(false)
    expect(emails.filter((entry) => entry.primary && entry.verified)).toEqual([
      expect.objectContaining({ email: 'ada@example.com' }),
    ])
  })

  it('hides the addresses from a token without user:email', async () => {
    const narrow = await fixture.signIn('ada', 'read:user')

    expect((await fixture.api('/user/emails', { token: narrow })).status).toBe(404)
  })
})

describe('/user/repos', () => {
  async function names(query: string): Promise<string[]> {
    const repositories: { full_name: string }[] = await get(`/user/repos${query}`)
    return repositories.map((repository) => repository.full_name)
  }

  it('lists what the person owns and works on, by name', async () => {
    expect(await names('')).toEqual([
      'ada/analytical-engine',
      'ada/notes',
      'difference-works/loom',
      'grace/plain-compiler',
    ])
  })

  it('filters by affiliation and visibility, and sorts by time', async () => {
    expect(await names('?affiliation=owner')).toEqual(['ada/analytical-engine', 'ada/notes'])
    expect(await names('?visibility=private')).toEqual(['ada/notes', 'difference-works/loom'])
    expect((await names('?sort=updated')).at(0)).toBe('ada/analytical-engine')
  })

  it('leaves private ones out for a token without the scope repo', async () => {
    token = await fixture.signIn('ada', 'public_repo')

    expect(await names('')).toEqual(['ada/analytical-engine', 'grace/plain-compiler'])
  })

  it('pages with links to its own address', async () => {
    const { headers } = await fixture.api('/user/repos?per_page=3', { token })

    expect(headers.get('link')).toBe(
      `<${fixture.github.apiUrl}/user/repos?per_page=3&page=2>; rel="next", <${fixture.github.apiUrl}/user/repos?per_page=3&page=2>; rel="last"`,
    )
  })
})

describe('a repository', () => {
  it('says what the caller may do in it', async () => {
    expect(await get('/repos/ada/analytical-engine')).toMatchObject({
      full_name: 'ada/analytical-engine',
      private: false,
      permissions: { admin: true, push: true, pull: true },
    })
    expect(await get('/repos/grace/plain-compiler')).toMatchObject({
      permissions: { push: false, pull: true },
    })
  })

  it.each([
    ['a foreign private repository', '/repos/linus/secret-plans'],
    ['its issues', '/repos/linus/secret-plans/issues'],
    ['its number', '/repositories/1991000005'],
    ['one that does not exist', '/repos/ada/nothing'],
  ])('answers the same 404 for %s', async (_what, path) => {
    const response = await fixture.api(path, { token })

    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ message: 'Not Found' })
  })

  it('hides even an own private repository from a token without the scope repo', async () => {
    const narrow = await fixture.signIn('ada', 'public_repo')

    expect((await fixture.api('/repos/ada/notes', { token: narrow })).status).toBe(404)
  })

  it('is redirected from a former name to its number, for every path below', async () => {
    const response = await fixture.api('/repos/grace/a-0', { token })
    const below = await fixture.api('/repos/grace/a-0/issues?state=all', { token })
    const write = await fixture.api('/repos/grace/a-0/issues', {
      token,
      method: 'POST',
      body: { title: 't' },
    })

    expect(response.status).toBe(301)
    expect(response.headers.get('location')).toBe(`${fixture.github.apiUrl}/repositories/1952000004`)
    expect(await response.json()).toMatchObject({ message: 'Moved Permanently' })
    expect(below.headers.get('location')).toBe(
      `${fixture.github.apiUrl}/repositories/1952000004/issues?state=all`,
    )
    expect(write.status).toBe(307)
  })

  it('lists who issues can be given to, and the open milestones', async () => {
    const assignees: { login: string }[] = await get('/repos/ada/analytical-engine/assignees')
    const milestones: { title: string; open_issues: number }[] = await get(
      '/repos/ada/analytical-engine/milestones',
    )

    expect(assignees.map((account) => account.login)).toEqual([
      'ada',
      'grace',
      'linus',
      'katherine',
      'edsger',
    ])
    expect(milestones.map((milestone) => milestone.title)).toEqual(['1.1', '2.0'])
    expect(milestones[0]?.open_issues).toBeGreaterThan(0)
  })
})

describe('pages', () => {
  it('are linked in the numeric form of the address, which works', async () => {
    const base = `${fixture.github.apiUrl}/repositories/1837000001/issues`

    const second = await fixture.api('/repos/ada/analytical-engine/issues?state=all&per_page=10&page=2', {
      token,
    })
    const next = await fixture.api('/repositories/1837000001/issues?state=all&per_page=10&page=3', { token })

    expect(second.headers.get('link')).toBe(
      [
        `<${base}?state=all&per_page=10&page=1>; rel="prev"`,
        `<${base}?state=all&per_page=10&page=3>; rel="next"`,
        `<${base}?state=all&per_page=10&page=6>; rel="last"`,
        `<${base}?state=all&per_page=10&page=1>; rel="first"`,
      ].join(', '),
    )
    expect(next.status).toBe(200)
  })

  it('together hold every issue once', async () => {
    const numbers = new Set<number>()
    let url: string | undefined = '/repos/ada/analytical-engine/issues?state=all&per_page=20'
    while (url) {
      const response: Response = await fixture.api(url, { token })
      for (const issue of await response.json()) numbers.add(issue.number)
      url = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1]
    }

    expect(numbers.size).toBe(53)
  })
})
