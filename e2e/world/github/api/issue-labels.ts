import type { Label } from '../data/issue.ts'
import type { Repository } from '../data/repository.ts'

const NEW_LABEL_COLOR = 'ededed'

/** Finds a label by name; names differ only when they differ in more than case. */
export function findLabel(repository: Repository, name: string): Label | undefined {
  return repository.labels.find((label) => label.name.toLowerCase() === name.toLowerCase())
}

/** Finds the labels by name, adding to the repository those it does not have, as GitHub does. */
export function ensureLabels(
  repository: Repository,
  names: readonly string[],
  nextId: () => number,
): Label[] {
  const labels = names.map((name) => {
    const known = findLabel(repository, name)
    if (known) return known
    const label: Label = { id: nextId(), name, color: NEW_LABEL_COLOR, description: null }
    repository.labels.push(label)
    return label
  })
  return [...new Set(labels)]
}
