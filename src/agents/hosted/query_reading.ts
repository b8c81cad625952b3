import type {TableProfile} from "../../data/profile.ts";
import type {Reading} from "../../planning/reading.ts";
import {type SlimReading, slimReadingSchema} from "./answer_schema.ts";
import {widenReading} from "./widen_reading.ts";

/** A query cut at its clauses, texts and quoted names masked while it is cut. */
interface Clauses {
  select: string;
  from: string;
  where?: string;
  groupBy?: string;
  having?: string;
  orderBy?: string;
  limit?: string;
  distinct: boolean;
}

/** A table that a query joins, under the name it goes by there. */
export interface Joined {
  table: string;
  alias: string;
  on: string;
}

type Part = NonNullable<SlimReading["measures"]>[number];

const BEYOND =
  /\b(?:with|union|intersect|except|over|qualify|lateral|pivot|unnest|exists|distinct on)\b|\(\s*select\b|\bfrom\b[\s\S]*\bfrom\b/i;
const CLAUSE = /\b(select|from|where|group\s+by|having|order\s+by|limit)\b/gi;

/**
 * The reading that a plain query computes (one SELECT of groups and aggregates over a table and look-ups), so that it can be held
 * against the question as readings are; undefined where a query does more.
 */
export function readingOfQuery(
  sql: string,
  profiles: readonly TableProfile[],
  question: string,
): Reading | undefined {
  const clauses = clausesOf(sql);
  const from = clauses && tablesOf(clauses.from);
  if (!clauses || !from) return undefined;
  const strip = (text: string): string => withoutAliases(text, from);
  const items = split(strip(clauses.select));
  const measures: Part[] = [];
  const plain: {of: string; name: string | undefined}[] = [];
  for (const item of items) {
    const {text, name} = named(item);
    const measure = measureOf(text);
    if (measure === "beyond") return undefined;
    if (measure) measures.push({...measure, name: name ?? `value_${measures.length + 1}`});
    else plain.push({of: text, name});
  }
  const where = clauses.where ? [unescaped(strip(clauses.where))] : [];
  const order = split(strip(clauses.orderBy ?? "")).flatMap((one) => orderOf(one, items) ?? []);
  const having = clauses.having ? havingOf(strip(clauses.having), measures) : [];
  if (!having) return undefined;
  const slim = slimReadingSchema.safeParse({
    intent: measures.length > 0 ? "aggregate" : clauses.distinct ? "distinct" : "rows",
    table: from.table,
    ...(from.joins.length > 0 && {joins: from.joins.map(({table, on}) => ({table, on: strip(on)}))}),
    ...(measures.length > 0 && {measures, groups: plain.map(groupOf)}),
    ...(measures.length === 0 && {columns: plain.map(({of}) => of)}),
    filters: where,
    having,
    ...(measures.length === 0 && {order}),
    ...(measures.length > 0 && {order: order.filter((one) => !/^\d/.test(one))}),
    ...(clauses.limit && /^\d+$/.test(clauses.limit) && {limit: Number(clauses.limit)}),
  });
  if (!slim.success) return undefined;
  for (const tried of [slim.data, {...slim.data, order: []}]) {
    const widened = widenReading(tried, profiles, question);
    if ("reading" in widened) return widened.reading;
  }
  return undefined;
}

/** The tables that a query reads side by side; undefined where its FROM is more than tables joined on conditions. */
export function tablesOf(from: string): {table: string; alias: string; joins: Joined[]} | undefined {
  const parts = from
    .split(/\b(?:(?:inner|left|right|full|cross)(?:\s+outer)?\s+)?join\b/i)
    .map((one) => one.trim());
  const [first = "", ...rest] = parts;
  const base = /^("[^"]+"|[\w-]+)(?:\s+(?:as\s+)?(\w+))?$/i.exec(first);
  if (!base) return undefined;
  const joins: Joined[] = [];
  for (const text of rest) {
    const found =
      /^("[^"]+"|[\w-]+)(?:\s+(?:as\s+)?(?!on\b|using\b)(\w+))?\s+(?:on\s+([\s\S]+)|using\s*\(\s*("[^"]+"|\w+)\s*\))$/i.exec(
        text,
      );
    if (!found) return undefined;
    const [, table = "", alias, on, using] = found;
    joins.push({table: bare(table), alias: alias ?? bare(table), on: on ?? `${using} = ${using}`});
  }
  return {table: bare(base[1]!), alias: base[2] ?? bare(base[1]!), joins};
}

