import { useEffect, useState } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { controlClass } from '../../ui/Field.tsx'
import styles from './SearchBox.module.css'

interface SearchBoxProps {
  /** What the address says is searched for. */
  value: string
  onChange: (value: string) => void
}

/**
 * The box to search issues in.
 *
 * It keeps its own text: the address follows a moment later, and a box that waited for it would lose the caret.
 */
export function SearchBox({ value, onChange }: SearchBoxProps): React.JSX.Element {
  const [text, setText] = useState(value)

  // All that changes the search from elsewhere is clearing it.
  useEffect(() => {
    if (value === '') setText('')
  }, [value])

  return (
    <input
      type="search"
      className={classNames(controlClass, styles.search)}
      aria-label="Search issues"
      placeholder="Search issues"
      value={text}
      onChange={(event) => {
        setText(event.target.value)
        onChange(event.target.value)
      }}
    />
  )
}
