/** Builds the opaque global id that stands beside every numeric one. */
export function nodeId(type: string, id: number): string {
  return `${type}_${Buffer.from(`${type}:${id}`).toString('base64url')}`
}