/** @returns undefined where it is no plain SELECT */
export function clausesOf(sql: string): Clauses | undefined {
  const {text, restore} = masked(sql.trim().replace(/;\s*$/, "").replace(/\s+/g, " "));
  if (BEYOND.test(text)) return undefined;
  const cuts = [...text.matchAll(CLAUSE)].filter(({index}) => depthAt(text, index) === 0);
  if (cuts[0]?.index !== 0 || cuts[0][1]!.toLowerCase() !== "select") return undefined;
  const found: Record<string, string> = {};
  for (const [at, cut] of cuts.entries()) {
    const key = cut[1]!.toLowerCase().replace(/\s+/g, " ");
    if (key in found) return undefined;
    found[key] = restore(text.slice(cut.index + cut[0].length, cuts[at + 1]?.index).trim());
  }
  if (!found.select || !found.from) return undefined;
  const distinct = /^distinct\b/i.test(found.select);
  return {
    select: found.select.replace(/^distinct\b/i, "").trim(),
    from: found.from,
    distinct,
    ...(found.where && {where: found.where}),
    ...(found["group by"] && {groupBy: found["group by"]}),
    ...(found.having && {having: found.having}),
    ...(found["order by"] && {orderBy: found["order by"]}),
    ...(found.limit && {limit: found.limit}),
  };
}

function masked(sql: string): {text: string; restore(part: string): string} {
  const kept: string[] = [];
  const text = sql.replace(/'(?:[^']|'')*'|"[^"]*"/g, (one) => `§${kept.push(one) - 1}§`);
  return {text, restore: (part) => part.replace(/§(\d+)§/g, (_, at: string) => kept[Number(at)]!)};
}

function depthAt(text: string, end: number): number {
  let depth = 0;
  for (const letter of text.slice(0, end)) depth += letter === "(" ? 1 : letter === ")" ? -1 : 0;
  return depth;
}

function split(text: string): string[] {
  if (!text.trim()) return [];
  const {text: plain, restore} = masked(text);
  const cuts = [...plain.matchAll(/,/g)].map(({index}) => index).filter((at) => depthAt(plain, at) === 0);
  return [...cuts, plain.length].map((at, index) =>
    restore(plain.slice(index === 0 ? 0 : cuts[index - 1]! + 1, at)).trim(),
  );
}

function withoutAliases(text: string, from: NonNullable<ReturnType<typeof tablesOf>>): string {
  const {text: plain, restore} = masked(text);
  const names = [from.alias, from.table, ...from.joins.flatMap(({alias, table}) => [alias, table])];
  return restore(
    names.reduce(
      (all, name) => all.replace(new RegExp(`(?<![\\w.])${name.replace(/\W/g, "\\$&")}\\.`, "gi"), ""),
      plain,
    ),
  );
}

function named(item: string): {text: string; name: string | undefined} {
  const found =
    /^([\s\S]+?)\s+as\s+("[^"]+"|\w+)$/i.exec(item) ?? /^([\s\S]+[)"\w])\s+(?!end\b)(\w+)$/i.exec(item);
  return found
    ? {text: unrounded(found[1]!.trim()), name: bare(found[2]!)}
    : {text: unrounded(item), name: undefined};
}

/** `round(x, 2)`, `100.0 * x`, `x::double`, `nullif(x, 0)`: the same number, written for show. */
function unrounded(text: string): string {
  let plain = text.trim();
  for (let before = ""; before !== plain; ) {
    before = plain;
    plain = plain
      .replace(/^round\s*\(([\s\S]+?)(?:,\s*\d+)?\)$/i, (all, inner: string) =>
        depthAt(inner, inner.length) === 0 ? inner : all,
      )
      .replace(/::\s*(?:double|float|decimal(?:\([\d, ]+\))?|numeric|bigint|integer)\b/gi, "")
      .replace(/\b(?:1|100)(?:\.0+)?\s*\*\s*/g, "")
      .replace(/\s*\*\s*(?:1|100)(?:\.0+)?(?![\d.])/g, "")
      .replace(/\bnullif\s*\(([^()]*(?:\([^()]*\))?[^()]*),\s*0\s*\)/gi, "$1")
      .replace(
        /\bcast\s*\(([^()]*(?:\([^()]*\))?[^()]*)\s+as\s+(?:double|float|decimal|numeric)\s*\)/gi,
        "$1",
      )
      .trim();
  }
  return plain;
}

const FUNCTIONS: Record<string, Part["fn"]> = {
  count: "count",
  sum: "sum",
  avg: "avg",
  mean: "avg",
  median: "median",
  min: "min",
  max: "max",
  mode: "mode",
  stddev: "stddev",
  stddev_samp: "stddev",
  variance: "variance",
  var_samp: "variance",
};
const CALL = new RegExp(`^(${Object.keys(FUNCTIONS).join("|")})\\s*\\(([\\s\\S]*)\\)$`, "i");

