import { lazy, Suspense } from 'react'
import { Skeleton } from '../../ui/Skeleton.tsx'
import styles from './IssueBody.module.css'

// Half of the app's bytes, needed only once an issue is open.
const Markdown = lazy(async () => ({ default: (await import('../../ui/Markdown.tsx')).Markdown }))

/** The text of an issue or a comment. */
export function IssueBody({ text }: { text: string }): React.JSX.Element {
  if (!text.trim()) return <p className={styles.none}>No description.</p>
  return (
    <Suspense fallback={<Skeleton height={60} />}>
      <Markdown text={text} />
    </Suspense>
  )
}
