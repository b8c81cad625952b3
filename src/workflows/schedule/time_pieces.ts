import {
  COUNT,
  MONTH,
  monthNumber,
  numberOf,
  ORDINAL,
  WEEKDAY,
  WEEKDAY_LIST,
  weekdayNumber,
  weekdaysOf,
} from "./calendar_words.ts";
import {type Clock, PARTS_OF_DAY} from "./clock_words.ts";
import {STARTING, type StartDate, startDateOf} from "./start_date.ts";

/** What was said of when something is done, piece by piece. */
export interface Said {
  unit?: "minutes" | "hours" | "days" | "weeks" | "months" | "quarters" | "years";
  count?: number;
  /** As cron counts them: Sunday is 0. */
  weekdays?: number[];
  /** Of the month. */
  days?: number[];
  /** As croner writes them: L is the last day, LW the last weekday, 1W the weekday next to the first. */
  dayToken?: "L" | "LW" | "1W";
  /** The so-manieth of a weekday in the month. */
  nth?: {week: number | "L"; weekday: number};
  /** From 1. */
  month?: number;
  clocks?: Clock[];
  /** Where no clock is said: what the part of the day means. */
  part?: Clock;
  minuteOfHour?: number;
  /** The hours of the first and the last. */
  window?: {from: number; to: number};
  timeZone?: string;
  cron?: string;
  /** From when each so-manieth day or week is counted. */
  start?: StartDate;
  wrong?: string;
}

/** A piece of a phrase: where it matches at a place, it says something. `isFrequency`: it makes the phrase one of again and again. */
export interface TimePiece {
  isFrequency: boolean;
  pattern: RegExp;
  read: (match: RegExpExecArray, said: Said) => void;
}

const UNITS: Readonly<Record<string, NonNullable<Said["unit"]>>> = {
  min: "minutes",
  hou: "hours",
  hr: "hours",
  hrs: "hours",
  day: "days",
  wee: "weeks",
  mon: "months",
  qua: "quarters",
  yea: "years",
};
const unitOf = (word: string) => UNITS[word.slice(0, 3).toLowerCase()] ?? UNITS[word.toLowerCase()];

const ADVERBS: Readonly<Record<string, NonNullable<Said["unit"]>>> = {
  hourly: "hours",
  daily: "days",
  nightly: "days",
  weekly: "weeks",
  fortnightly: "weeks",
  biweekly: "weeks",
  monthly: "months",
  quarterly: "quarters",
  yearly: "years",
  annually: "years",
};
const WORKDAYS = [1, 2, 3, 4, 5];
const OTHER = `(?:other|alternate|second|third|fourth|\\d{1,3}(?:st|nd|rd|th)|${COUNT})`;
const UNIT = "(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|quarters?|years?)";
const PART = "(?:morning|afternoon|evening|night|noon|midday|midnight)s?";
const OF_MONTH = "(?:\\s+(?:of|in)\\s+(?:the|each|every)\\s+month|\\s+(?:each|every)\\s+month)";
const WORKDAY = "(?:weekday|work(?:ing)?\\s?day|business\\s+day)s?";

const sticky = (source: string) => new RegExp(source, "iy");

function setWeekdays(said: Said, list: string, part?: string): void {
  said.weekdays = weekdaysOf(list);
  setPart(said, part);
}

function setPart(said: Said, part: string | undefined): void {
  const clock = part && PARTS_OF_DAY[part.toLowerCase().replace(/s$/, "")];
  if (clock) said.part = clock;
}

const countOf = (word: string | undefined) =>
  word === undefined ? 1 : /^(?:other|alternate)$/i.test(word.trim()) ? 2 : numberOf(word);

/** "first", "2nd", "last" as the so-manieth of a weekday. */
const weekOf = (word: string): number | "L" => (/^last$/i.test(word) ? "L" : numberOf(word));

