import { relativeTime } from './relative-time.ts'

const FULL = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

/** A moment as "3 days ago", with the full date as its tooltip. */
export function RelativeTime({ at }: { at: string | number }): React.JSX.Element {
  const date = new Date(at)
  return (
    <time dateTime={date.toISOString()} title={FULL.format(date)}>
      {relativeTime(date.getTime(), Date.now())}
    </time>
  )
}
