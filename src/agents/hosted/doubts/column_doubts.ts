import type {Reading} from "../../../planning/reading.ts";
import {ADJECTIVES} from "../../offline/adjectives.ts";
import {hintedColumns, isDate, isFlag, isMeasure, isYear} from "../../offline/column_nature.ts";
import type {LexColumn} from "../../offline/lexicon.ts";
import {lookUp} from "../../offline/lexicon_look_up.ts";
import {singular, stem} from "../../offline/morphology.ts";
import {COUNTED} from "../../offline/row_nouns.ts";
import {codeOf} from "../../offline/same_things.ts";
import {nameSynonyms} from "../../offline/synonyms.ts";
import {nameWords} from "../../offline/tokens.ts";
import {moneyColumns} from "../../offline/trade_words.ts";
import {columnsIn} from "./condition_truth.ts";
import type {Heard, Mention} from "./mentions.ts";

const SURE = 0.4;
const GROUPING =
  /^(?:by|per|each|every|across|which|what|split|than|many|distinct|different|unique|of|top|and|,)$/;

/** Columns that a question names and a reading has not, and columns of a reading that nothing in the question stands for. */
export function columnDoubts(heard: Heard, reading: Reading): string[] {
  const used = columnsIn({...reading, placements: []});
  const said = reading.assumptions.join(" ").toLowerCase();
  const doubts: string[] = [];
  for (const mention of heard.mentions) {
    if (said.includes(mention.text) || mention.values.length > 0 || isCounted(mention, heard)) continue;
    const [best] = [...mention.columns].sort((a, b) => a.cost - b.cost);
    if (!best || best.cost > SURE || mention.columns.some(({column}) => stands(column, used, heard)))
      continue;
    // "losing money" speaks of profit.
    if (describesTheNext(mention, heard, used) || mention.text === "money") continue;
    const many = /^(?:many|of)$/.test(heard.tokens[mention.from - 1]?.lower ?? "");
    if (many && isMeasure(best.column) && reading.measures.some(({fn, of}) => fn === "count" && !of))
      continue;
    if (!isMeasure(best.column) && !isFlag(best.column) && !grouping(mention, heard)) continue;
    if (!isMeasure(best.column) && !isFlag(best.column) && describedRows(mention, heard)) continue;
    if (isAverage(best.column) && reading.measures.some(({over}) => over !== undefined)) continue;
    doubts.push(`the question names ${best.column.profile.name} ("${mention.text}"), which is nowhere in it`);
  }
  for (const {fn, of, over} of reading.measures) {
    const column = heard.lexicon.columns.find(({profile}) => columnsIn(of).has(profile.name));
    if (!column || over || said.includes("average")) continue;
    if (fn === "avg" && /\b(?:avg|average|mean)\b/i.test(column.profile.name.replaceAll("_", " ")))
      doubts.push(
        `${column.profile.name} is an average: an average of averages weighs small ones like large ones; say so in assumptions, or divide sums`,
      );
    if (
      fn === "count" &&
      column.profile.additivity === "additive" &&
      /\bhow (?:many|much)\b/i.test(heard.question) &&
      !/\b(?:have|has|with|known|given)\b/i.test(heard.question)
    )
      doubts.push(`count of ${column.profile.name} counts rows; sum adds it up`);
  }
  const strange = reading.groups.filter(({of}) => {
    const [name = ""] = columnsIn(of);
    const known = heard.lexicon.columns.find(({profile}) => profile.name === name);
    return (
      known &&
      !isDate(known) &&
      !isYear(known) &&
      !isHeard(known, heard) &&
      !said.includes(name.toLowerCase())
    );
  });
  if (strange.length > 1)
    doubts.push(
      `nothing in the question stands for the groups ${strange.map((one) => one.name).join(" and ")}`,
    );
  if (heard.unknown.length > 0) return doubts;
  for (const name of strangeColumns(heard, reading))
    doubts.push(`nothing in the question stands for ${name}`);
  return doubts;
}

