import { useMemo } from 'react'
import { useParams } from 'react-router'
import type { RepositoryName } from './repository.ts'

/** Reads which repository the page is about from its address; stable while the address is. */
export function useRepositoryName(): RepositoryName {
  const { owner = '', name = '' } = useParams()
  return useMemo(() => ({ owner, name }), [owner, name])
}
