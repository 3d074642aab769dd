/** Writes a time as the API does: ISO 8601 in UTC, whole seconds. */
export function toTimestamp(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`
}
