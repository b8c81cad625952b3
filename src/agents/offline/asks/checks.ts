import type {ColumnProfile, TableProfile} from "../../../data/profile.ts";
import type {Step} from "../../../planning/plan.ts";
import type {Measure} from "../../../tools/measure.ts";
import {nameWords} from "../tokens.ts";
import {type Ask, blankReading, columnsSaid, isDay, isNumber, planned} from "./ask_scene.ts";
import {vocabulary} from "./places_words.ts";

const TRUST =
  /\btrust\b|\brely\b|\breliable\b|\bdata quality\b|\b(?:any|is (?:this|the|it|that)(?: \w+)?) (?:good|clean|ok|okay|decent)\b|\bclean\b|\bhow (?:good|clean|bad|reliable|messy) is\b|\bwrong with (?:this|the|it|that)\b|\bproblems? with\b|\bquality of\b|\bsound\b|\bhealthy?\b|\bissues? (?:in|with)\b|\b(?:ok|okay|safe|fit|fine|good enough) (?:to|for) (?:use|us|quote|send|share|present|publish|report|work|analy\w+)\b|\b(?:a|any|total|complete) mess\b|\banything wrong (?:with|in|about)\b|\b(?:accurate|believable|believe|red flags?|up to scratch|sanity check|usable|corrupt(?:ed)?|garbage|junk|dirty|iffy|sketchy)\b/i;
const WEIRD =
  /\bweird\b|\bodd\b|\bodd[- ]looking\b|\bstrange\b|\bunusual\b|\bdodgy\b|\banomal|\boutliers?\b|\bsuspicious\b|\bfunny\b|\bfishy\b|\bstick(?:s|ing)? out\b|\bstands? out\b|\bsurprising\b|\bweirdness\b|\blooks? (?:off|wrong|odd)\b|\boff about\b|^anything off\b|\banything (?:wrong|off)\b|\bwrong[- ]looking\b|\b(?:impossible|crazy|extreme|bogus|peculiar|abnormal|unexpected|suspect|iffy)\b/i;
const MOST = 12;
/** A value so many times the 95th percentile stands far out. */
const FAR = 4;

/** The words that such a question is made of. */
export const CHECKS_WORDS = vocabulary(`
  trust | rely | reliable | data quality | quality | good | clean | decent | messy | mess | bad | wrong | problem | problems | sound | healthy | health |
  issue | issues | weird | weirdness | odd | odd looking | strange | unusual | dodgy | anomaly | anomalies | anomalous | outlier | outliers | suspicious | suspect | funny |
  fishy | stick out | sticks out | sticking out | stand out | stands out | standing out | surprising | off | looks off | time | times | duration | durations |
  orders | sales | jobs | deliveries | bookings | invoices | transactions | visits | error | errors | mistake | mistakes | use | using | usable | quote | quoting | report | reporting | publish |
  send | share | present | presenting | reason | reasons | not | believe | believable | depend | confident | confidence | accurate | accuracy | correct | safe | before | bother |
  work | working | analysis | analyse | analyze | anyone | watch out | careful | catch | gotcha | gotchas | worry | worried | worrying | concerned | concerns | state | shape | condition |
  corrupt | corrupted | broken | garbage | rubbish | junk | dirty | tidy | export | dump | extract | numbers | spot | spotted | notice | noticed | see | looks | looking | cleaned | fit for use |
  up to scratch | any good | sane | sanity | sanity check | check | checks | flag | flags | red flags | red | impossible | crazy | extreme | bogus | peculiar | abnormal | unexpected | hinky | sketchy | iffy`);

/** "can i trust it", "anything weird": what the profile finds wrong, each counted. */
export const askChecks: Ask = (scene) => {
  const {question, table, lexicon} = scene;
  const trust = TRUST.test(question);
  if (!trust && !WEIRD.test(question)) return undefined;
  if (/\bdistribut|\bremov|\bwithout outliers|\bexclud|\bz.?score|\biqr\b/i.test(question)) return undefined;
  const about = columnsSaid({lexicon}, question, (column) => isNumber(column.profile)).map(
    ({column}) => column.profile,
  );
  const timed = /\btimes?\b|\bdurations?\b/i.test(question) ? table.columns.filter(isDuration) : [];
  const named = [...about, ...timed];
  const only = !trust && named.length > 0 ? alike(named, table) : undefined;
  const odd = oddities(table, only);
  const gaps = trust ? gapsOf(table) : [];
  const measures = [...odd, ...gaps].slice(0, MOST);
  const isWhole = !only;
  if (measures.length === 0) {
    if (!trust && only) {
      const [column] = only;
      measures.push(
        {name: `largest ${column!.name}`, fn: "max", of: {column: column!.name}},
        {name: `smallest ${column!.name}`, fn: "min", of: {column: column!.name}},
      );
    } else measures.push({name: "rows", fn: "count"});
  }
  const duplicates: Step = {
    id: "duplicates",
    tool: "prepare_data",
    purpose: "find the repeated rows",
    input: {method: "duplicates", table: table.table},
  };
  const reading = blankReading(table.table, {
    measures,
    assumptions: [
      trust
        ? "what I looked for: gaps, repeated rows, values far out, negative and impossible ones, mixed spellings"
        : "what I looked for: values far beyond 95 of 100, negative ones among positive, dates in the wrong order",
    ],
  });
  const answer: Step = {
    id: "checks",
    tool: "aggregate",
    purpose: "count what is odd",
    input: {table: table.table, measures},
  };
  return planned(reading, isWhole ? [answer, duplicates] : [answer], "checks");
};

