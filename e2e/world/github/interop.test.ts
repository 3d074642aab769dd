import { Octokit } from '@octokit/rest'
import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CLIENT, type GithubFixture, startGithubFixture } from './testing/github-fixture.ts'

let fixture: GithubFixture
beforeAll(async () => {
  fixture = await startGithubFixture()
})
afterAll(() => fixture.github.close())

describe('unmodified oauth4webapi', () => {
  it('signs in, with the issuer and PKCE checked on both sides', async () => {
    const issuer = `${fixture.github.webUrl}/login/oauth`
    const server = {
      issuer,
      token_endpoint: `${issuer}/access_token`,
      authorization_response_iss_parameter_supported: true,
    }
    const client = { client_id: CLIENT.clientId }
    const [redirectUri = ''] = CLIENT.redirectUris
    const codeVerifier = oauth.generateRandomCodeVerifier()
    const state = oauth.generateRandomState()
    const callbackUrl = await fixture.authorize('ada', {
      redirect_uri: redirectUri,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    })

    const params = oauth.validateAuthResponse(server, client, callbackUrl, state)
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.ClientSecretPost(CLIENT.clientSecret),
      params,
      redirectUri,
      codeVerifier,
      { [oauth.allowInsecureRequests]: true },
    )

    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response)
    expect(tokens.access_token).toMatch(/^gho_/)
    expect(tokens.token_type).toBe('bearer')
  })
})

describe('unmodified Octokit', () => {
  it('pages through all issues, creates one and comments on it', async () => {
    const auth = await fixture.signIn('ada')
    const octokit = new Octokit({ auth, baseUrl: fixture.github.apiUrl })
    const repository = { owner: 'ada', repo: 'analytical-engine' }

    const issues = await octokit.paginate(octokit.rest.issues.listForRepo, {
      ...repository,
      state: 'all',
      per_page: 25,
    })
    const { data: created } = await octokit.rest.issues.create({ ...repository, title: 'From Octokit' })
    const { status } = await octokit.rest.issues.createComment({
      ...repository,
      issue_number: created.number,
      body: 'Hello',
    })

    expect(new Set(issues.map((issue) => issue.number)).size).toBe(53)
    expect(created.number).toBe(54)
    expect(status).toBe(201)
  })

  it('follows the redirect of a renamed repository', async () => {
    const octokit = new Octokit({ auth: await fixture.signIn('ada'), baseUrl: fixture.github.apiUrl })

    const { data } = await octokit.rest.repos.get({ owner: 'grace', repo: 'a-0' })

    expect(data.full_name).toBe('grace/plain-compiler')
  })
})
