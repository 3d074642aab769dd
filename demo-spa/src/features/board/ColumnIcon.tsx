import { Circle, CircleCheck, CircleDotDashed } from 'lucide-react'
import styles from './ColumnIcon.module.css'
import type { ColumnId } from './columns.ts'

const ICONS = { todo: Circle, progress: CircleDotDashed, done: CircleCheck }

/** A column's sign in its colour; decorative, so name the column beside it. */
export function ColumnIcon({ column }: { column: ColumnId }): React.JSX.Element {
  const Icon = ICONS[column]
  return <Icon size={15} className={styles[column]} aria-hidden />
}
