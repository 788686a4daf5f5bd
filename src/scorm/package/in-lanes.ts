/** Entries handled at once: enough to keep disk and inflation busy, few enough to stay small. */
const LANES = 4;

/**
 * Does `work` for each, a few at a time, in order of start. After the first failure nothing new is
 * begun; what is under way is waited for; then that failure is thrown.
 */
export async function inLanes<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  let next = 0;
  const failures: unknown[] = [];
  const lane = async (): Promise<void> => {
    while (next < items.length && failures.length === 0) {
      const item = items[next] as Item;
      next += 1;
      try {
        await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  if (failures.length > 0) throw failures[0];
}
