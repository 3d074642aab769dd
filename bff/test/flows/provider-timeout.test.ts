import { describe, expect, it } from 'vitest'
import { GITHUB_TOKEN_PATH } from '../support/github-provider.ts'
import { login } from '../support/journey.ts'
import { startBff } from '../support/start-bff.ts'

describe('a provider that takes the code and never answers', () => {
  it('TOKEN-04 TOKEN-12 is given up when its time is over, and the code is not sent again', async () => {
    const bff = await startBff({ providerTimeLimits: { tokenMs: 200, otherMs: 10_000 } })
    const held = bff.github.hold(GITHUB_TOKEN_PATH)

    const landing = await login(bff.browser(), 'github', '?returnTo=/here')

    expect(landing.headers.location).toBe('/here?auth_error=provider_unavailable')
    expect(bff.github.callsTo(GITHUB_TOKEN_PATH)).toHaveLength(1)
    held.release()
  })
})
