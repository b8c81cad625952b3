import type {Receipt} from "../../data/dataset.ts";
import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import {isPrivate} from "./column_words.ts";
import {isRegular} from "./headline.ts";
import {count, cut, dateText, list, percent, value} from "./words.ts";

/** Something that a careful person would look at before trusting the table. */
export interface Warning {
  /** One or two words. */
  what: string;
  text: string;
  /** `look`: likely a fault; `know`: good to know. */
  weight: "look" | "know";
}

/** What is odd in a table, the gravest first. `receipt` adds what the importer was not sure of. */
export function warningsOf(profile: TableProfile, receipt?: Receipt): Warning[] {
  if (profile.rows === 0) return importDoubts(receipt);
  const found = [
    ...importDoubts(receipt),
    ...duplicates(profile),
    ...personal(profile),
    ...missing(profile),
    ...constant(profile),
    ...placeholders(profile),
    ...spelling(profile),
    ...misfits(profile),
    ...dates(profile),
    ...notFinite(profile),
    ...farValues(profile),
    ...sameThing(profile),
  ];
  return found.sort((a, b) => Number(a.weight === "know") - Number(b.weight === "know"));
}

function importDoubts(receipt: Receipt | undefined): Warning[] {
  const entries = receipt?.entries ?? [];
  const doubts = entries.filter((entry) => entry.doubt);
  const changed = entries.filter((entry) => !entry.doubt && ["dropped", "coerced"].includes(entry.kind));
  return [
    ...doubts.map((entry) => ({what: "import, not sure", text: entry.message, weight: "look" as const})),
    ...changed.slice(0, 4).map((entry) => ({what: "import", text: entry.message, weight: "know" as const})),
  ];
}

function duplicates({duplicateRows, rows}: TableProfile): Warning[] {
  if (duplicateRows === 0) return [];
  const text = `${count(duplicateRows, "row")} (${percent(duplicateRows, rows)}) repeat an earlier row in every column.`;
  return [{what: "repeated rows", text, weight: "look"}];
}

function personal({columns}: TableProfile): Warning[] {
  const found = columns.filter((column) => column.details?.personal);
  if (found.length === 0) return [];
  const sure = {certain: "", likely: "", possible: ", perhaps"};
  const named = found.map(
    ({name, details}) => `${name} (${details!.personal!.kind}${sure[details!.personal!.confidence]})`,
  );
  return [{what: "personal data", text: `${list(named, 8)}.`, weight: "look"}];
}

function missing({columns, rows}: TableProfile): Warning[] {
  const empty = columns.filter((column) => column.nulls === rows);
  const gaps = columns
    .filter((column) => column.nulls > 0 && column.nulls < rows)
    .sort((a, b) => b.nulls - a.nulls);
  const most = gaps.some((column) => column.nulls > rows / 5);
  const shares = gaps.map((column) => `${column.name} ${percent(column.nulls, rows)}`);
  return [
    ...(empty.length > 0
      ? [
          {
            what: "empty columns",
            text: `${list(empty.map(nameOf), 6)} ${empty.length === 1 ? "holds" : "hold"} nothing.`,
            weight: "look" as const,
          },
        ]
      : []),
    ...(gaps.length > 0
      ? [{what: "missing", text: `${list(shares, 5)}.`, weight: most ? ("look" as const) : ("know" as const)}]
      : []),
  ];
}

function constant({columns, rows}: TableProfile): Warning[] {
  const same = columns.filter(
    (column) => column.distinct === 1 && column.nulls < rows && rows > 1 && !isPrivate(column),
  );
  if (same.length === 0) return [];
  const named = same.map(
    (column) => `${column.name} (always ${value(column.min ?? column.top[0]?.value ?? null, column, 20)})`,
  );
  return [{what: "one value only", text: `${list(named, 5)}.`, weight: "know"}];
}

function placeholders({columns}: TableProfile): Warning[] {
  const found = columns.flatMap((column) =>
    (column.details?.placeholders ?? []).map(
      (one) => `${value(one.value, column, 20)} in ${column.name} (${one.count.toLocaleString("en")}×)`,
    ),
  );
  if (found.length === 0) return [];
  return [
    {what: "nothing, in words", text: `${list(found, 5)} may stand for missing values.`, weight: "look"},
  ];
}

