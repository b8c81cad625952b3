import type {TableProfile} from "../../data/profile.ts";
import type {Reading} from "../../planning/reading.ts";
import type {Measure} from "../../tools/measure.ts";
import {INTENTS, NEGATIONS, POST_COMPARATORS} from "../offline/vocabulary.ts";
import {comparisonsIn} from "./doubts/bound_doubts.ts";
import {heardDoubts} from "./doubts/heard_doubts.ts";
import {LESS_IS_BETTER} from "./doubts/order_words.ts";

/** A word that asks for something, and whether a reading has it. */
interface Demand {
  words: RegExp;
  met(reading: Reading): boolean;
  say: string;
}

const fns = (reading: Reading): string[] => reading.measures.map((one) => one.fn);
const isRatio = (one: Measure): boolean => one.over !== undefined;
const units = (reading: Reading): string[] => [
  ...reading.groups.flatMap((one) => [
    one.unit ?? "",
    one.part ?? "",
    ...(/year/i.test(one.name) ? ["year"] : []),
    ...(/month/i.test(one.name) ? ["month"] : []),
  ]),
  reading.comparison?.unit ?? "",
];
const firstOrder = (reading: Reading): string | undefined =>
  reading.limit !== undefined || reading.intent === "which" ? reading.order[0]?.direction : undefined;

const measured = (readings: readonly Reading[]): string =>
  JSON.stringify(readings.map((one) => [one.measures, one.columns]));
const HIGH =
  /\b(?:highest|most|largest|biggest|maximum|longest|heaviest|oldest|priciest|busiest|greatest|top)\b/i;
const LOW =
  /\b(?:lowest|least|smallest|fewest|minimum|shortest|lightest|youngest|cheapest|bottom|quietest)\b/i;
const BEST = /\b(?:best(?! (?:sell|fit|guess))|strongest)\b/i;
const WORST = /\b(?:worst|weakest|poorest)\b/i;
const SLOW = /\bslowest\b/i;

const DEMANDS: readonly Demand[] = [
  {
    words:
      /(?<!\b(?:above|below|over|under|than|the)\s)(?<!\b(?:above|below|over|under|than) the\s)\b(?:avg|average|mean)\b/i,
    met: (one) =>
      one.measures.length === 0 ||
      fns(one).some((fn) => fn === "avg" || fn === "median") ||
      one.measures.some(isRatio),
    say: "an average",
  },
  {
    words: /\bmedian\b/i,
    met: (one) => one.measures.length === 0 || fns(one).includes("median"),
    say: "a median",
  },
  {
    words: /\b(?:running total|cumulative(?:ly)?|so far)\b/i,
    met: (one) => one.windows.some((window) => window.fn === "running_total"),
    say: "a running total (windows)",
  },
  {
    words: /\b(?:growth|month[- ]over[- ]month|year[- ]over[- ]year|mom|yoy|change from)\b/i,
    met: (one) => one.comparison !== undefined || one.windows.length > 0 || one.measures.some(isRatio),
    say: "a change from one period to the next (comparison or windows)",
  },
  {
    words: /\b(?:share|percent(?:age)?|proportion|pct)\b|%(?! of\b.*\bcolumn)/i,
    met: (one) =>
      one.measures.length === 0 ||
      one.measures.some(
        (measure) => isRatio(measure) || measure.fn === "avg" || measure.fn === "null_share",
      ) ||
      one.windows.length > 0 ||
      one.filters.length > 0,
    say: "a share (over)",
  },
  ...(["year", "quarter", "month", "week"] as const).map((unit) => ({
    words: new RegExp(`\\b(?:by|per|each|every) (?:\\p{L}+ )?${unit}\\b|\\b${unit}ly\\b`, "iu"),
    met: (one: Reading) => units(one).includes(unit) || units(one).every((known) => known === ""),
    say: `groups of ${unit}s`,
  })),
];

/** What a question asks for in words that its readings do not have: sentences for the model that wrote them. */
export function wordDoubts(
  question: string,
  readings: readonly Reading[],
  profiles: readonly TableProfile[],
  asOf: Date,
  carried?: ReadonlySet<string>,
): string[] {
  const doubts: string[] = [];
  const some = (met: (reading: Reading) => boolean): boolean => readings.some(met);
  for (const {words, met, say} of DEMANDS)
    if (words.test(question) && !some(met)) doubts.push(`the question asks for ${say}`);
  const bad = LESS_IS_BETTER.test(measured(readings));
  const losing = /\b(?:loss|losing|negative)\b/i.test(question);
  const lower = SLOW.test(question) ? !bad && !HIGH.test(question) : WORST.test(question) && !bad;
  const higher = SLOW.test(question) ? bad : BEST.test(question) && !bad;
  const [high, low] = losing ? [false, false] : [HIGH.test(question) || higher, LOW.test(question) || lower];
  if (high && !low && !some((one) => firstOrder(one) !== "asc" && !onlyFn(one, "min")))
    doubts.push("the question asks for the highest");
  if (low && !high && !some((one) => firstOrder(one) !== "desc" && !onlyFn(one, "max") && !averageAlone(one)))
    doubts.push("the question asks for the lowest");
  doubts.push(
    ...bounds(question, readings),
    ...years(question, readings),
    ...months(question, readings),
    ...tops(question, readings),
    ...repeats(question, readings, profiles),
  );
  doubts.push(...worded(question, readings), ...readings.flatMap(unlikeStretches));
  // Where one of several readings keeps to every word, the others are ways to ask back.
  const heard = readings.map((one) => heardDoubts(question, one, profiles, asOf, carried));
  doubts.push(...heard.reduce((least, one) => (one.length < least.length ? one : least)));
  return [...new Set(doubts)];
}

