import { type InfiniteData, type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { useToast } from '../../ui/toasts.ts'
import { toErrorMessage } from '../api/error-message.ts'
import { backOff, isWorthRetrying } from '../api/query-client.ts'
import type { Task } from './task.ts'
import type { TaskPage } from './tasks-api.ts'
import { TASKS_KEY, useTasksApi } from './useTasksApi.ts'

/** A task, and whether it is to be done. */
export interface TaskDoneRequest {
  task: Task
  isDone: boolean
}

/** Ticks a task off or opens it again: shown at once, taken back with a message when Google refuses it. */
export function useSetTaskDone(): UseMutationResult<Task, Error, TaskDoneRequest> {
  const api = useTasksApi()
  const cache = useQueryClient()
  const showToast = useToast()

  function replace(task: Task): void {
    cache.setQueryData<InfiniteData<TaskPage>>(
      TASKS_KEY,
      (data) =>
        data && {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            tasks: page.tasks.map((one) => (one.id === task.id ? task : one)),
          })),
        },
    )
  }

  return useMutation({
    scope: { id: 'set-task-done' },
    retry: isWorthRetrying,
    retryDelay: backOff,
    mutationFn: ({ task, isDone }: TaskDoneRequest) => api.setDone(task.id, isDone),
    async onMutate({ task, isDone }) {
      await cache.cancelQueries({ queryKey: TASKS_KEY })
      replace({ ...task, isDone })
    },
    onError(error, { task }) {
      replace(task)
      showToast({ tone: 'danger', text: `“${task.title}” was not changed. ${toErrorMessage(error).title}.` })
    },
    onSuccess: replace,
  })
}
