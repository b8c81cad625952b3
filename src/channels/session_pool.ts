import type {Dataset} from "../data/dataset.ts";
import type {Engine, Session} from "../data/engine.ts";

interface Warm {
  session: Promise<Session>;
  users: number;
  usedAt: number;
}

/** Sessions that stay warm for the next who asks for the same data; each is a process, so that there are only so many. */
export interface SessionPool {
  /** Works with the session over some datasets; it is not closed while anybody works with it. */
  use<T>(
    key: string,
    engine: Engine,
    datasets: readonly Dataset[],
    work: (session: Session) => Promise<T>,
  ): Promise<T>;
  close(): Promise<void>;
}

/** At most `most` idle sessions stay open; what was used longest ago is closed first. */
export function createSessionPool(most: number): SessionPool {
  const warm = new Map<string, Warm>();
  const trim = () => {
    const idle = [...warm].filter(([, one]) => one.users === 0).sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [key, one] of idle.slice(0, Math.max(0, warm.size - most))) {
      warm.delete(key);
      one.session.then((session) => session.close()).catch(() => {});
    }
  };
  return {
    async use(key, engine, datasets, work) {
      const known = warm.get(key);
      const one = known ?? {session: engine.open(datasets), users: 0, usedAt: 0};
      if (!known) warm.set(key, one);
      one.users += 1;
      one.usedAt = Date.now();
      trim();
      try {
        return await work(await one.session);
      } catch (error) {
        // A session that could not be opened is tried anew by the next.
        await one.session.catch(() => warm.get(key) === one && warm.delete(key));
        throw error;
      } finally {
        one.users -= 1;
        trim();
      }
    },
    async close() {
      const all = [...warm.values()];
      warm.clear();
      await Promise.allSettled(all.map(async ({session}) => (await session).close()));
    },
  };
}
