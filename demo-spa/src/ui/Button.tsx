import type { ComponentProps } from 'react'
import styles from './Button.module.css'
import { classNames } from './class-names.ts'

/** How much a button asks for attention. */
export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'

interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant
  /** Work is under way: the button stays focusable, says so, and ignores clicks. */
  isBusy?: boolean
}

/** The class of a button's look, for links that should look like one. */
export function buttonClass(variant: ButtonVariant = 'secondary', className?: string): string {
  return classNames(styles.button, styles[variant], className)
}

/** A text button with an optional icon before its words. */
export function Button({
  variant,
  isBusy = false,
  className,
  onClick,
  ...rest
}: ButtonProps): React.JSX.Element {
  return (
    <button
      type="button"
      className={buttonClass(variant, className)}
      aria-busy={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
      {...rest}
    />
  )
}
