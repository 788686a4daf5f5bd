/**
 * Runs `work` without waiting for `writes`: statements that have been sent already, in this order, and whose answers
 * nobody needs. The database takes statements in the order sent, so what `work` reads has seen them. When a write failed,
 * its fault is thrown, not what followed from it.
 */
export async function alongside<T>(writes: readonly Promise<unknown>[], work: () => Promise<T>): Promise<T> {
  const written = Promise.all(writes);
  // It is awaited below; meanwhile nobody else shall call it unhandled.
  written.catch(() => undefined);
  try {
    return await work();
  } finally {
    await written;
  }
}