const onlyFn = (reading: Reading, fn: string): boolean =>
  reading.measures.length === 1 && reading.measures[0]!.fn === fn;
/** "the lowest price ever" is no average of prices, unless groups are ranked by it. */
const averageAlone = (reading: Reading): boolean =>
  reading.groups.length === 0 &&
  reading.measures.length === 1 &&
  ["avg", "max", "sum"].includes(reading.measures[0]!.fn);

const BELOW =
  /\b(?:under|below|less than|fewer than|lower than|no more than|not more than|at most|up to|younger than|cheaper than|shorter than)\s+[$€£]?(\d[\d,]*(?:\.\d+)?)/gi;
const ABOVE =
  /\b(?:over|above|more than|greater than|higher than|at least|no less than|older than|longer than|exceeding|beyond)\s+[$€£]?(\d[\d,]*(?:\.\d+)?)/gi;

const after = (phrases: readonly string[]): RegExp =>
  new RegExp(
    `[$€£]?(\\d[\\d,]*(?:\\.\\d+)?)(?: ?\\p{L}{1,8})? (?:${phrases.filter((one) => one !== "+" && one !== "plus").join("|")})\\b`,
    "giu",
  );
const OR_MORE = after(POST_COMPARATORS[">="]);
const OR_LESS = after(POST_COMPARATORS["<="]);

/** A bound whose number stands in a reading the wrong way round. */
function bounds(question: string, readings: readonly Reading[]): string[] {
  const found = readings.map(comparisonsIn);
  const strict = (said: string): boolean =>
    /\b(?:under|below|less than|fewer than|younger than|over|above|more than|older than|longer than)\b/i.test(
      said,
    );
  const wrong = (pattern: RegExp, ops: readonly string[]): string[] =>
    [...question.matchAll(pattern)].flatMap((match) => {
      const value = Number(match[1]!.replaceAll(",", ""));
      const about = found
        .flat()
        .filter((one) => one.value === value || one.value === value * 1e3 || one.value === value * 1e6);
      const exact = strict(match[0]) && Number.isInteger(value) && value < 100;
      const right = ops.filter((op) => !(exact && op.endsWith("=")));
      return about.length > 0 && about.every((one) => !right.includes(one.op))
        ? [`the question says "${match[0]}"`]
        : [];
    });
  const fewerThan = question
    .replace(/\b(?:no|not) more than/gi, "at most")
    .replace(/\b(?:no|not) (?:less|fewer) than/gi, "at least");
  return question === fewerThan
    ? [
        ...wrong(BELOW, ["<", "<=", "between", "range"]),
        ...wrong(ABOVE, [">", ">=", "between", "range"]),
        ...wrong(OR_MORE, [">", ">=", "between", "range"]),
        ...wrong(OR_LESS, ["<", "<=", "between", "range"]),
      ]
    : bounds(fewerThan, readings);
}

/** A year of the question that stands nowhere; with "before" and the like its neighbour may. */
function years(question: string, readings: readonly Reading[]): string[] {
  const written = JSON.stringify(readings);
  if (readings.some((one) => one.comparison)) return [];
  const near =
    /\b(?:before|after|since|until|till|to|through|between|from|last|previous|prior|up to)\b|[-–]/i.test(
      question,
    );
  return [...question.matchAll(/(?<![\w.,])(?:19|20)\d\d(?![\w,]|\.\d)/g)].flatMap(([year]) => {
    const known = [0, ...(near ? [-1, 1] : [])].some((by) => written.includes(String(Number(year) + by)));
    return known ? [] : [`the question says ${year}`];
  });
}

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** "November 2014" whose first day begins no stretch of a reading. */
function months(question: string, readings: readonly Reading[]): string[] {
  const written = JSON.stringify(readings);
  const named = [
    ...question.matchAll(new RegExp(`\\b(${MONTHS.join("|")})[a-z]*\\.? ((?:19|20)\\d\\d)\\b`, "gi")),
  ];
  if (
    named.length !== 1 ||
    /\b(?:before|after|since|until|till|through|between|from|up to)\b/i.test(question)
  )
    return [];
  const [text, month = "", year = ""] = named[0]!;
  const from = `${year}-${String(MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1).padStart(2, "0")}`;
  return written.includes(from) ? [] : [`the question says ${text}`];
}

