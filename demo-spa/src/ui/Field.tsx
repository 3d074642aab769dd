import { type ReactNode, useId } from 'react'
import styles from './Field.module.css'

interface FieldProps {
  label: string
  /** One line below the control. */
  hint?: string
  /** Renders the control with the id its label points at. */
  children: (props: { id: string; className: string | undefined }) => ReactNode
}

/** A label above its control. */
export function Field({ label, hint, children }: FieldProps): React.JSX.Element {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      {children({ id, className: styles.control })}
      {hint && <p className={styles.hint}>{hint}</p>}
    </div>
  )
}

/** The class of a text box or select that stands without a visible label; give it an `aria-label`. */
export const controlClass: string | undefined = styles.control
