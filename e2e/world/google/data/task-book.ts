import { randomBytes } from 'node:crypto'
import type { WorldClock } from '../../world-clock.ts'
import { GoogleApiError } from '../api-error.ts'
import type { Task, TaskList } from './task.ts'
import { writeTaskFields } from './task-fields.ts'

/** Where a task goes: under a parent, after a sibling; on top when neither is given. */
export interface TaskPlace {
  parent?: string | undefined
  previous?: string | undefined
}

/** One person's task lists. Every method that names a list or task throws notFound (404) when there is none. */
export interface TaskBook {
  lists(): readonly TaskList[]
  /** @param id A list id, or `@default` for the list that cannot be deleted. */
  list(id: string): TaskList
  insertList(title: string): TaskList
  removeList(id: string): void
  task(list: TaskList, id: string): Task
  insertTask(list: TaskList, body: unknown, place: TaskPlace): Task
  moveTask(from: TaskList, id: string, to: TaskList, place: TaskPlace): Task
}

/** Creates a book that holds one empty default list. */
export function createTaskBook(clock: WorldClock): TaskBook {
  const now = () => new Date(clock.now()).toISOString()
  const lists: TaskList[] = []

  const insertList = (title: string) => {
    const list: TaskList = { id: newId(), title, updated: now(), tasks: [] }
    lists.push(list)
    return list
  }
  const defaultList = insertList('My Tasks')
  const findList = (id: string) =>
    id === '@default' ? defaultList : found(lists.find((list) => list.id === id))

  return {
    lists: () => lists,
    list: findList,
    insertList,
    removeList: (id) => {
      const list = findList(id)
      if (list === defaultList)
        throw new GoogleApiError('badRequest', 'The default task list cannot be deleted.')
      lists.splice(lists.indexOf(list), 1)
    },
    task: findTask,
    insertTask: (list, body, place) => {
      const task: Task = { id: newId(), title: '', status: 'needsAction', updated: now() }
      writeTaskFields(task, body, task.updated)
      putTask(list, task, place)
      return task
    },
    moveTask: (from, id, to, place) => {
      const task = findTask(from, id)
      task.updated = now()
      from.tasks.splice(from.tasks.indexOf(task), 1)
      putTask(to, task, place)
      return task
    },
  }
}

function findTask({ tasks }: TaskList, id: string): Task {
  return found(tasks.find((task) => task.id === id))
}

function putTask(list: TaskList, task: Task, { parent, previous }: TaskPlace): void {
  if (parent) task.parent = findTask(list, parent).id
  else delete task.parent

  const after = previous ?? parent
  const index = after ? list.tasks.indexOf(findTask(list, after)) + 1 : 0
  list.tasks.splice(index, 0, task)
}

function found<Item>(item: Item | undefined): Item {
  if (!item) throw new GoogleApiError('notFound', 'Not Found')
  return item
}

function newId(): string {
  return randomBytes(12).toString('base64url')
}
