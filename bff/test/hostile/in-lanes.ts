/**
 * Does a task for each item, so many at a time, and keeps the order of the results.
 *
 * @param lanes Tasks under way at once.
 */
export async function inLanes<Item, Result>(
  lanes: number,
  items: readonly Item[],
  task: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const queue = items.entries()
  const lane = async () => {
    for (const [index, item] of queue) results[index] = await task(item, index)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return results
}
