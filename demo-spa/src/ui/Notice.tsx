import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './Notice.module.css'

interface NoticeProps {
  tone: 'neutral' | 'warning' | 'danger'
  icon?: ReactNode
  children: ReactNode
  /** `status` is read when the screen reader is idle, `alert` at once. Default: neither. */
  role?: 'status' | 'alert'
}

/** A coloured strip with one message in it. */
export function Notice({ tone, icon, children, role }: NoticeProps): React.JSX.Element {
  return (
    <div className={classNames(styles.notice, styles[tone])} role={role}>
      {icon}
      <div className={styles.body}>{children}</div>
    </div>
  )
}
