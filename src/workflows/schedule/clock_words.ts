/** A time of day. */
export interface Clock {
  hour: number;
  minute: number;
}

/** Times of day that stand at one place in a text; `wrong` is what is no time of day. */
export type FoundClocks = {end: number} & ({clocks: Clock[]} | {wrong: string});

/** When something is done of which only the part of the day was said. */
export const PARTS_OF_DAY: Readonly<Record<string, Clock>> = {
  morning: {hour: 9, minute: 0},
  noon: {hour: 12, minute: 0},
  midday: {hour: 12, minute: 0},
  afternoon: {hour: 14, minute: 0},
  evening: {hour: 18, minute: 0},
  night: {hour: 22, minute: 0},
  midnight: {hour: 0, minute: 0},
};

const HALF = "(?:\\s*([ap])\\.?\\s?m\\b\\.?)";
const ONE = `(?:(\\d{1,2})(?:[:.h](\\d{2}))?${HALF}?(?:\\s*o'?\\s?clock)?|(noon|midday|midnight))`;
const LEAD = "(?:(at|by|@)\\s*(?:about\\s+|around\\s+)?|)";
const DAY_PART = "(?:\\s+(?:in\\s+the|at)\\s+(morning|afternoon|evening|night))?";

/**
 * Times of day right at a place in a text: "at 9", "8:30", "9am and 5pm", "at noon", "7 in the evening". A bare number needs
 * "at" before it. Undefined where there are none.
 */
export function clocksAt(text: string, at: number): FoundClocks | undefined {
  const clocks: Clock[] = [];
  let place = at;
  for (;;) {
    const pattern = new RegExp(
      `${clocks.length === 0 ? LEAD : "\\s*(?:,\\s*(?:and\\s+)?|\\s(?:and|&)\\s)\\s*(?:(at)\\s+)?"}${ONE}${DAY_PART}(?![\\w%/#*])`,
      "iy",
    );
    pattern.lastIndex = place;
    const match = pattern.exec(text);
    if (!match) break;
    const [all, lead, hour, minute, half, named, part] = match;
    const isBare = minute === undefined && !half && !named && !part && !/clock/i.test(all);
    // "9 and 12 items", "at 9, 4 of them": what follows a list must look like the one before it.
    if (isBare && !lead && clocks.length === 0) break;
    if (
      isBare &&
      clocks.length > 0 &&
      /^\s+(?!in\b|on\b|at\b|every|each|daily|UTC|[A-Z])\w/.test(text.slice(place + all.length))
    )
      break;
    const read = clockOf({hour, minute, half, named, part});
    place += all.length;
    if (!read) return {wrong: all.trim(), end: place};
    clocks.push(read);
  }
  return clocks.length === 0 ? undefined : {clocks, end: place};
}

function clockOf(said: {
  hour: string | undefined;
  minute: string | undefined;
  half: string | undefined;
  named: string | undefined;
  part: string | undefined;
}): Clock | undefined {
  if (said.named) return PARTS_OF_DAY[said.named.toLowerCase()];
  const minute = Number(said.minute ?? 0);
  let hour = Number(said.hour);
  if (minute > 59) return undefined;
  const half = said.half?.toLowerCase() ?? halfOf(said.part, hour);
  if (half) {
    if (hour < 1 || hour > 12) return said.half ? undefined : {hour, minute};
    hour = (hour % 12) + (half === "p" ? 12 : 0);
  }
  return hour > 23 ? undefined : {hour, minute};
}

function halfOf(part: string | undefined, hour: number): "a" | "p" | undefined {
  if (part === undefined || hour > 12) return undefined;
  if (/night/i.test(part)) return hour === 12 || hour < 5 ? "a" : "p";
  return /morning/i.test(part) ? "a" : "p";
}

/** 09:00. */
export function sayClock({hour, minute}: Clock): string {
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
