import {HttpRefusal} from "./problem.ts";

/** How much each holds open at a time: sockets, streams. Of this process alone, for what is open here. */
export interface HeldAtOnce {
  /** Counts one more of somebody's. @returns what takes it away again @throws HttpRefusal 429 where they have enough */
  hold(whose: string, most: number): () => void;
}

export function holdsAtOnce(what: string): HeldAtOnce {
  const counts = new Map<string, number>();
  return {
    hold(whose, most) {
      const count = counts.get(whose) ?? 0;
      if (count >= most)
        throw new HttpRefusal(429, `There are too many ${what} open.`, "Close some of them first.", {
          code: "limit_reached",
        });
      counts.set(whose, count + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        const left = (counts.get(whose) ?? 1) - 1;
        if (left > 0) counts.set(whose, left);
        else counts.delete(whose);
      };
    },
  };
}
