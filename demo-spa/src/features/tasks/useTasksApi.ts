import { useApi } from '@coatcheck/sdk/react'
import { useMemo } from 'react'
import { createTasksApi, type TasksApi } from './tasks-api.ts'

/** Names the tasks in the query cache. */
export const TASKS_KEY = ['tasks', '@default'] as const

/** Gives the calls to Google Tasks, made with the signed-in person's account. */
export function useTasksApi(): TasksApi {
  const upstream = useApi('tasks')
  return useMemo(() => createTasksApi(upstream), [upstream])
}
