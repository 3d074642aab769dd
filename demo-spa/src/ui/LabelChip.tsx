import styles from './LabelChip.module.css'

interface LabelChipProps {
  name: string
  /** Six hexadecimal digits without `#`, as GitHub sends them. */
  color: string
}

/** A label: its colour as a dot, its name in the text colour, so that every colour stays readable. */
export function LabelChip({ name, color }: LabelChipProps): React.JSX.Element {
  return (
    <span className={styles.chip}>
      <span className={styles.dot} style={{ backgroundColor: `#${color}` }} aria-hidden />
      {name}
    </span>
  )
}
