/** Something that is being said, or waits to be. */
export interface Utterance {
  /** Once it was said, or cut off. */
  done: Promise<void>;
  /** When its first sound was on its way, in milliseconds since 1970; undefined where it never was. */
  started: Promise<number | undefined>;
  /** Whether somebody cut in. */
  wasCut(): boolean;
}

/** Says things aloud, one after the other, with their captions. */
export interface Mouth {
  /** @param caption with digits: it is shown as it is, and said in words */
  say(caption: string): Utterance;
  /** Says nothing more of what was begun. */
  hush(): void;
  isSpeaking(): boolean;
  /** 1 is the usual speed. */
  setSpeed(speed: number): void;
}
