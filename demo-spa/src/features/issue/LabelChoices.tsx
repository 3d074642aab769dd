import { LabelChip } from '../../ui/LabelChip.tsx'
import type { Label } from '../github/issue.ts'
import styles from './LabelChoices.module.css'

interface LabelChoicesProps {
  labels: readonly Label[]
  /** Names. */
  chosen: readonly string[]
  onChange: (chosen: readonly string[]) => void
}

/** Labels as checkboxes, any number of which can be ticked. */
export function LabelChoices({ labels, chosen, onChange }: LabelChoicesProps): React.JSX.Element {
  function toggle(name: string): void {
    onChange(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name])
  }

  return (
    <ul className={styles.choices}>
      {labels.map((label) => (
        <li key={label.name}>
          <label className={styles.choice}>
            <input
              type="checkbox"
              checked={chosen.includes(label.name)}
              onChange={() => toggle(label.name)}
            />
            <LabelChip {...label} />
          </label>
        </li>
      ))}
    </ul>
  )
}
