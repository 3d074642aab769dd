import { ListChecks } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Loading, Skeleton } from '../../ui/Skeleton.tsx'
import { ErrorPanel } from '../api/ErrorPanel.tsx'
import { AddTaskForm } from './AddTaskForm.tsx'
import styles from './TaskList.module.css'
import { TaskRow } from './TaskRow.tsx'
import { inWorkingOrder } from './task.ts'
import { useTasks } from './useTasks.ts'

/** The tasks with a box to add one. */
export function TaskList(): React.JSX.Element {
  return (
    <div className={styles.tasks}>
      <AddTaskForm />
      <Tasks />
    </div>
  )
}

function Tasks(): React.JSX.Element {
  const tasks = useTasks()

  if (tasks.isPending) return <TasksSkeleton />
  if (tasks.isError && !tasks.data) {
    return (
      <ErrorPanel provider="google" error={tasks.error} retry={tasks.refetch} isRetrying={tasks.isFetching} />
    )
  }

  const all = inWorkingOrder(tasks.data?.pages.flatMap((page) => page.tasks) ?? [])
  if (all.length === 0) {
    return (
      <EmptyState headingLevel={3} icon={<ListChecks size={20} aria-hidden />} title="All clear">
        <p>Add a task here, or from an issue.</p>
      </EmptyState>
    )
  }
  return (
    <>
      <ul className={styles.list}>
        {all.map((task) => (
          <TaskRow key={task.id} task={task} />
        ))}
      </ul>
      {tasks.hasNextPage && (
        <Button variant="ghost" onClick={() => tasks.fetchNextPage()} isBusy={tasks.isFetchingNextPage}>
          Load more tasks
        </Button>
      )}
    </>
  )
}

function TasksSkeleton(): React.JSX.Element {
  return (
    <Loading label="Loading tasks">
      <div className={styles.skeletons}>
        {['78%', '60%', '70%', '48%'].map((width) => (
          <Skeleton key={width} width={width} />
        ))}
      </div>
    </Loading>
  )
}
