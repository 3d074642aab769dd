import { useState } from 'react'
import styles from './Avatar.module.css'

interface AvatarProps {
  name: string
  src?: string | undefined
  /** Edge in CSS pixels. Default 20. */
  size?: number
}

/** A round picture of a person, or their initial where no picture loads; decorative, so put the name nearby. */
export function Avatar({ name, src, size = 20 }: AvatarProps): React.JSX.Element {
  const [failedSrc, setFailedSrc] = useState<string>()
  const box = { width: size, height: size, fontSize: Math.round(size * 0.46) }

  if (!src || failedSrc === src) {
    return (
      <span className={styles.initial} style={box} aria-hidden>
        {name.charAt(0).toUpperCase()}
      </span>
    )
  }
  return (
    <img
      className={styles.picture}
      style={box}
      src={src}
      alt=""
      width={size}
      height={size}
      referrerPolicy="no-referrer"
      onError={() => setFailedSrc(src)}
    />
  )
}
