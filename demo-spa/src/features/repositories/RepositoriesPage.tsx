import { ConnectionGate } from '../connections/ConnectionGate.tsx'
import { usePageTitle } from '../shell/usePageTitle.ts'
import styles from './RepositoriesPage.module.css'
import { RepositoryPicker } from './RepositoryPicker.tsx'

/** The start page: choose whose issues to work on. */
export function RepositoriesPage(): React.JSX.Element {
  usePageTitle('Repositories')
  return (
    <div className={styles.page}>
      <h1>Repositories</h1>
      <ConnectionGate provider="github">
        <RepositoryPicker />
      </ConnectionGate>
    </div>
  )
}
