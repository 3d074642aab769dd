import { type ReactNode, type RefObject, useId, useRef, useState } from 'react'
import styles from './Popover.module.css'
import { type Position, popoverPosition } from './popover-position.ts'

/** What the button that opens a popover must carry. */
interface PopoverTrigger {
  ref: RefObject<HTMLButtonElement | null>
  popoverTarget: string
  'aria-expanded': boolean
}

interface PopoverProps {
  /** Renders the button that opens it. */
  trigger: (props: PopoverTrigger) => ReactNode
  /** What the popover is for: its accessible name. */
  label: string
  /** Given when the caller needs the button too. */
  buttonRef?: RefObject<HTMLButtonElement | null>
  /** Drawn only while open; call `close` after a choice. */
  children: (close: () => void) => ReactNode
}

/** A small panel next to its button, in the browser's top layer: Escape and a click elsewhere close it. */
export function Popover({ trigger, label, buttonRef: givenRef, children }: PopoverProps): React.JSX.Element {
  const id = useId()
  const ownRef = useRef<HTMLButtonElement>(null)
  const buttonRef = givenRef ?? ownRef
  const panelRef = useRef<HTMLDialogElement>(null)
  const [position, setPosition] = useState<Position | null>(null)

  function onBeforeToggle({ newState }: React.ToggleEvent): void {
    if (newState === 'open' && buttonRef.current) {
      setPosition(popoverPosition(buttonRef.current.getBoundingClientRect()))
    }
  }

  // Only once it is closed: the browser gives the focus back as long as what had it is still there.
  function onToggle({ newState }: React.ToggleEvent): void {
    if (newState === 'closed') setPosition(null)
  }

  return (
    <>
      {trigger({ ref: buttonRef, popoverTarget: id, 'aria-expanded': position !== null })}
      <dialog
        ref={panelRef}
        id={id}
        popover="auto"
        aria-label={label}
        className={styles.popover}
        style={position ?? undefined}
        onBeforeToggle={onBeforeToggle}
        onToggle={onToggle}
      >
        {position && children(() => panelRef.current?.hidePopover())}
      </dialog>
    </>
  )
}
