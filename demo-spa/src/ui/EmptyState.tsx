import type { ReactNode } from 'react'
import styles from './EmptyState.module.css'

interface EmptyStateProps {
  icon?: ReactNode
  title: string
  /** What the emptiness means and what to do about it. */
  children?: ReactNode
  /** Buttons or links that lead on. */
  actions?: ReactNode
  /** The heading's level in the page around it. Default 2. */
  headingLevel?: 1 | 2 | 3
}

/** A quiet block where content would be: nothing yet, nothing found, or something went wrong. */
export function EmptyState(props: EmptyStateProps): React.JSX.Element {
  const Heading = `h${props.headingLevel ?? 2}` as const
  return (
    <div className={styles.emptyState}>
      {props.icon && <div className={styles.icon}>{props.icon}</div>}
      <Heading className={styles.title}>{props.title}</Heading>
      {props.children && <div className={styles.text}>{props.children}</div>}
      {props.actions && <div className={styles.actions}>{props.actions}</div>}
    </div>
  )
}
