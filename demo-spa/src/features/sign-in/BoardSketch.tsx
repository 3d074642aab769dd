import styles from './BoardSketch.module.css'

interface SketchColumn {
  name: string
  tone: 'todo' | 'progress' | 'done'
  /** How wide the lines of each card are, in percent. */
  cards: readonly (readonly number[])[]
}

const COLUMNS: readonly SketchColumn[] = [
  {
    name: 'To do',
    tone: 'todo',
    cards: [
      [82, 54],
      [68, 0],
      [90, 40],
    ],
  },
  {
    name: 'In progress',
    tone: 'progress',
    cards: [
      [76, 62],
      [88, 0],
    ],
  },
  {
    name: 'Done',
    tone: 'done',
    cards: [
      [64, 0],
      [86, 48],
      [72, 0],
    ],
  },
]

/** A board drawn with bars: what is behind the door, without anybody's data; decorative. */
export function BoardSketch(): React.JSX.Element {
  return (
    <div className={styles.sketch} aria-hidden>
      {COLUMNS.map(({ name, tone, cards }) => (
        <div key={name} className={styles.column}>
          <span className={styles.heading}>
            <span className={styles[tone]} />
            {name}
          </span>
          {cards.map(([first = 0, second = 0]) => (
            <div key={`${first}-${second}`} className={styles.card}>
              <span className={styles.line} style={{ width: `${first}%` }} />
              {second > 0 && <span className={styles.line} style={{ width: `${second}%` }} />}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
