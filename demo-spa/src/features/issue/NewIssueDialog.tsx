import { useRef } from 'react'
import { Dialog } from '../../ui/Dialog.tsx'
import type { RepositoryName } from '../github/repository.ts'
import { NewIssueForm } from './NewIssueForm.tsx'

interface NewIssueDialogProps {
  repository: RepositoryName
  onClose: () => void
}

/** Asks for a new issue's title, text and labels, and creates it. */
export function NewIssueDialog({ repository, onClose }: NewIssueDialogProps): React.JSX.Element {
  const titleInput = useRef<HTMLInputElement>(null)
  return (
    <Dialog title="New issue" onClose={onClose} initialFocus={titleInput}>
      <NewIssueForm repository={repository} close={onClose} titleInput={titleInput} />
    </Dialog>
  )
}
