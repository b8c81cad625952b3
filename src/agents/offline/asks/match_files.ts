import type {TableProfile} from "../../../data/profile.ts";
import {joiningKey} from "../read.ts";
import {type Ask, blankReading, declined, planned} from "./ask_scene.ts";
import {vocabulary} from "./places_words.ts";

const MATCH =
  /\b(?:add|join|link|merge|combine|attach|bring|connect|hook|pull|look ?up|match|line)\b.*\b(?:file|files|table|tables|list|sheet|data|other|both|two|up|together|in)\b|\bdo (?:these|the|they)\b.*\bmatch\b|\bmatch(?:es)? up\b/i;

/** The words that such a question is made of. */
export const MATCH_FILES_WORDS = vocabulary(`
  add | join | link | merge | combine | attach | bring | connect | hook | pull | look up | lookup | match | matches | matching
  | match up | line up | other | both | two | up | together | files | tables | list | second | with`);

/** "add this other file": which columns join the two, how many rows find a partner, and which codes do not. */
export const askMatchFiles: Ask = ({question, tables}) => {
  if (!MATCH.test(question) || /\b(?:total|sales|revenue|average|sum|by|per|top|how many)\b/i.test(question))
    return undefined;
  const [first, second] = tables;
  if (!first || !second)
    return tables.length === 1 && /\bother file\b|\btwo files\b/i.test(question)
      ? declined("There is one file here. Give the other one too.")
      : undefined;
  const pair = pairOf(first, second) ?? pairOf(second, first);
  if (!pair)
    return declined(
      `No column of ${first.table} holds the codes of a column of ${second.table}, so they do not match up.`,
    );
  const {base, other, key} = pair;
  const joins = [{table: other.table, on: [key], kind: "left"}];
  const partner = {column: key.right, table: other.table};
  // A join by codes of another name keeps the look-up's own columns: any that is never missing tells a partner.
  const measures = [
    {name: "matched", fn: "count", where: {op: "is_not_null", of: partner}},
    {name: "not matched", fn: "count", where: {op: "is_null", of: partner}},
    {
      name: "share matched",
      fn: "count",
      where: {op: "is_not_null", of: partner},
      over: {fn: "count"},
      unit: "%",
    },
  ];
  const reading = blankReading(base.table, {
    measures: [{name: "matched", fn: "count"}],
    assumptions: [
      `${base.table}.${key.left} is matched with ${other.table}.${key.right}; every row of ${base.table} is kept`,
    ],
  });
  return planned(
    reading,
    [
      {
        id: "matched",
        tool: "aggregate",
        purpose: "count the rows with a partner",
        input: {table: base.table, joins, measures},
      },
      {
        id: "without_partner",
        tool: "aggregate",
        purpose: "the codes without a partner",
        input: {
          table: base.table,
          joins,
          where: {op: "is_null", of: partner},
          groups: [{name: key.left, of: {column: key.left}}],
          measures: [{name: "rows", fn: "count"}],
          limit: 20,
        },
      },
    ],
    "matched",
  );
};

function pairOf(base: TableProfile, other: TableProfile) {
  const key = joiningKey(base, other);
  return key && {base, other, key};
}
