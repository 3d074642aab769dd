import { Loading, Skeleton } from '../../ui/Skeleton.tsx'
import styles from './BoardSkeleton.module.css'
import { COLUMNS, type ColumnId } from './columns.ts'

const CARD_HEIGHTS: Record<ColumnId, readonly number[]> = {
  todo: [92, 74, 108, 86],
  progress: [108, 74, 92],
  done: [74, 92, 108],
}

/** The shape of a board whose issues are on their way. */
export function BoardSkeleton(): React.JSX.Element {
  return (
    <Loading label="Loading issues">
      <div className={styles.columns}>
        {COLUMNS.map(({ id }) => (
          <div key={id} className={styles.column}>
            <Skeleton width="40%" />
            {CARD_HEIGHTS[id].map((height) => (
              <Skeleton key={height} height={height} />
            ))}
          </div>
        ))}
      </div>
    </Loading>
  )
}
