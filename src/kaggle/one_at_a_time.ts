const waiting = new Map<string, Promise<unknown>>();

/** Runs one piece of work after the other for the same key, in this process. A failed one holds up nobody. */
export async function oneAtATime<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = waiting.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  waiting.set(key, mine);
  try {
    return await mine;
  } finally {
    if (waiting.get(key) === mine) waiting.delete(key);
  }
}
