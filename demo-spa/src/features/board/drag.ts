import {
  type Active,
  type Announcements,
  type CollisionDetection,
  closestCenter,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  type ScreenReaderInstructions,
  type SensorDescriptor,
  type SensorOptions,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import type { Issue } from '../github/issue.ts'
import { type ColumnId, columnOf, columnTitle } from './columns.ts'

// A click on a card's link must stay a click, and a swipe over a card must stay a scroll.
const MOUSE = { activationConstraint: { distance: 6 } }
const TOUCH = { activationConstraint: { delay: 220, tolerance: 8 } }

/** Sets up dragging by mouse, by touch and by keyboard. */
export function useBoardSensors(): SensorDescriptor<SensorOptions>[] {
  return useSensors(
    useSensor(MouseSensor, MOUSE),
    useSensor(TouchSensor, TOUCH),
    useSensor(KeyboardSensor, { coordinateGetter: stepToColumn }),
  )
}

/** Gives the issue that a draggable carries. */
export function draggedIssue(active: Active): Issue | null {
  return (active.data.current as { issue: Issue } | undefined)?.issue ?? null
}

/** Finds the column under the pointer; with the keyboard, the nearest one. */
export const collideWithColumn: CollisionDetection = (args) =>
  args.pointerCoordinates ? pointerWithin(args) : closestCenter(args)

/** Left and right step from column to column instead of by pixels. */
const stepToColumn: KeyboardCoordinateGetter = (event, { context, currentCoordinates }) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.code]
  if (!step) return undefined

  event.preventDefault()
  const columns = [...context.droppableRects.entries()].sort(([, a], [, b]) => a.left - b.left)
  const origin = context.active && draggedIssue(context.active)
  const from = context.over?.id ?? (origin && columnOf(origin))
  const target = columns[columns.findIndex(([id]) => id === from) + step]?.[1]
  const card = context.collisionRect
  if (!target || !card) return currentCoordinates
  return {
    x: target.left + (target.width - card.width) / 2,
    y: target.top + (target.height - card.height) / 2,
  }
}

/** Read to screen readers when a card's handle has the focus. */
export const INSTRUCTIONS: ScreenReaderInstructions = {
  draggable:
    'To move this issue, press Space, choose a column with the left and right arrow keys, and press Space again. Escape cancels. The menu beside it does the same.',
}

/** Read to screen readers while a card is on its way. */
export const ANNOUNCEMENTS: Announcements = {
  onDragStart: ({ active }) => `Picked up ${nameOf(active)}.`,
  onDragOver: ({ active, over }) =>
    over ? `${nameOf(active)} is over ${columnTitle(over.id as ColumnId)}.` : undefined,
  onDragEnd: ({ active, over }) =>
    over
      ? `${nameOf(active)} was dropped into ${columnTitle(over.id as ColumnId)}.`
      : `${nameOf(active)} stays.`,
  onDragCancel: ({ active }) => `Cancelled: ${nameOf(active)} stays.`,
}

function nameOf(active: Active): string {
  const issue = draggedIssue(active)
  return issue ? `issue ${issue.number}, ${issue.title}` : 'the issue'
}
