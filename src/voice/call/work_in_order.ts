/** A question that is worked on. */
export interface Work {
  /** Who asked it; absent where that was before this agent came. */
  by: string | undefined;
  signal: AbortSignal;
  /** Once everything that was asked before it is told, or was stopped. */
  turn: Promise<void>;
}

/** The questions of several people, each told when those before it are. */
export interface WorkInOrder {
  begin(by?: string): Work;
  /** @returns whether it was still wanted */
  end(work: Work): boolean;
  /** Stops what is worked on, or of that only what `is` says. @returns whether there was some */
  stop(is?: (work: Work) => boolean): boolean;
  /** Whether it is wanted still, and nothing that was asked before it is open. */
  isFirst(work: Work): boolean;
  isEmpty(): boolean;
  /** What goes on is not told any more, and not stopped. */
  forget(): void;
}

export function workInOrder(): WorkInOrder {
  const open = new Map<Work, {stop: AbortController; settle: () => void; settled: Promise<void>}>();
  const end = (work: Work): boolean => {
    open.get(work)?.settle();
    return open.delete(work);
  };
  return {
    begin(by) {
      const stop = new AbortController();
      const before = [...open.values()].map(({settled}) => settled);
      const work: Work = {by, signal: stop.signal, turn: Promise.all(before).then(() => {})};
      const {promise, resolve} = Promise.withResolvers<void>();
      open.set(work, {stop, settle: resolve, settled: promise});
      return work;
    },
    end,
    stop(is = () => true) {
      const stopped = [...open].filter(([work]) => is(work));
      for (const [work, {stop}] of stopped) {
        stop.abort();
        end(work);
      }
      return stopped.length > 0;
    },
    isFirst: (work) => open.keys().next().value === work,
    isEmpty: () => open.size === 0,
    forget() {
      for (const work of [...open.keys()]) end(work);
    },
  };
}
