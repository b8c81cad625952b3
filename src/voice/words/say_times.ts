import {wholeWords} from "./number_words.ts";
import type {Rule} from "./rule.ts";

/** Times of day: "14:30" is "two thirty in the afternoon". */
export const TIMES: readonly Rule[] = [
  {of: /(?<=:[0-5]\d(?:\s?[ap]m)?)\s?[-\u2013]\s?(?=\d{1,2}:[0-5]\d)/giu, say: () => " to "},
  {
    of: /(?<![\p{L}\p{N}:.])(?<hour>[01]?\d|2[0-3]):(?<minute>[0-5]\d)(?::(?<second>[0-5]\d)(?:\.\d+)?)?(?:\s?(?<half>[ap])\.?m\b\.?)?(?:Z\b)?(?![\p{N}:])/giu,
    say: ({text, groups: {hour = "", minute = "", second, half}, before}) =>
      second !== undefined && !half && Number(hour) <= 12 && !/Z$/i.test(text) && !OF_A_DAY.test(before)
        ? lengthWords([Number(hour), Number(minute), Number(second)])
        : timeWords(Number(hour), Number(minute), Number(second ?? 0), half?.toLowerCase()),
  },
  {
    of: /(?<![\p{L}\p{N}:.,$])(?<hour>1[0-2]|0?[1-9])\s?(?<half>[ap])(?:m\b|\.m\.)/giu,
    say: ({groups: {hour, half}}) => timeWords(Number(hour), 0, 0, half?.toLowerCase()),
  },
];

/** "03:45:10" is a length of time, unless a date or "at" stands before it. */
const OF_A_DAY =
  /(?:\b(?:at|from|to|until|till|by|before|after|since|between|and)|(?:\d{4}|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|teen|ten|eleven|twelve|one|two|three|four|five|six|seven|eight|nine),?|\dT) ?$/;

function lengthWords(parts: readonly number[]): string {
  const said = ["hour", "minute", "second"].flatMap((unit, at) => {
    const count = parts[at] ?? 0;
    return count === 0 ? [] : [`${wholeWords(String(count))} ${count === 1 ? unit : `${unit}s`}`];
  });
  const last = said.pop() ?? "zero seconds";
  return said.length === 0 ? last : `${said.join(", ")} and ${last}`;
}

function timeWords(hour: number, minute: number, second: number, half?: string): string {
  const inDay = half === undefined || hour > 12 ? hour : (hour % 12) + (half === "p" ? 12 : 0);
  if (minute === 0 && second === 0 && inDay % 24 === 0) return "midnight";
  if (minute === 0 && second === 0 && inDay === 12) return "noon";
  const onClock = wholeWords(String(inDay % 12 || 12));
  const past =
    minute === 0 ? "" : minute < 10 ? ` oh ${wholeWords(String(minute))}` : ` ${wholeWords(String(minute))}`;
  const seconds =
    second === 0 ? "" : ` and ${wholeWords(String(second))} ${second === 1 ? "second" : "seconds"}`;
  const when = inDay < 12 ? "in the morning" : inDay < 18 ? "in the afternoon" : "in the evening";
  return `${onClock}${past}${seconds} ${when}`;
}
