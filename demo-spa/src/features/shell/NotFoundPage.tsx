import { Compass } from 'lucide-react'
import { Link } from 'react-router'
import { buttonClass } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { usePageTitle } from './usePageTitle.ts'

/** Shown at an address that is none of ours. */
export function NotFoundPage(): React.JSX.Element {
  usePageTitle('Not found')
  return (
    <EmptyState
      headingLevel={1}
      icon={<Compass size={20} aria-hidden />}
      title="There is no such page"
      actions={
        <Link to="/" className={buttonClass('secondary')}>
          Go to your repositories
        </Link>
      }
    />
  )
}
