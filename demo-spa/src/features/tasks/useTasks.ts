import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import type { TaskPage } from './tasks-api.ts'
import { TASKS_KEY, useTasksApi } from './useTasksApi.ts'

/** Reads the tasks of the person's default list. */
export function useTasks(): UseInfiniteQueryResult<InfiniteData<TaskPage>> {
  const api = useTasksApi()
  return useInfiniteQuery({
    queryKey: TASKS_KEY,
    queryFn: ({ pageParam, signal }) => api.list(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: TaskPage) => last.next,
  })
}