/** Columns of measures and groups that no word of the question stands for. Dates of groups, and counted rows, need none. */
export function strangeColumns(heard: Heard, reading: Reading): string[] {
  const said = reading.assumptions.join(" ").toLowerCase();
  return [...columnsIn([reading.measures, reading.groups])].filter((name) => {
    const known = heard.lexicon.columns.find(({profile}) => profile.name === name);
    if (
      !known ||
      said.includes(name.toLowerCase()) ||
      isDate(known) ||
      isYear(known) ||
      isHeard(known, heard)
    )
      return false;
    const counted = reading.measures.some((one) => one.fn === "count" && columnsIn(one.of).has(name));
    return !(counted && known.profile.nulls === 0);
  });
}

/** The column itself, or the code that stands beside its names. */
function stands({profile}: LexColumn, used: ReadonlySet<string>, {lexicon}: Heard): boolean {
  if (used.has(profile.name)) return true;
  const [table] = lexicon.tables;
  const code = table && codeOf(profile, table);
  return (
    (code !== undefined && used.has(code.name)) ||
    table!.columns.some((one) => used.has(one.name) && codeOf(one, table!)?.name === profile.name)
  );
}

/** What a row is called, or what is counted in a column of counts. */
const isCounted = ({text, columns}: Mention, {lexicon}: Heard): boolean =>
  lexicon.rowNouns.has(text) ||
  columns.every(
    ({column}) =>
      COUNTED.has(column.profile.name.toLowerCase()) && column.profile.name.toLowerCase() !== text,
  );

/** "customer segment", "shipping month": the word before only says which. */
function describesTheNext(mention: Mention, heard: Heard, used: ReadonlySet<string>): boolean {
  const next = heard.mentions.find((one) => one.from === mention.to);
  if (next?.columns.some(({column}) => used.has(column.profile.name))) return true;
  if (mention.columns.some(({column}) => isFlag(column))) return false;
  const word = heard.tokens[mention.to]?.lower ?? "";
  return /^(?:date|day|week|month|quarter|year)s?$/.test(word);
}

/** "of seated guests", "of a stop": the noun is of the rows, which a value before it tells, or of any one of them. */
const describedRows = ({from}: Mention, {mentions, tokens}: Heard): boolean =>
  mentions.some(({to, values}) => to === from && values.length > 0) ||
  (/^an?$/.test(tokens[from - 1]?.lower ?? "") && !/^(?:by|per|for)$/.test(tokens[from - 2]?.lower ?? ""));

const isAverage = ({profile}: LexColumn): boolean =>
  /\b(?:avg|average|mean|rate|per)\b/i.test(profile.name.replaceAll("_", " "));

/** Whether any word of the question may stand for a column, however far-fetched. */
function isHeard(column: LexColumn, heard: Heard): boolean {
  const {name} = column.profile;
  if (heard.carried.has(name)) return true;
  if (
    heard.mentions.some(({columns, values}) => [...columns, ...values].some((one) => one.column === column))
  )
    return true;
  const [table] = heard.lexicon.tables;
  const twins = table!.columns.filter(
    (one) => codeOf(one, table!)?.name === name || codeOf(column.profile, table!)?.name === one.name,
  );
  if (heard.mentions.some(({columns}) => columns.some((one) => twins.includes(one.column.profile))))
    return true;
  if (MONEY.test(heard.question) && moneyColumns(table!).includes(column.profile)) return true;
  const words = nameWords(name);
  const near = words.flatMap((word) => [word, ...nameSynonyms(word)]).map(stem);
  return heard.tokens.some(
    ({lower}) =>
      near.includes(stem(lower)) ||
      near.includes(stem(singular(lower))) ||
      lookUp(heard.lexicon, [lower], true).some((one) => one.column === column) ||
      ADJECTIVES.some(
        (one) =>
          Object.values(one.forms).some((forms) => forms.includes(lower)) &&
          (one.hints.length === 0 || hintedColumns(one, [column]).length > 0),
      ),
  );
}

const MONEY =
  /\b(?:value|worth|spen[dt]|spending|money|sell(?:s|ing|er|ers)?|sold|earn(?:s|ed)?|loss|made|revenue|sales)\b/i;

const grouping = ({from}: Mention, {tokens}: Heard): boolean =>
  [tokens[from - 1], tokens[from - 2]].some((one) => one !== undefined && GROUPING.test(one.lower));
