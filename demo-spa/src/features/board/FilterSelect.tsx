import { classNames } from '../../ui/class-names.ts'
import styles from './FilterSelect.module.css'

interface FilterSelectProps {
  label: string
  options: readonly string[]
  /** Empty for no filter. */
  value: string
  onChange: (value: string) => void
}

/** A select that narrows the board; it stands out while it does. */
export function FilterSelect({ label, options, value, onChange }: FilterSelectProps): React.JSX.Element {
  // A link may name a value that nothing on this board has: show it, so that it can be taken away.
  const shown = value && !options.includes(value) ? [value, ...options] : options
  return (
    <select
      aria-label={label}
      className={classNames(styles.select, value !== '' && styles.active)}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{label}</option>
      {shown.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  )
}
