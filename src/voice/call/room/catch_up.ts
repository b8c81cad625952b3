/** Between two times that one participant is sent what was shown so far: it can be megabytes. */
const GAP_MS = 5_000;
/** Pages ask once they can hear; others are sent it after this long. */
const ARRIVING_MS = 3_000;

/** Sends everybody once what was shown before they came. */
export interface CatchUps {
  /** Somebody asks for it. Asked again and again, it is sent at most every 5 seconds. */
  ask(identity: string): void;
  /** Somebody came; they may ask by themselves. */
  arrive(identity: string): void;
  leave(identity: string): void;
  close(): void;
}

interface Sent {
  isGoing: boolean;
  isAskedAgain: boolean;
  /** What is to come: for who came, or after the gap. */
  timer?: NodeJS.Timeout | undefined;
}

/** @param send sends it to one; done once it is sent */
export function catchUps(send: (identity: string) => Promise<void>): CatchUps {
  const all = new Map<string, Sent>();
  const ask = (identity: string): void => {
    const one = all.get(identity);
    if (!one?.isGoing) return void begin(identity);
    one.isAskedAgain = true;
  };
  return {
    ask,
    arrive(identity) {
      if (all.has(identity)) return;
      const timer = setTimeout(() => ask(identity), ARRIVING_MS);
      all.set(identity, {isGoing: false, isAskedAgain: false, timer});
    },
    leave(identity) {
      clearTimeout(all.get(identity)?.timer);
      all.delete(identity);
    },
    close() {
      for (const {timer} of all.values()) clearTimeout(timer);
      all.clear();
    },
  };

  async function begin(identity: string): Promise<void> {
    clearTimeout(all.get(identity)?.timer);
    const own: Sent = {isGoing: true, isAskedAgain: false};
    all.set(identity, own);
    await send(identity).catch(() => {});
    if (all.get(identity) !== own) return;
    own.timer = setTimeout(() => {
      own.isGoing = false;
      if (own.isAskedAgain) void begin(identity);
    }, GAP_MS);
  }
}
