import type {Mouth, Utterance} from "./mouth.ts";

/** Of what was held back, so many answers are said: all are on the screen. */
const MOST_HELD_BACK = 3;
/** Speech that was cut off so lately is what a word of someone is about. */
const LATELY_MS = 4_000;

/** What was told, or is to be. */
export interface Told {
  turn?: string;
  caption: string;
  /** Whose question it answers; undefined: nobody's. */
  by: string | undefined;
  utterance: Utterance;
}

/** Tells people things, at once or when they want to hear them. */
export interface Telling {
  /** @param to for whom it is; undefined: all */
  say(caption: string, to?: string): Utterance;
  /** Says it, or keeps it while it is quiet. */
  deliver(told: Omit<Told, "utterance">): Told;
  /** Quiet until `release`. What that cuts off is kept. */
  hold(last: Told | undefined): void;
  /** Quiet while nobody is there. @param is whether nobody is */
  alone(is: boolean): void;
  /** What was kept is said now, if somebody is there. @returns whether there was some */
  release(): boolean;
  /** What was kept is not said: all of it, or that of one and of nobody. */
  drop(of?: string): void;
  isHeld(): boolean;
  isAlone(): boolean;
  /** Whether what was said last is for them: then they may end it by going on. */
  isFor(one: string): boolean;
  /** Whether it was cut off just now. */
  isCutLately(utterance: Utterance): boolean;
  close(): void;
}

/** @param onQuiet told whenever something was said, or cut off */
export function startTelling(mouth: Mouth, onQuiet: () => void): Telling {
  const saying = new Set<Utterance>();
  let kept: Told[] = [];
  let saidTo: string | undefined;
  let isHeld = false;
  let isAlone = false;
  let isClosed = false;
  let spokeAt = 0;
  const isCutLately = (utterance: Utterance) => utterance.wasCut() && Date.now() - spokeAt < LATELY_MS;
  const say = (caption: string, to?: string): Utterance => {
    if (isClosed) return silent;
    saidTo = to;
    const utterance = mouth.say(caption);
    saying.add(utterance);
    void utterance.done.then(() => {
      saying.delete(utterance);
      spokeAt = Date.now();
      if (!isClosed) onQuiet();
    });
    return utterance;
  };
  return {
    say,
    deliver(told) {
      const isKept = isHeld || isAlone;
      const all: Told = {...told, utterance: isKept ? silent : say(told.caption, told.by)};
      if (isKept) kept.push(all);
      return all;
    },
    hold(last) {
      const isCut = last && (saying.has(last.utterance) || isCutLately(last.utterance));
      mouth.hush();
      isHeld = true;
      if (last && isCut && !kept.includes(last)) kept.push(last);
    },
    alone(is) {
      isAlone = is;
    },
    release() {
      isHeld = false;
      if (isAlone) return false;
      const said = kept.slice(-MOST_HELD_BACK);
      kept = [];
      for (const told of said) told.utterance = say(told.caption, told.by);
      return said.length > 0;
    },
    drop(of) {
      kept = of === undefined ? [] : kept.filter(({by}) => by !== undefined && by !== of);
    },
    isHeld: () => isHeld,
    isAlone: () => isAlone,
    isFor: (one) => saidTo === undefined || saidTo === one,
    isCutLately,
    close() {
      isClosed = true;
    },
  };
}

/** Of what is not said. */
export const silent: Utterance = {
  done: Promise.resolve(),
  started: Promise.resolve(undefined),
  wasCut: () => false,
};
