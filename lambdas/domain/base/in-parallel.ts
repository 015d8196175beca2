/** Runs `doEach` for every item, at most `limit` at a time. A failure stops no other item; returns all errors. */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  doEach: (item: T) => Promise<unknown>,
): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  const left = items.values();
  const worker = async () => {
    for (const item of left) {
      try {
        await doEach(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return failures;
}
