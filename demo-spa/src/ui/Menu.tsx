import { useEffect, useRef } from 'react'
import styles from './Menu.module.css'

/** One choice of a {@link Menu}. */
interface MenuItem {
  label: string
  icon?: React.ReactNode
  /** The current choice of a set: shown with a mark, and said so. */
  isCurrent?: boolean
  onSelect: () => void
}

interface MenuProps {
  label: string
  items: readonly MenuItem[]
  /** Called after a choice. */
  close: () => void
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

/** A list of actions for a popover: arrow keys move, Enter chooses, the first item has the focus at once. */
export function Menu({ label, items, close }: MenuProps): React.JSX.Element {
  const ref = useRef<HTMLDivElement>(null)

  useEffect(() => {
    // The popover is not shown yet while its content is being rendered, and what is hidden takes no focus.
    const frame = requestAnimationFrame(() =>
      ref.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus(),
    )
    return () => cancelAnimationFrame(frame)
  }, [])

  function onKeyDown(event: React.KeyboardEvent<HTMLDivElement>): void {
    if (event.key === 'Tab') close()
    else moveFocus(event)
  }

  return (
    <div ref={ref} role="menu" aria-label={label} onKeyDown={onKeyDown} tabIndex={-1} className={styles.menu}>
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          tabIndex={-1}
          {...roleOf(item)}
          className={styles.item}
          onClick={() => {
            close()
            item.onSelect()
          }}
        >
          {item.icon}
          <span>{item.label}</span>
        </button>
      ))}
    </div>
  )
}

function roleOf({ isCurrent }: MenuItem): React.AriaAttributes & { role: string } {
  return isCurrent === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': isCurrent }
}

function moveFocus(event: React.KeyboardEvent<HTMLDivElement>): void {
  const step = STEPS[event.key]
  if (step === undefined) return

  event.preventDefault()
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^=menuitem]')]
  const from = items.indexOf(document.activeElement as HTMLElement)
  items.at((from + step) % items.length)?.focus()
}
