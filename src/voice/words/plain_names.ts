import type {Answer} from "../../channels/channel.ts";
import {readableName} from "./readable_name.ts";

const FUNCTIONS: Record<string, string> = {
  sum: "total",
  avg: "average",
  mean: "average",
  median: "median",
  min: "lowest",
  max: "highest",
  stddev: "standard deviation of",
  variance: "variance of",
  count: "count of",
};
const MOST_NAMES = 400;

/** A text with the names of an answer's columns as they are read: "Total tot_rev_usd" is "Total revenue in dollars". */
export function withPlainNames(written: string, names: readonly string[]): string {
  const text = withoutFormulas(written);
  const known = [...new Set(names)]
    .filter((name) => name.length > 1 && readableName(name) !== name && text.includes(name))
    .sort((a, b) => b.length - a.length)
    .slice(0, MOST_NAMES);
  const all = new Set(names);
  const plain = known.reduce(
    (said, name) =>
      said.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(name)}(?![\\p{L}\\p{N}_])`, "gu"), () =>
        readableName(name),
      ),
    text.replace(/([\p{L}\p{N}_]+) - ([\p{L}\p{N}_]+)/gu, (whole, one: string, two: string) =>
      all.has(one) && all.has(two) ? `${one} minus ${two}` : whole,
    ),
  );
  return once(
    plain.replace(/(?<![\p{L}\p{N}_])(?=[\p{L}\p{N}_]*_)[\p{L}\p{N}][\p{L}\p{N}_]{0,120}/gu, (name) =>
      readableName(name),
    ),
  );
}

/** A reading's formulas in words: "avg(price) by symbol; assuming: ..." is "average price by symbol". */
export function plainReading(reading: string, names: readonly string[]): string {
  const said = withoutFormulas(reading)
    .replace(/^Read as: /, "")
    .split("\n")[0]!
    .replace(/; (?:assuming|grouped|as nothing)\b.*$/s, "")
    .replace(/, (?=[^,()]{1,60}? (?:is|are|<|>|<=|>=|=) )/, " where ")
    .replace(/,? ordered by .*$/, "")
    .replace(/(?: where|,) [^,()]{1,60}? is (?:known|not missing)(?=,|$)/, "")
    .replace(/\bcount of rows\b/g, "number of rows")
    .replace(/\bcount of distinct\b/g, "number of different");
  return withPlainNames(said, names).trim();
}

/** "sum(Profit) / sum(Sales)" is "total Profit divided by total Sales". */
function withoutFormulas(text: string): string {
  return text
    .replace(/ \/ (?=(?:sum|avg|mean|median|min|max|count)\()/g, " divided by ")
    .replace(
      /\b(sum|avg|mean|median|min|max|stddev|variance|count)\(((?:[^()]|\([^()]{0,60}\)){1,120})\)/g,
      (_, name: string, of: string) => `${FUNCTIONS[name]} ${of}`,
    )
    .replace(
      / is in \(([^()]{1,200})\)/g,
      (_, list: string) => ` is ${list.replace(/, (?=[^,]*$)/, " or ")}`,
    );
}

/** The names of columns that an answer speaks of. */
export function namesOf(answer: Answer): string[] {
  const tables = Object.values(answer.artifacts).flatMap(({table}) => table.columns.map(({name}) => name));
  const readings = [answer.plan?.reading, ...answer.choices.map(({reading}) => reading)];
  const columns = readings.flatMap((reading) =>
    (
      JSON.stringify([reading?.measures, reading?.groups, reading?.columns, reading?.filters]).match(
        /"column":"((?:[^"\\]|\\.)*)"/g,
      ) ?? []
    ).map((one) => String(JSON.parse(one.slice('"column":'.length)))),
  );
  return [...tables, ...columns].filter((name) => name.length <= 120);
}

/** What a long name and the sentence around it both say is said once; a unit that the amount has too is the amount's. */
function once(text: string): string {
  return text
    .replace(/\b(total|average|median|maximum|minimum|number of) \1\b/gi, "$1")
    .replace(/\b(highest|lowest) (?:maximum|minimum) /gi, "$1 ")
    .replace(
      / in (?:kilo|milli)?grams(?=[^\n]*\d k?m?g\b)| in (?:kilo|centi|milli)?meters(?=[^\n]*\d [kcm]?m\b)/g,
      "",
    )
    .replace(/ in (dollars|euros|pounds|percent)\b(?=[^\n]*[$€£%])/g, "")
    .replace(/ [£$€%](?=$|\n| (?![\d.])|[.,:;)])/gm, "");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