/** In the order that they are tried at a place: the longer before the shorter. */
export const TIME_PIECES: readonly TimePiece[] = [
  {
    isFrequency: true,
    pattern: sticky(
      "(?:with\\s+|by\\s+)?cron:?\\s*[\"'`]?((?:[\\d*,/LW#A-Z-]+\\s+){4}[\\d*,/LW#A-Z-]+)[\"'`]?",
    ),
    read: ([, cron], said) => {
      said.cron = cron!.replaceAll(/\s+/g, " ").toUpperCase();
    },
  },
  {
    isFrequency: true,
    pattern: sticky(
      "[\"'`]?((?:[\\d*,/-]+\\s+){2}(?:[\\d*,/LW-]+\\s+)[\\d*,/-]+\\s+[\\d*,/L#-]+)[\"'`]?(?!\\w)",
    ),
    read: ([, cron], said) => {
      if (cron!.includes("*")) said.cron = cron!.replaceAll(/\s+/g, " ").toUpperCase();
    },
  },
  {
    // Every first Monday; the last Friday of every month.
    isFrequency: true,
    pattern: sticky(
      `(?:on\\s+)?(?:(?:every|each)\\s+(last|first|1st)\\s+(${WEEKDAY})${OF_MONTH}?|(?:the|every|each)\\s+(${ORDINAL}|last)\\s+(${WEEKDAY})${OF_MONTH})`,
    ),
    read: ([, word, day, other, otherDay], said) => {
      said.unit = "months";
      said.nth = {week: weekOf(word ?? other!), weekday: weekdayNumber(day ?? otherDay!)};
    },
  },
  {
    isFrequency: true,
    pattern: sticky(
      `(?:on\\s+)?(?:the|every|each)\\s+(last|first)\\s+((?:week|work(?:ing)?|business)\\s?)?day(?:${OF_MONTH})`,
    ),
    read: ([, word, working], said) => {
      said.unit = "months";
      if (working) said.dayToken = /last/i.test(word!) ? "LW" : "1W";
      else if (/last/i.test(word!)) said.dayToken = "L";
      else said.days = [1];
    },
  },
  {
    isFrequency: true,
    pattern: sticky(
      `(?:(?:on|at)\\s+)?(?:the\\s+)?(?:very\\s+)?end\\s+of\\s+(?:every|each|the)\\s+(day|week|month|quarter|year)`,
    ),
    read: ([, unit], said) => {
      said.unit = unitOf(unit!)!;
      if (/month/i.test(unit!)) said.dayToken = "L";
      else if (/week/i.test(unit!)) said.weekdays = [5];
      else if (/day/i.test(unit!)) said.part = {hour: 18, minute: 0};
      else said.wrong = `the end of the ${unit!.toLowerCase()}`;
    },
  },
  {
    isFrequency: true,
    pattern: sticky(
      `(?:on\\s+)?(?:the|every|each)\\s+(${ORDINAL}(?:\\s*(?:,|and|&)\\s*(?:the\\s+)?${ORDINAL})*)(?:\\s+day)?${OF_MONTH}`,
    ),
    read: ([, list], said) => {
      said.unit = "months";
      said.days = ordinalsOf(list!);
    },
  },
  {
    isFrequency: true,
    pattern: sticky(
      `(?:every|each)\\s+year\\s+(?:on|in)\\s+(${MONTH})\\s+(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?(?![\\w:])`,
    ),
    read: ([, month, day], said) => yearly(said, month!, day!),
  },
  {
    isFrequency: true,
    pattern: sticky(
      `(?:on\\s+)?(?:every|each)\\s+(${MONTH})\\s+(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?(?![\\w:])`,
    ),
    read: ([, month, day], said) => yearly(said, month!, day!),
  },
  {
    isFrequency: true,
    pattern: sticky(`(?:on\\s+)?(?:every|each)\\s+(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?(${MONTH})`),
    read: ([, day, month], said) => yearly(said, month!, day!),
  },
  {
    isFrequency: true,
    pattern: sticky(`(?:on\\s+)?(?:every|each)\\s+(${OTHER}\\s+)?(${WEEKDAY_LIST})(?:\\s+(${PART}))?`),
    read: ([, other, list, part], said) => {
      said.unit = "weeks";
      said.count = countOf(other);
      if (other && /^(third|3rd|fourth|4th)/i.test(other)) said.wrong = `every ${other}${list}`.trim();
      setWeekdays(said, list!, part);
    },
  },
  {
    isFrequency: true,
    pattern: sticky(
      `(?:on\\s+)?(?:(?:every|each)\\s+|on\\s+)?(?:all\\s+)?(${WORKDAY})(?:\\s+(${PART}))?(?!\\w)`,
    ),
    read: ([all, word, part], said) => {
      if (!/^(on\s+)?(every|each)/i.test(all) && !/s$/i.test(word!)) return;
      said.unit = "weeks";
      said.weekdays = WORKDAYS;
      setPart(said, part);
    },
  },
  {
    isFrequency: true,
    pattern: sticky("(?:(?:on|at)\\s+)?(?:(?:every|each)\\s+weekend|(?:on\\s+)?weekends)(?!\\w)"),
    read: (_, said) => {
      said.unit = "weeks";
      said.weekdays = [6, 0];
    },
  },
  {
    isFrequency: true,
    pattern: sticky(`(?:every|each)\\s+(${OTHER}\\s+)?(${UNIT})(?!\\w)`),
    read: ([, other, unit], said) => {
      said.unit = unitOf(unit!)!;
      said.count = countOf(other);
    },
  },
  {
    isFrequency: true,
    pattern: sticky("(?:every|each|once\\s+a)\\s+fortnight(?!\\w)"),
    read: (_, said) => {
      said.unit = "weeks";
      said.count = 2;
    },
  },
  {
    isFrequency: false,
    pattern: sticky(STARTING),
    read: (match, said) => {
      // Before it is said how often, it belongs to something else.
      if (said.unit !== undefined) said.start = startDateOf(match);
    },
  },
  {
    isFrequency: true,
    pattern: sticky(`(?:every|each)\\s+(?:single\\s+)?(${PART})(?!\\w)`),
    read: ([, part], said) => {
      said.unit = "days";
      setPart(said, part);
    },
  },
  {
    isFrequency: true,
    pattern: sticky(`(once|twice|\\w+\\s+times)\\s+(?:a|an|per|each|every)\\s+(${UNIT})(?!\\w)`),
    read: ([all, times, unit], said) => {
      said.unit = unitOf(unit!)!;
      if (!/once/i.test(times!)) said.wrong = all;
    },
  },
  {
    isFrequency: true,
    pattern: sticky(
      "(hourly|daily|nightly|weekly|fortnightly|bi-?weekly|monthly|quarterly|yearly|annually)(?!\\w)",
    ),
    read: ([, word], said) => {
      const small = word!.toLowerCase().replace("-", "");
      said.unit = ADVERBS[small]!;
      if (/^(fort|bi)/.test(small)) said.count = 2;
      if (small === "nightly") setPart(said, "night");
    },
  },
  {
    isFrequency: true,
    pattern: sticky(`(?:on\\s+)?((?:${WEEKDAY_LIST}))(?:\\s+(${PART}))?(?!\\w)`),
    read: ([, list, part], said) => {
      // One Monday is a day; Mondays are a schedule.
      if (/days(?!\w)/i.test(list!)) said.unit = "weeks";
      setWeekdays(said, list!, part);
    },
  },
  {
    isFrequency: false,
    pattern: sticky(`on\\s+(?:the\\s+)?(${ORDINAL}|last)\\s+(${WEEKDAY})(?:${OF_MONTH})?`),
    read: ([, word, day], said) => {
      said.nth = {week: weekOf(word!), weekday: weekdayNumber(day!)};
    },
  },
  {
    isFrequency: false,
    pattern: sticky(
      "on\\s+(?:the\\s+|its\\s+)?(last|first)\\s+((?:week|work(?:ing)?|business)\\s?)?day(?!\\w)",
    ),
    read: ([, word, working], said) => {
      if (working) said.dayToken = /last/i.test(word!) ? "LW" : "1W";
      else if (/last/i.test(word!)) said.dayToken = "L";
      else said.days = [1];
    },
  },
  {
    isFrequency: false,
    pattern: sticky(
      `on\\s+(?:the\\s+)?(${ORDINAL}(?:\\s*(?:,|and|&)\\s*(?:the\\s+)?${ORDINAL})*)(?:\\s+day)?(?!\\s+(?:of\\s+)?${MONTH})`,
    ),
    read: ([, list], said) => {
      said.days = ordinalsOf(list!);
    },
  },
  {
    isFrequency: false,
    pattern: sticky(`(?:on|in)\\s+(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?(${MONTH})`),
    read: ([, day, month], said) => yearly(said, month!, day!),
  },
  {
    isFrequency: false,
    pattern: sticky(`(?:on|in)\\s+(${MONTH})\\s+(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?(?![\\w:])`),
    read: ([, month, day], said) => yearly(said, month!, day!),
  },
  {
    isFrequency: false,
    pattern: sticky(
      "(?:from|between)\\s+(\\d{1,2})(?::00)?\\s*([ap]m)?\\s*(?:to|and|until|till|-|–)\\s*(\\d{1,2})(?::00)?\\s*([ap]m)?(?!\\w)",
    ),
    read: ([all, from, half, to, otherHalf], said) => {
      const [first, last] = [hourOf(from!, half ?? undefined), hourOf(to!, otherHalf)];
      if (first < last && last < 24) said.window = {from: first, to: last};
      else said.wrong = all;
    },
  },
  {
    isFrequency: false,
    pattern: sticky(
      "(?:at\\s+)?(?:(?::|minute\\s+)(\\d{2})|(\\d{1,2}|a\\s+quarter|quarter|half)\\s+(?:minutes?\\s+)?past)(?:\\s+(?:the|each|every)\\s+hour)?(?!\\w)",
    ),
    read: ([, minute, past], said) => {
      const word = past?.toLowerCase();
      said.minuteOfHour = word?.endsWith("quarter") ? 15 : word === "half" ? 30 : Number(minute ?? word);
    },
  },
];

function hourOf(word: string, half: string | undefined): number {
  const hour = Number(word);
  return half ? (hour % 12) + (/p/i.test(half) ? 12 : 0) : hour;
}

function yearly(said: Said, month: string, day: string): void {
  said.unit = "years";
  said.month = monthNumber(month);
  said.days = [Number(day)];
}

function ordinalsOf(list: string): number[] {
  return [
    ...new Set(
      list
        .split(/\s*(?:,|and|&)\s*(?:the\s+)?/i)
        .filter(Boolean)
        .map(numberOf),
    ),
  ].sort((a, b) => a - b);
}
