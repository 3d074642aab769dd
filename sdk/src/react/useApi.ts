'use client'

import { useMemo } from 'react'
import type { UpstreamApi } from '../api-fetch.ts'
import type { UpstreamId } from '../register.ts'
import { useAuth } from './useAuth.ts'

/** Yields the calls to one upstream; the same object for the same upstream. */
export function useApi(upstream: UpstreamId): UpstreamApi {
  const client = useAuth()
  return useMemo(() => client.api(upstream), [client, upstream])
}
