import { useApi } from '@coatcheck/sdk/react'
import { useMemo } from 'react'
import { createGithubApi, type GithubApi } from './github-api.ts'

/** Gives the calls to GitHub, made with the signed-in person's account. */
export function useGithub(): GithubApi {
  const upstream = useApi('github')
  return useMemo(() => createGithubApi(upstream), [upstream])
}
