import {clocksAt} from "./clock_words.ts";
import {composeTimes} from "./compose_times.ts";
import {type Said, TIME_PIECES} from "./time_pieces.ts";
import type {Times} from "./times.ts";
import {findZone} from "./zones.ts";

/** A phrase of again and again in a text: its span, and what it means or why it cannot be had. */
export type FoundTimes = {start: number; end: number} & ({times: Times} | {problem: string; next: string});

const LONGEST = 4_000;

/**
 * Finds when something is to be done again and again: "every Monday at 9", "weekdays at 8:30 Berlin time", "monthly on the last
 * day", "every other Friday", five cron fields. The words of it stand together; of several such phrases the first that is more than one word.
 * Undefined where there is none: "sales on Monday" is none.
 * @param setting the clock that is meant where none is named, and now
 */
export function readTimes(text: string, setting: {timeZone: string; now: Date}): FoundTimes | undefined {
  if (text.length > LONGEST) return undefined;
  let adverb: FoundTimes | undefined;
  let past = 0;
  for (const {index: start} of text.matchAll(/(?<![\w/#.-])[\w@:"'`*(]/g)) {
    if (start < past) continue;
    const phrase = phraseAt(text, start);
    if (!phrase?.isFrequency) continue;
    const {said, end} = phrase;
    const found = {start, end, ...composeTimes(said, setting)};
    // "Monthly sales every Friday": an adverb alone may belong to what is done.
    if (!/^[a-z-]+$/i.test(text.slice(start, end))) return found;
    adverb ??= found;
    past = end;
  }
  return adverb;
}

function phraseAt(text: string, start: number): {said: Said; end: number; isFrequency: boolean} | undefined {
  const said: Said = {};
  let [end, isFrequency] = [start, false];
  for (let place = start; place < text.length; ) {
    const next = pieceAt(text, place, said, isFrequency);
    if (!next) break;
    end = next.end;
    isFrequency ||= next.isFrequency;
    const gap = /^(?:\s*,)?\s+(?:and\s+(?=at\b))?/.exec(text.slice(end));
    place = end + (gap?.[0].length ?? 0);
    if (!gap) break;
  }
  return end === start ? undefined : {said, end, isFrequency};
}

/** Reads one piece into what was said. */
function pieceAt(
  text: string,
  place: number,
  said: Said,
  isBegun: boolean,
): {end: number; isFrequency: boolean} | undefined {
  for (const {pattern, read, isFrequency} of TIME_PIECES) {
    pattern.lastIndex = place;
    const match = pattern.exec(text);
    if (!match) continue;
    const before = {...said};
    read(match, said);
    const isNew = said.unit !== before.unit || said.cron !== before.cron;
    // A second frequency belongs to the next phrase; "every week on Mondays" is one.
    const isSecond = isFrequency && isBegun && isNew && said.unit !== undefined && before.unit !== undefined;
    if (isSecond && !narrows(before, said)) {
      restore(said, before);
      continue;
    }
    if (isSecond) settle(said, before);
    if (JSON.stringify(said) === JSON.stringify(before) && !isBegun) continue;
    return {end: place + match[0].length, isFrequency: isFrequency && (isNew || said.unit !== undefined)};
  }
  const clocks = said.clocks ? undefined : clocksAt(text, place);
  if (clocks) {
    if ("wrong" in clocks) said.wrong = clocks.wrong;
    else said.clocks = clocks.clocks;
    return {end: clocks.end, isFrequency: false};
  }
  const zone =
    said.timeZone === undefined && (said.clocks || said.unit || said.cron)
      ? findZone(text.slice(Math.max(0, place - 12), place + 60))
      : undefined;
  if (zone && "start" in zone) {
    const from = Math.max(0, place - 12);
    if (from + zone.start === place) {
      said.timeZone = zone.timeZone;
      return {end: from + zone.end, isFrequency: false};
    }
  } else if (zone) said.wrong = `${zone.unknown} time`;
  return undefined;
}

/** Whether a second frequency says more of the first: "every hour on weekdays", "every two weeks on Fridays". */
function narrows(before: Said, said: Said): boolean {
  if (said.unit === "weeks")
    return before.unit !== undefined && before.weekdays === undefined && said.weekdays !== undefined;
  if (said.unit === "months") return before.unit === "months" || before.unit === "quarters";
  return said.unit === "years" && before.unit === "years";
}

/** The wider of the two is the unit. */
function settle(said: Said, before: Said): void {
  if (before.unit !== undefined) said.unit = before.unit;
  if (before.count !== undefined) said.count = before.count;
}

function restore(said: Said, before: Said): void {
  for (const key of Object.keys(said) as (keyof Said)[]) delete said[key];
  Object.assign(said, before);
}