/** One aggregate, or one over another; undefined where there is none, "beyond" where it is more than that. */
function measureOf(text: string): Part | "beyond" | undefined {
  const {text: plain, restore} = masked(text);
  const slash = [...plain.matchAll(/\//g)].map(({index}) => index).filter((at) => depthAt(plain, at) === 0);
  const calls = new RegExp(`\\b(?:${Object.keys(FUNCTIONS).join("|")})\\s*\\(`, "i");
  if (slash.length === 1 && calls.test(plain)) {
    const [left, right] = [plain.slice(0, slash[0]), plain.slice(slash[0]! + 1)].map((one) =>
      aggregateOf(unrounded(bracketless(restore(one)))),
    );
    return left && right ? {...left, over: right} : "beyond";
  }
  const found = aggregateOf(bracketless(text));
  if (found) return found;
  return calls.test(plain) ? "beyond" : undefined;
}

function aggregateOf(text: string): Part | undefined {
  const filtered = /^([\s\S]+?\))\s*filter\s*\(\s*where\s+([\s\S]+)\)$/i.exec(text.trim());
  const [, fn = "", inside = ""] = CALL.exec((filtered?.[1] ?? text).trim()) ?? [];
  if (!fn || depthAt(inside, inside.length) !== 0 || negativeDepth(inside)) return undefined;
  const where = filtered?.[2] ? {where: unescaped(filtered[2])} : {};
  const cased =
    /^case\s+when\s+([\s\S]+?)\s+then\s+([\s\S]+?)(?:\s+else\s+(?:0(?:\.0+)?|null))?\s+end$/i.exec(
      inside.trim(),
    );
  const name = FUNCTIONS[fn.toLowerCase()]!;
  if (cased) {
    const [, condition = "", then = ""] = cased;
    const one = /^1(?:\.0+)?$/.test(then.trim());
    if (name === "sum" || name === "count")
      return one
        ? {fn: "count", where: unescaped(condition)}
        : {fn: name, of: then, where: unescaped(condition)};
    if (name === "avg" && one) return {fn: "count", where: unescaped(condition), over: {fn: "count"}};
    return undefined;
  }
  const [, of] = /^distinct\s+([\s\S]+)$/i.exec(inside.trim()) ?? [];
  if (of) return name === "count" ? {fn: "count_distinct", of, ...where} : undefined;
  return inside.trim() === "*" || /^1$/.test(inside.trim())
    ? {fn: "count", ...where}
    : {fn: name, of: inside.trim(), ...where};
}

function negativeDepth(text: string): boolean {
  let depth = 0;
  for (const letter of text) {
    depth += letter === "(" ? 1 : letter === ")" ? -1 : 0;
    if (depth < 0) return true;
  }
  return false;
}

function bracketless(text: string): string {
  const inner = /^\(([\s\S]+)\)$/.exec(text.trim())?.[1];
  return inner !== undefined && !negativeDepth(inner) ? inner.trim() : text.trim();
}

function groupOf({
  of,
  name,
}: {
  of: string;
  name: string | undefined;
}): NonNullable<SlimReading["groups"]>[number] {
  const [, unit, cut] = /^date_trunc\s*\(\s*'(\w+)'\s*,\s*([\s\S]+)\)$/i.exec(of) ?? [];
  const alias = name === undefined ? {} : {name};
  if (unit && cut) return {...alias, of: cut, unit: unit.toLowerCase() as "month"};
  const [, part, date] = /^extract\s*\(\s*(\w+)\s+from\s+([\s\S]+)\)$/i.exec(of) ?? [];
  return part && date ? {...alias, of: `${part.toLowerCase()}(${date})`} : {...alias, of};
}

/** Dates of a query are texts in a reading's formulas. */
function unescaped(text: string): string {
  return text
    .replace(/\b(?:date|timestamp)\s+'/gi, "'")
    .replace(/'::\s*(?:date|timestamp)\b/gi, "'")
    .replace(/\bcast\s*\(\s*("[^"]+"|\w+)\s+as\s+date\s*\)/gi, "$1")
    .replace(/\bextract\s*\(\s*(\w+)\s+from\s+("[^"]+"|\w+)\s*\)/gi, "$1($2)");
}

function orderOf(text: string, items: readonly string[]): string | undefined {
  const [, by = "", direction = "asc"] =
    /^([\s\S]+?)(?:\s+(asc|desc))?(?:\s+nulls\s+(?:first|last))?$/i.exec(text) ?? [];
  if (/^\d+$/.test(by)) {
    const item = items[Number(by) - 1];
    const at = items.slice(0, Number(by)).filter((one) => measureOf(named(one).text)).length;
    const plain = item && !measureOf(named(item).text) ? bare(named(item).text) : `value_${at}`;
    const name = item && (named(item).name ?? plain);
    return name ? `"${name}" ${direction}` : undefined;
  }
  const same = items.map(named).find(({text: own}) => own === unrounded(by));
  return `"${same?.name ?? bare(by)}" ${direction}`;
}

function havingOf(text: string, measures: readonly Part[]): string[] | undefined {
  const [, left = "", op = "", value = ""] =
    /^([\s\S]+?)\s*(<=|>=|<>|!=|=|<|>)\s*(-?[\d.]+)$/.exec(text) ?? [];
  if (!op) return undefined;
  const meant = measureOf(left);
  const same = measures.find(
    ({name, ...own}) =>
      name === bare(left) || (meant && meant !== "beyond" && JSON.stringify(own) === JSON.stringify(meant)),
  );
  return same ? [`"${same.name}" ${op} ${value}`] : undefined;
}

const bare = (name: string): string => name.trim().replace(/^"(.*)"$/, "$1");
