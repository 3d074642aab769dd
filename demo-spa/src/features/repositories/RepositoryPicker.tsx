import { Inbox, SearchX } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { controlClass } from '../../ui/Field.tsx'
import { Loading, Skeleton } from '../../ui/Skeleton.tsx'
import { ErrorPanel } from '../api/ErrorPanel.tsx'
import type { Repository } from '../github/repository.ts'
import styles from './RepositoryPicker.module.css'
import { RepositoryRow } from './RepositoryRow.tsx'
import { useRepositories } from './useRepositories.ts'

/** The list of repositories with a box to narrow it. */
export function RepositoryPicker(): React.JSX.Element {
  const repositories = useRepositories()
  const [text, setText] = useState('')

  if (repositories.isPending) return <PickerSkeleton />
  if (repositories.isError && !repositories.data) {
    return (
      <ErrorPanel
        provider="github"
        error={repositories.error}
        retry={repositories.refetch}
        isRetrying={repositories.isFetching}
      />
    )
  }

  const all = repositories.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <input
        type="search"
        className={controlClass}
        aria-label="Search repositories"
        placeholder="Search repositories"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <RepositoryList
        repositories={all.filter((repository) => matches(repository, text))}
        isEmpty={all.length === 0}
      />
      {repositories.hasNextPage && (
        <div className={styles.more}>
          <Button onClick={() => repositories.fetchNextPage()} isBusy={repositories.isFetchingNextPage}>
            Load more
          </Button>
        </div>
      )}
    </>
  )
}

function RepositoryList(props: { repositories: readonly Repository[]; isEmpty: boolean }): React.JSX.Element {
  if (props.isEmpty) {
    return (
      <EmptyState icon={<Inbox size={20} aria-hidden />} title="No repositories yet">
        <p>Repositories you own or work on at GitHub appear here.</p>
      </EmptyState>
    )
  }
  if (props.repositories.length === 0) {
    return (
      <EmptyState icon={<SearchX size={20} aria-hidden />} title="No repository matches">
        <p>Try fewer letters.</p>
      </EmptyState>
    )
  }
  return (
    <ul className={styles.list}>
      {props.repositories.map((repository) => (
        <RepositoryRow key={repository.id} repository={repository} />
      ))}
    </ul>
  )
}

function PickerSkeleton(): React.JSX.Element {
  return (
    <Loading label="Loading repositories">
      <div className={styles.skeletons}>
        {['44%', '62%', '38%', '55%'].map((width) => (
          <div key={width} className={styles.skeleton}>
            <Skeleton width={width} height={16} />
            <Skeleton width="80%" height={12} />
          </div>
        ))}
      </div>
    </Loading>
  )
}

function matches({ owner, name, description }: Repository, text: string): boolean {
  return `${owner}/${name} ${description}`.toLowerCase().includes(text.trim().toLowerCase())
}
