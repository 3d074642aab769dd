import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { Button } from '../../ui/Button.tsx'
import type { Issue } from '../github/issue.ts'
import styles from './BoardFilters.module.css'
import { FilterSelect } from './FilterSelect.tsx'
import { filterOptions } from './filter-options.ts'
import { type Filters, isFiltering, readFilters, withFilter, withoutFilters } from './filters.ts'
import { SearchBox } from './SearchBox.tsx'

/** Search and filters; what they say is in the page's address. */
export function BoardFilters({ issues }: { issues: readonly Issue[] }): React.JSX.Element {
  const [query, setQuery] = useSearchParams()
  const filters = readFilters(query)
  const options = useMemo(() => filterOptions(issues), [issues])

  // A letter more or less is not a step worth going back to.
  const write = (name: keyof Filters) => (value: string) =>
    setQuery((current) => withFilter(current, name, value), { replace: true })

  return (
    <search className={styles.filters} aria-label="Issues">
      <SearchBox value={filters.text} onChange={write('text')} />
      <FilterSelect label="Label" options={options.labels} value={filters.label} onChange={write('label')} />
      <FilterSelect
        label="Assignee"
        options={options.assignees}
        value={filters.assignee}
        onChange={write('assignee')}
      />
      <FilterSelect
        label="Milestone"
        options={options.milestones}
        value={filters.milestone}
        onChange={write('milestone')}
      />
      {isFiltering(filters) && (
        <Button variant="ghost" onClick={() => setQuery(withoutFilters(query), { replace: true })}>
          Clear filters
        </Button>
      )}
    </search>
  )
}
