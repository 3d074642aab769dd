import styles from './RequestedAccess.module.css'

const REQUESTS: readonly { name: string; access: string }[] = [
  { name: 'GitHub', access: 'your profile and email, and your repositories with their issues' },
  { name: 'Google', access: 'your profile and email, and your task lists' },
]

/** Says beforehand what each provider will ask the person to allow. */
export function RequestedAccess(): React.JSX.Element {
  return (
    <dl className={styles.list}>
      {REQUESTS.map(({ name, access }) => (
        <div key={name} className={styles.row}>
          <dt>{name} asks for</dt>
          <dd>{access}</dd>
        </div>
      ))}
    </dl>
  )
}
