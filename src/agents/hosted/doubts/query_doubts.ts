import type {ColumnProfile, TableProfile} from "../../../data/profile.ts";
import {isMeasure} from "../../offline/column_nature.ts";
import {clausesOf, readingOfQuery, tablesOf} from "../query_reading.ts";
import {hear} from "./mentions.ts";

const SURE = 0.25;

/**
 * What a query does otherwise than its question: joins that multiply rows, and, where it is more than a reading can say, columns
 * and values that the question names and its text has not.
 */
export function queryDoubts(
  question: string,
  sql: string,
  profiles: readonly TableProfile[],
  asOf: Date,
): string[] {
  const doubts = fanOut(sql, profiles);
  if (readingOfQuery(sql, profiles, question)) return doubts;
  const text = sql.toLowerCase();
  const read = profiles.filter(({table}) => text.includes(table.toLowerCase()));
  const [table, ...others] = read;
  if (!table) return doubts;
  const heard = hear(question, table, others, asOf);
  const has = (value: unknown): boolean => text.includes(String(value).toLowerCase());
  for (const mention of heard.mentions) {
    if (heard.lexicon.rowNouns.has(mention.text)) continue;
    const found = mention.values.some(({column, value}) => has(value) || has(column.profile.name));
    const named = mention.columns.some(({column}) => has(column.profile.name));
    if (found || named) continue;
    const value = mention.values.find(({cost}) => cost <= SURE);
    const column = mention.columns.find(({column: one, cost}) => cost <= SURE && isMeasure(one));
    if (value)
      doubts.push(
        `the question says "${mention.text}" (${value.column.profile.name}), which is nowhere in the query`,
      );
    else if (column && mention.values.length === 0)
      doubts.push(
        `the question names ${column.column.profile.name} ("${mention.text}"), which is nowhere in the query`,
      );
  }
  return doubts;
}

/** A join whose column on the other side repeats multiplies the rows on this side, and sums and counts with them. */
function fanOut(sql: string, profiles: readonly TableProfile[]): string[] {
  const clauses = clausesOf(sql);
  const from = clauses && tablesOf(clauses.from);
  if (!clauses || !from || from.joins.length === 0) return [];
  const sides = [{table: from.table, alias: from.alias}, ...from.joins];
  const profileOf = (alias: string): TableProfile | undefined => {
    const side = sides.find(
      (one) =>
        one.alias.toLowerCase() === alias.toLowerCase() || one.table.toLowerCase() === alias.toLowerCase(),
    );
    return profiles.find(({table}) => table.toLowerCase() === side?.table.toLowerCase());
  };
  const additive = /\b(?:sum|avg|mean|median|stddev\w*|count)\s*\(\s*(?!distinct\b)/i;
  if (!additive.test(clauses.select)) return [];
  return from.joins.flatMap(({on, table, alias}) => {
    const pair = /(?:("[^"]+"|\w+)\.)?("[^"]+"|\w+)\s*=\s*(?:("[^"]+"|\w+)\.)?("[^"]+"|\w+)/.exec(on);
    const joined = profiles.find((one) => one.table.toLowerCase() === table.toLowerCase());
    if (!joined) return [];
    if (!pair) return [`the join with ${table} is on no columns of both tables`];
    const [, left = "", leftColumn = "", right = "", rightColumn = ""] = pair.map(
      (one) => one?.replace(/^"(.*)"$/, "$1") ?? "",
    );
    const own = [left, right].findIndex(
      (one) => one.toLowerCase() === alias.toLowerCase() || one.toLowerCase() === table.toLowerCase(),
    );
    if (own < 0 && left !== "" && right !== "") return [`the join with ${table} is on no column of it`];
    const [theirs, other, otherAlias] =
      own === 0 ? [leftColumn, rightColumn, right] : [rightColumn, leftColumn, left];
    const otherTable = otherAlias ? profileOf(otherAlias) : profileOf(from.alias);
    const [here, there] = [columnOf(joined, theirs), otherTable && columnOf(otherTable, other)];
    if (!here || !there || !otherTable) return [`the join with ${table} is on no columns of both tables`];
    const [repeatsHere, repeatsThere] = [repeats(here, joined), repeats(there, otherTable)];
    if (!repeatsHere) return [];
    const ofThis = measured(clauses.select, joined, otherTable, alias);
    if (repeatsThere || !ofThis)
      return [
        `the join with ${table} multiplies rows: it has ${joined.rows} rows for ${here.distinct} values of ${here.name}`,
      ];
    return [];
  });
}

const columnOf = (table: TableProfile, name: string): ColumnProfile | undefined =>
  table.columns.find((one) => one.name.toLowerCase() === name.toLowerCase());

const repeats = ({distinct, nulls}: ColumnProfile, {rows}: TableProfile): boolean => distinct < rows - nulls;

/** Whether what is summed and counted are columns of the joined table alone, which the join does not multiply. */
function measured(select: string, joined: TableProfile, other: TableProfile, alias: string): boolean {
  const calls = [...select.matchAll(/\b(?:sum|avg|mean|median|stddev\w*|count)\s*\(([^()]*)\)/gi)].map(
    ([, inner = ""]) => inner,
  );
  return calls.every((inner) => {
    if (/^\s*\*\s*$/.test(inner)) return true;
    const names = [...inner.matchAll(/(?:(\w+)\.)?("[^"]+"|\w+)/g)];
    return names.some(([, prefix, name = ""]) => {
      const bare = name.replace(/^"(.*)"$/, "$1");
      if (prefix)
        return (
          prefix.toLowerCase() === alias.toLowerCase() || prefix.toLowerCase() === joined.table.toLowerCase()
        );
      return columnOf(joined, bare) !== undefined && columnOf(other, bare) === undefined;
    });
  });
}
