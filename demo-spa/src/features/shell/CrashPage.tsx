import { Bug } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'

/** Shown when drawing a page failed: a bug of ours, so the only way on is a fresh start. */
export function CrashPage(): React.JSX.Element {
  return (
    <main id="main">
      <EmptyState
        headingLevel={1}
        icon={<Bug size={20} aria-hidden />}
        title="This page broke"
        actions={<Button onClick={() => window.location.reload()}>Reload</Button>}
      >
        <p>It is our fault, and nothing of yours was lost.</p>
      </EmptyState>
    </main>
  )
}
