import styles from './Skeleton.module.css'

interface SkeletonProps {
  /** Width as a CSS length. Default the whole line. */
  width?: string
  /** Height in CSS pixels. Default 14. */
  height?: number
}

/** A grey bar in the place of content that is on its way. */
export function Skeleton({ width = '100%', height = 14 }: SkeletonProps): React.JSX.Element {
  return <span className={styles.skeleton} style={{ width, height }} aria-hidden />
}

/** Tells screen readers what is loading; sighted people see the skeletons inside. */
export function Loading({
  label,
  children,
}: {
  label: string
  children: React.ReactNode
}): React.JSX.Element {
  return (
    <div aria-busy="true">
      <span className="visually-hidden" role="status">
        {label}
      </span>
      {children}
    </div>
  )
}
