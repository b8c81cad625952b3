/** When what happened of one question, in milliseconds since 1970. For measuring alone. */
export interface TurnTimings {
  turn: string;
  /** The person had finished. */
  endedAt: number;
  /** Their words were there. */
  heardAt: number;
  /** What was asked was known. */
  answeredAt: number;
  /** The answer's first sound was on its way. */
  spokenAt?: number;
}

/** A text stream of `TurnTimings` as JSON, sent where TABLETALK_VOICE_TIMINGS is set. */
export const TIMINGS_TOPIC = "tabletalk.timings";
