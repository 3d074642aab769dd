import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import styles from './IconButton.module.css'

interface IconButtonProps extends ComponentProps<'button'> {
  /** What the button does: its accessible name and its tooltip. */
  label: string
}

/** A square button that shows only an icon; the icon itself is hidden from screen readers. */
export function IconButton({ label, className, ...rest }: IconButtonProps): React.JSX.Element {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classNames(styles.iconButton, className)}
      {...rest}
    />
  )
}
