import { PEOPLE, type Person } from '../../seed.ts'
import type { WorldClock } from '../../world-clock.ts'
import { createEventBook, type EventBook } from './event-book.ts'
import { daysFrom, seedEvents, seedTasks } from './seed-day.ts'
import { createTaskBook, type TaskBook } from './task-book.ts'

/** Everyone's tasks and appointments. */
export interface WorkspaceData {
  tasksOf(person: Person): TaskBook
  eventsOf(person: Person): EventBook
  /** Throws away what has been written and seeds again. */
  reset(): void
}

/** Creates the seeded tasks and appointments of all people. */
export function createWorkspaceData(clock: WorldClock): WorkspaceData {
  let books = seedBooks(clock)
  const booksOf = ({ googleSub }: Person) => {
    const found = books.get(googleSub)
    if (!found) throw new Error(`no data for ${googleSub}`)
    return found
  }
  return {
    tasksOf: (person) => booksOf(person).tasks,
    eventsOf: (person) => booksOf(person).events,
    reset: () => {
      books = seedBooks(clock)
    },
  }
}

function seedBooks(clock: WorldClock): Map<string, { tasks: TaskBook; events: EventBook }> {
  const day = daysFrom(clock.now())
  return new Map(
    PEOPLE.map(({ googleSub }) => {
      const tasks = createTaskBook(clock)
      const events = createEventBook(clock)
      seedTasks(tasks, day)
      seedEvents(events, day)
      return [googleSub, { tasks, events }]
    }),
  )
}