/** The columns named, with those that share a word with them: both takings. */
function alike(named: readonly ColumnProfile[], table: TableProfile): ColumnProfile[] {
  const words = new Set(named.flatMap(({name}) => nameWords(name)).filter((word) => word.length > 3));
  return table.columns.filter(
    (column) =>
      isNumber(column) && (named.includes(column) || nameWords(column.name).some((word) => words.has(word))),
  );
}

export const isDuration = (column: ColumnProfile): boolean =>
  isNumber(column) &&
  (/^(?:min|mins|minutes|h|hours?|hrs|s|secs?|seconds|days?)$/i.test(column.unit ?? "") ||
    nameWords(column.name).some((word) =>
      /^(?:mins?|minutes|hours|hrs|secs|seconds|days|duration|time|elapsed)$/.test(word),
    ));

/** Values far out, negatives among positives, dates in the wrong order, test rows, and two spellings of one name. */
function oddities(table: TableProfile, only: readonly ColumnProfile[] | undefined): Measure[] {
  const numbers = (only ?? table.columns).filter(
    (column) => isNumber(column) && column.role === "measure" && column.quantiles !== undefined,
  );
  const found = numbers.flatMap((column): Measure[] => {
    const of = {column: column.name};
    const [low, , , , high] = column.quantiles!;
    const [min, max] = [Number(column.min), Number(column.max)];
    const measures: Measure[] = [];
    if (max > FAR * Math.max(high, 0) && high > 0 && column.distinct > 10)
      measures.push({name: `largest ${column.name}`, fn: "max", of});
    if (min < 0 && low >= 0)
      measures.push(
        {name: `negative ${column.name}`, fn: "count", where: {op: "<", of, value: 0}},
        {name: `smallest ${column.name}`, fn: "min", of},
      );
    return measures;
  });
  const zero = numbers
    .filter(({min, quantiles, distinct}) => min === 0 && (quantiles?.[0] ?? 0) > 0 && distinct > 30)
    .slice(0, 1)
    .map(
      (column): Measure => ({
        name: `rows with ${column.name} 0`,
        fn: "count",
        where: {op: "=", of: {column: column.name}, value: 0},
      }),
    );
  if (only) return found;
  return [...found, ...zero, ...wrongOrder(table), ...testRows(table)];
}

/** Two dates of one row, the later column meant to come after: those where it does not. */
function wrongOrder(table: TableProfile): Measure[] {
  const [first, ...later] = table.columns.filter(isDay);
  if (!first) return [];
  return later
    .filter(
      (column) => typeof column.min === "string" && typeof first.min === "string" && column.min >= first.min,
    )
    .slice(0, 2)
    .map((column) => ({
      name: `${column.name} before ${first.name}`,
      fn: "count" as const,
      where: {
        op: "compare_columns" as const,
        left: {column: column.name},
        comparison: "<" as const,
        right: {column: first.name},
      },
    }));
}

function testRows(table: TableProfile): Measure[] {
  return table.columns.flatMap((column) =>
    column.type === "text" && column.distinct <= 20
      ? column.top
          .filter(({value}) => /^(?:test|tests|dummy|sample|void)$/i.test(String(value)))
          .map(({value}) => ({
            name: `rows with ${column.name} ${String(value)}`,
            fn: "count" as const,
            where: {op: "=" as const, of: {column: column.name}, value: String(value)},
          }))
      : [],
  );
}

function gapsOf(table: TableProfile): Measure[] {
  return table.columns
    .filter(({nulls}) => nulls > 0)
    .sort((a, b) => a.nulls - b.nulls)
    .map(({name}) => ({name: `missing ${name}`, fn: "null_count", of: {column: name}}));
}
