import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Task, TaskDraft } from './task.ts'
import { TASKS_KEY, useTasksApi } from './useTasksApi.ts'

/** Adds a task to the person's default list, then reads the list again. */
export function useAddTask(): UseMutationResult<Task, Error, TaskDraft> {
  const api = useTasksApi()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (draft: TaskDraft) => api.create(draft),
    onSuccess: () => cache.invalidateQueries({ queryKey: TASKS_KEY }),
  })
}