const COUNTS =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(
    " ",
  );

/** "the ten longest" of which another number is taken. */
function tops(question: string, readings: readonly Reading[]): string[] {
  const [, word = ""] =
    new RegExp(
      `\\b(${COUNTS.join("|")}) (?:\\p{L}+ )?(?:\\p{L}+est|most|least|top|best|worst)\\b`,
      "iu",
    ).exec(question) ?? [];
  const count = COUNTS.indexOf(word.toLowerCase()) + 1;
  const kept = readings.some(({limit, limitWithin}) => limit === count || limitWithin !== undefined);
  return count > 1 && !kept ? [`the question asks for ${word}`] : [];
}

/** "how many countries" of a table with many rows a country. */
function repeats(
  question: string,
  readings: readonly Reading[],
  profiles: readonly TableProfile[],
): string[] {
  if (!/\bhow many\b|\bnumber of\b|\bcount of\b/i.test(question)) return [];
  return readings.flatMap(({table, measures}) => {
    const profile = profiles.find((one) => one.table === table);
    const [measure] = measures;
    if (!profile || measure?.fn !== "count" || !measure.of || !("column" in measure.of)) return [];
    const {column} = measure.of;
    const known = profile.columns.find((one) => one.name === column);
    const amount = known?.role === "measure";
    return known && !amount && known.distinct > 0 && known.distinct < 0.9 * (profile.rows - known.nulls)
      ? [`${column} repeats: count_distinct counts each once`]
      : [];
  });
}

const has = (question: string, words: readonly string[]): boolean => {
  const text = ` ${question.toLowerCase().replace(/[^\p{L}\p{N}'/]+/gu, " ")} `;
  return words.some((word) => text.includes(` ${word} `));
};

/** What is computed against what is asked for: a total, distinct things, what is missing. */
function worded(question: string, readings: readonly Reading[]): string[] {
  const doubts: string[] = [];
  const measures = readings.flatMap((one) => one.measures);
  const all = (test: (one: Measure) => boolean): boolean => measures.length > 0 && measures.every(test);
  const total = /\b(?:total|sum of|in all|altogether)\b(?! number)/i.test(question);
  const centre = /\b(?:avg|average|mean|median|typical)\b/i.test(question);
  const named = JSON.stringify(measures).toLowerCase().includes("total");
  if (
    total &&
    !centre &&
    !named &&
    all(({fn, over}) => !over && ["avg", "median", "min", "max"].includes(fn))
  )
    doubts.push("the question asks for a total");
  if (/\b(?:different|distinct|unique)\b/i.test(question) && all(({fn, over}) => !over && fn === "count"))
    doubts.push("the question asks for distinct things: count_distinct");
  const share =
    /\b(?:share|percent|percentage|proportion|pct|fraction|part|portion|rate|ratio|per|out of|average|avg|mean|often|likely|how many of|success|chance|split|breakdown|contribut\w*)\b|%/i;
  if (!share.test(question) && all(({unit, over}) => over !== undefined && unit === "%"))
    doubts.push("the question asks for no share");
  const many =
    /^\W*(?:\p{L}+ ){0,3}how many\b/iu.test(question) &&
    !/\b(?:avg|average|mean|median|typical)\b/i.test(question);
  if (many && all(({fn, over}) => !over && (fn === "avg" || fn === "median")))
    doubts.push("the question asks how many");
  const missing = has(question, INTENTS.missing) || has(question, NEGATIONS) || /\black/i.test(question);
  if (!missing && measures.some(({fn}) => fn === "null_count" || fn === "null_share"))
    doubts.push("the question does not ask for what is missing");
  if (
    /\b(?:single|biggest|largest|highest|longest|heaviest) single\b|\bsingle (?:biggest|largest|highest)\b/i.test(
      question,
    )
  )
    if (
      readings.every(
        ({limit, measures: own}) => limit === undefined && own.every(({fn}) => fn === "sum" || fn === "avg"),
      )
    )
      doubts.push("the question asks for the largest one");
  return doubts;
}

const DAY = 86_400_000;

/** A period set against one of another length: 166 days against a year. */
function unlikeStretches({period, comparison}: Reading): string[] {
  const against = comparison?.against;
  if (!period?.from || !period.to || !against?.from || !against.to) return [];
  const days = ({from = "", to = ""}: {from?: string | undefined; to?: string | undefined}): number =>
    (Date.parse(to) - Date.parse(from)) / DAY;
  const [now, then] = [days(period), days(against)];
  const shift = (Date.parse(period.from) - Date.parse(against.from)) / DAY;
  if (Math.abs(now - then) > 3) return [`${Math.round(now)} days are compared with ${Math.round(then)}`];
  return comparison?.kind === "same_period_last_year" && Math.abs(shift - 365.25) > 8
    ? ["the same period of last year begins a year before"]
    : [];
}
