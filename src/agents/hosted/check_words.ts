import type {TableProfile} from "../../data/profile.ts";
import type {Reading} from "../../planning/reading.ts";
import type {Condition} from "../../tools/condition.ts";
import type {Measure} from "../../tools/measure.ts";
import {keepsWords} from "../offline/asks/keeps_words.ts";
import {buildLexicon, lookUp} from "../offline/lexicon.ts";
import {datesOf} from "../offline/scene.ts";
import {tokenize} from "../offline/tokens.ts";

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

const HIGH =
  /\b(?:highest|most|largest|biggest|maximum|longest|heaviest|oldest|priciest|busiest|greatest|top)\b/i;
const LOW =
  /\b(?:lowest|least|smallest|fewest|minimum|shortest|lightest|youngest|cheapest|bottom|quietest)\b/i;

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
    words: new RegExp(`\\b(?:by|per|each|every) (?:${unit})\\b|\\b${unit}ly\\b`, "i"),
    met: (one: Reading) => units(one).includes(unit) || units(one).every((known) => known === ""),
    say: `groups of ${unit}s`,
  })),
];

/** What a question asks for in words that its readings do not have: sentences for the model that wrote them. */
export function wordDoubts(
  question: string,
  readings: readonly Reading[],
  profiles: readonly TableProfile[],
): string[] {
  const doubts: string[] = [];
  const some = (met: (reading: Reading) => boolean): boolean => readings.some(met);
  for (const {words, met, say} of DEMANDS)
    if (words.test(question) && !some(met)) doubts.push(`the question asks for ${say}`);
  const [high, low] = [HIGH.test(question), LOW.test(question)];
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
  for (const profile of profiles.filter((one) => readings.some(({table}) => table === one.table)))
    doubts.push(
      ...unnamed(
        question,
        readings.filter(({table}) => table === profile.table),
        profile,
      ),
    );
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
    ? [...wrong(BELOW, ["<", "<=", "between", "range"]), ...wrong(ABOVE, [">", ">=", "between", "range"])]
    : bounds(fewerThan, readings);
}

const TURNED: Record<string, string> = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="};

function comparisonsIn(reading: Reading): {op: string; value: number}[] {
  const found: {op: string; value: number}[] = reading.having.map(({op, value}) => ({op, value}));
  const visit = (condition: Condition | undefined, turned: boolean): void => {
    if (!condition) return;
    if (condition.op === "and" || condition.op === "or") for (const one of condition.args) visit(one, turned);
    else if (condition.op === "not") visit(condition.arg, !turned);
    else if (condition.op === "between")
      for (const value of [condition.low, condition.high]) found.push({op: "between", value: Number(value)});
    else if ("value" in condition && typeof condition.value === "number")
      found.push({
        op: turned ? (TURNED[condition.op] ?? condition.op) : condition.op,
        value: condition.value,
      });
  };
  for (const {condition} of reading.filters) visit(condition, false);
  for (const measure of reading.measures) for (const one of [measure, measure.over]) visit(one?.where, false);
  return found;
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
    return known && known.distinct > 0 && known.distinct < 0.9 * (profile.rows - known.nulls)
      ? [`${column} repeats: count_distinct counts each once`]
      : [];
  });
}

const SURE = 0.12;
const MOST_WORDS = 4;

/** Columns and values that the question names outright and no reading has, and a date that a verb is of. */
function unnamed(question: string, readings: readonly Reading[], profile: TableProfile): string[] {
  const lexicon = buildLexicon(profile);
  const tokens = tokenize(question);
  const written = JSON.stringify(readings.map(({placements: _placements, ...rest}) => rest)).toLowerCase();
  const doubts: string[] = [];
  if (!keepsWords({question, lexicon}, readings, {sure: true}))
    doubts.push("a value or a denial of the question is in no filter");
  for (let from = 0; from < tokens.length; from++)
    for (let to = Math.min(tokens.length, from + MOST_WORDS); to > from; to--) {
      const words = tokens.slice(from, to).map((token) => token.lower);
      const columns = lookUp(lexicon, words, false).filter(
        (entry) => entry.kind === "column" && entry.cost <= SURE,
      );
      if (columns.length !== 1) continue;
      const {name} = columns[0]!.column.profile;
      if (!written.includes(JSON.stringify(name).toLowerCase()))
        doubts.push(`the question names ${name}, which is nowhere in it`);
      from = to - 1;
      break;
    }
  const dates = datesOf(lexicon.columns, [], tokens);
  const used = readings.flatMap((one) => [
    one.period?.column,
    ...one.groups.filter(({unit}) => unit).map(({of}) => ("column" in of ? of.column : undefined)),
  ]);
  const plain = datesOf(lexicon.columns, [], []);
  const [spoken] = dates;
  if (
    spoken &&
    plain.length > 1 &&
    spoken !== plain[0] &&
    used.some(Boolean) &&
    !used.includes(spoken.profile.name)
  )
    doubts.push(`the question is of ${spoken.profile.name}`);
  return doubts;
}
