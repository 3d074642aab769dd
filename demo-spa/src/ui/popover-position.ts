/** Where a popover hangs, in CSS pixels from the edges of the window; exactly one of each pair is set. */
export interface Position {
  top?: number
  bottom?: number
  left?: number
  right?: number
}

const GAP = 4

/** Places a popover below or above its button, aligned to the edge that leaves it more room. */
export function popoverPosition(
  button: Pick<DOMRect, 'top' | 'bottom' | 'left' | 'right'>,
  viewport: { innerWidth: number; innerHeight: number } = window,
): Position {
  const isInUpperPart = button.bottom < viewport.innerHeight * 0.6
  const isInLeftHalf = (button.left + button.right) / 2 < viewport.innerWidth / 2
  return {
    ...(isInUpperPart ? { top: button.bottom + GAP } : { bottom: viewport.innerHeight - button.top + GAP }),
    ...(isInLeftHalf
      ? { left: Math.max(button.left, 8) }
      : { right: Math.max(viewport.innerWidth - button.right, 8) }),
  }
}
