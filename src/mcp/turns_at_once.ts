import {TabletalkError} from "../errors.ts";

/** Turns of one process: so many at once, and those of one conversation one after the other. */
export interface TurnsAtOnce {
  /** Runs a turn when there is room for it. @throws TabletalkError aborted, where the signal fires while it waits */
  run<T>(
    of: {workspace: string; conversation: string},
    signal: AbortSignal,
    work: () => Promise<T>,
  ): Promise<T>;
}

interface Turn {
  workspace: string;
  conversation: string;
  goOn: () => void;
}

/** Who waits goes on before those of a workspace that has more turns running. */
export function turnsAtOnce(most: number): TurnsAtOnce {
  const running = new Set<Turn>();
  const waiting: Turn[] = [];
  const mayRun = ({conversation}: Turn) => ![...running].some((one) => one.conversation === conversation);
  const next = () => {
    if (running.size >= most) return;
    const has = ({workspace}: Turn) => [...running].filter((one) => one.workspace === workspace).length;
    const [first] = waiting.filter(mayRun).sort((a, b) => has(a) - has(b));
    if (!first) return;
    waiting.splice(waiting.indexOf(first), 1);
    running.add(first);
    first.goOn();
  };
  return {
    async run(of, signal, work) {
      const turn: Turn = {...of, goOn: () => {}};
      const leave = () => {
        const at = waiting.indexOf(turn);
        if (at >= 0) waiting.splice(at, 1);
      };
      await new Promise<void>((resolve, reject) => {
        if (signal.aborted) return reject(stopped());
        const gone = () => {
          leave();
          reject(stopped());
        };
        signal.addEventListener("abort", gone, {once: true});
        turn.goOn = () => {
          signal.removeEventListener("abort", gone);
          resolve();
        };
        waiting.push(turn);
        next();
      });
      try {
        return await work();
      } finally {
        running.delete(turn);
        next();
      }
    },
  };
}

export const stopped = (): TabletalkError =>
  new TabletalkError("aborted", "Stopped.", "Ask again when you like.");
