import type {Dataset} from "../data/dataset.ts";
import type {Engine, Session} from "../data/engine.ts";

interface Warm {
  workspace: string;
  session: Promise<Session>;
  users: number;
  usedAt: number;
}

/** Which session is wanted. */
export interface WantedSession {
  /** The same for the same datasets of the same workspace. */
  key: string;
  workspace: string;
  engine: Engine;
  datasets: readonly Dataset[];
}

/** Sessions that stay warm for the next who asks for the same data; each is a process, so that there are only so many. */
export interface SessionPool {
  /** Works with the session over some datasets; it is not closed while anybody works with it. */
  use<T>(wanted: WantedSession, work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * At most `most` idle sessions stay open; what was used longest ago is closed first. At most `atOnce` are worked with at a
 * time: who comes then waits, and goes on before those of a workspace that has more of them.
 */
export function createSessionPool({most, atOnce}: {most: number; atOnce: number}): SessionPool {
  const warm = new Map<string, Warm>();
  const waiting: {key: string; workspace: string; goOn: () => void}[] = [];
  const trim = () => {
    const idle = [...warm].filter(([, one]) => one.users === 0).sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [key, one] of idle.slice(0, Math.max(0, warm.size - most))) {
      warm.delete(key);
      one.session.then((session) => session.close()).catch(() => {});
    }
  };
  const busy = () => [...warm.values()].filter(({users}) => users > 0);
  const isUsed = (key: string) => (warm.get(key)?.users ?? 0) > 0;
  const wake = (one: (typeof waiting)[number]) => {
    waiting.splice(waiting.indexOf(one), 1);
    one.goOn();
  };
  /** Lets the next go on: of the workspace that has the fewest, the one that waits longest. */
  const wakeNext = () => {
    const all = busy();
    const has = ({workspace}: {workspace: string}) => all.filter((one) => one.workspace === workspace).length;
    const [next] = [...waiting].sort((a, b) => has(a) - has(b));
    if (next && all.length < atOnce) wake(next);
  };
  return {
    async use({key, workspace, engine, datasets}, work) {
      while (!isUsed(key) && busy().length >= atOnce)
        await new Promise<void>((goOn) => waiting.push({key, workspace, goOn}));
      const known = warm.get(key);
      const one = known ?? {workspace, session: engine.open(datasets), users: 0, usedAt: 0};
      if (!known) warm.set(key, one);
      one.users += 1;
      one.usedAt = Date.now();
      // It is open now: whoever wants the same need not wait.
      for (const other of waiting.filter((each) => each.key === key)) wake(other);
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
        wakeNext();
      }
    },
    async close() {
      const all = [...warm.values()];
      warm.clear();
      await Promise.allSettled(all.map(async ({session}) => (await session).close()));
    },
  };
}
