import { describe, expect, it } from 'vitest'
import { readRealProviders } from './real-providers.ts'

describe('readRealProviders', () => {
  it('finds none without a client id', () => {
    expect(readRealProviders({ GITHUB_CLIENT_ID: '', GOOGLE_CLIENT_SECRET: 's' })).toEqual({})
  })

  it('takes the settings of a provider whose client id is set, and nothing else that begins alike', () => {
    const env = { GITHUB_CLIENT_ID: 'id', GITHUB_CLIENT_SECRET: 'secret', GITHUB_TOKEN: 'ghp_of_the_machine' }

    expect(readRealProviders(env)).toEqual({
      github: { GITHUB_CLIENT_ID: 'id', GITHUB_CLIENT_SECRET: 'secret' },
    })
  })
})