function spelling({columns}: TableProfile): Warning[] {
  const texts = columns.flatMap((column) =>
    column.details?.text ? [{column, text: column.details.text}] : [],
  );
  const blank = texts
    .filter(({text}) => text.blank > 0)
    .map(({column, text}) => `${column.name} (${count(text.blank, "cell")})`);
  const ends = texts
    .filter(({text}) => text.untrimmed > 0)
    .map(({column, text}) => `${column.name} (${count(text.untrimmed, "cell")})`);
  const variants = texts
    .filter(({text}) => text.variants.groups > 0)
    .sort((a, b) => b.text.variants.rows - a.text.variants.rows)
    .map(({column, text}) => {
      if (isPrivate(column)) return column.name;
      const [example = []] = text.variants.examples;
      return `${column.name}: ${example
        .slice(0, 3)
        .map((one) => `“${cut(one, 30)}”`)
        .join(" and ")}`;
    });
  return [
    ...(variants.length > 0
      ? [{what: "two spellings", text: `${list(variants, 4)}.`, weight: "look" as const}]
      : []),
    ...(blank.length > 0 ? [{what: "blank texts", text: `${list(blank)}.`, weight: "look" as const}] : []),
    ...(ends.length > 0 ? [{what: "spaces at ends", text: `${list(ends)}.`, weight: "know" as const}] : []),
  ];
}

function misfits({columns}: TableProfile): Warning[] {
  return columns.flatMap((column) => {
    const {name, details} = column;
    const {pattern} = details?.text ?? {};
    if (!pattern || pattern.misfits === 0) return [];
    const examples = list(
      pattern.others.map((one) => `“${cut(one, 24)}”`),
      3,
    );
    const text = `${count(pattern.misfits, "cell")} of ${name} ${pattern.misfits === 1 ? "does" : "do"} not look like the others (${pattern.name})${isPrivate(column) ? "" : `: ${examples}`}.`;
    return [{what: "unlike the rest", text, weight: "look" as const}];
  });
}

function dates({columns}: TableProfile): Warning[] {
  return columns.flatMap((column) => {
    const facts = column.details?.dates;
    if (!facts) return [];
    const {future, missing: gone, periods, longestGap, grain} = facts;
    const warnings: Warning[] = [];
    if (future.count > 0) {
      const until = value(column.max, column);
      const text = `${count(future.count, "row")} of ${column.name} ${future.count === 1 ? "lies" : "lie"} after ${dateText(future.asOf)}, the latest on ${until}.`;
      warnings.push({what: "dates to come", text, weight: "look"});
    }
    const ofWork = facts.workdaysOnly && gone <= Math.ceil((periods * 2) / 7) + 1;
    if (gone > 0 && isRegular(column) && !ofWork) {
      const longest = longestGap
        ? `; the longest gap is ${count(longestGap.periods, grain)}, from ${dateText(longestGap.from) ?? longestGap.from}`
        : "";
      const text = `${column.name} has no row for ${count(gone, grain)} of ${periods.toLocaleString("en")}${longest}.`;
      warnings.push({what: "gaps in time", text, weight: "know"});
    }
    return warnings;
  });
}

function notFinite({columns}: TableProfile): Warning[] {
  const found = columns
    .filter((column) => column.nonFinite)
    .map(({name, nonFinite}) => `${name} (${count(nonFinite!, "cell")})`);
  if (found.length === 0) return [];
  return [
    {
      what: "not a number",
      text: `${list(found)} hold infinities or NaN; they are left out of all figures.`,
      weight: "look",
    },
  ];
}

function farValues({columns, rows}: TableProfile): Warning[] {
  const far = columns
    .filter((column) => (column.details?.outliers?.z ?? 0) > 0 && column.distinct > 10)
    .map((column) => ({column, outliers: column.details!.outliers!}))
    .filter(({outliers}) => outliers.fences.below + outliers.fences.above > 0)
    .sort((a, b) => reach(b.column) - reach(a.column));
  if (far.length === 0) return [];
  const named = far.map(({column, outliers}) => {
    const [least, most] = [column.min, column.max].map((one) => value(one, column));
    const high = outliers.fences.above >= outliers.fences.below;
    return `${column.name} ${high ? "up to" : "down to"} ${high ? most : least} (${percent(outliers.z, rows - column.nulls)} beyond 3 sd)`;
  });
  return [{what: "far values", text: `${list(named, 4)}.`, weight: "know"}];
}

/** How many standard deviations the farthest value lies from the mean. */
function reach({min, max, mean = 0, sd = 1}: ColumnProfile): number {
  return Math.max(Number(max) - mean, mean - Number(min)) / (sd || 1);
}

function sameThing({details}: TableProfile): Warning[] {
  const pairs = (details?.associations ?? []).filter(
    ({value: r, kind}) => Math.abs(r) >= 0.98 && kind !== "eta",
  );
  if (pairs.length === 0) return [];
  const named = pairs.map(
    ({columns, kind, value: r}) => `${columns[0]} and ${columns[1]} (${kind} = ${r.toFixed(2)})`,
  );
  return [{what: "say the same", text: `${list(named, 3)}.`, weight: "know"}];
}

const nameOf = (column: ColumnProfile): string => column.name;
