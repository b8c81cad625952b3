import type {Session} from "../../data/engine.ts";
import {TOP_VALUES} from "../../data/profile.ts";
import {addValues, type Lexicon} from "./lexicon.ts";
import {isEnglish} from "./morphology.ts";
import {peopleColumn} from "./people_column.ts";
import {type Token, tokenize} from "./tokens.ts";

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * Adds to the lexicon the values that the question names and the profile does not list: columns of text with more than
 * `TOP_VALUES` values are asked for the question's own stretches of up to six words, in one query.
 */
export async function lookUpValues(
  question: string,
  lexicon: Lexicon,
  session: Session,
  signal: AbortSignal,
): Promise<boolean> {
  const columns = lexicon.columns.filter(
    (column) =>
      column.profile.type === "text" &&
      column.profile.distinct > Math.min(TOP_VALUES, column.profile.top.length),
  );
  const stretches = stretchesOf(question, tokenize(question));
  if (columns.length === 0 || stretches.length === 0) return false;
  const wanted = stretches.map(literal).join(", ");
  const sql = columns
    .slice(0, 40)
    .map((column, index) => {
      const name = identifier(column.profile.name);
      return `(SELECT DISTINCT ${index} AS "at", CAST(${name} AS VARCHAR) AS "value" FROM ${identifier(column.table)} WHERE lower(CAST(${name} AS VARCHAR)) IN (${wanted}) LIMIT 20)`;
    })
    .join(" UNION ALL ");
  const result = await session.query(sql, {signal});
  for (const [index, column] of columns.entries()) {
    const values = result.rows.filter((row) => Number(row[0]) === index).map((row) => row[1] ?? null);
    if (values.length > 0) addValues(lexicon, column, values);
  }
  return result.rows.length > 0;
}

const MOST_BEGUN = 8;
const LONGEST_NAME = 60;
/** Names of people and of places may be English words too. */
const PLACES = /^(?:country|nation|city|town|state|place)(?:[_ ]?name)?$/i;

/** Whether a value begins with a word; a name that is no English word may stand anywhere in a short one: "sharpton". */
function holds(value: string, word: string, ofNames: boolean): string {
  const begins = `${value} LIKE ${literal(`${word} %`)}`;
  if (word.length < 4 || (!ofNames && isEnglish(word))) return begins;
  const inside = [`% ${word}`, `% ${word} %`].map((pattern) => `${value} LIKE ${literal(pattern)}`);
  return `(${begins} OR (length(${value}) <= ${LONGEST_NAME} AND (${inside.join(" OR ")})))`;
}

/**
 * Adds the values that begin with one of these words or hold it as a name, where few do: "northwind" for Northwind Labs and Northwind
 * Media. True where some were found.
 */
export async function lookUpBeginnings(
  words: readonly string[],
  lexicon: Lexicon,
  session: Session,
  signal: AbortSignal,
): Promise<boolean> {
  const columns = lexicon.columns
    .filter(({profile}) => profile.type === "text" && profile.distinct > 1)
    .slice(0, 40);
  const wanted = words.filter((word) => /^\p{L}{3,}$/u.test(word)).slice(0, 6);
  if (columns.length === 0 || wanted.length === 0) return false;
  const people = peopleColumn({columns: columns.map(({profile}) => profile)});
  const named = new Set(
    columns.map(({profile}) => profile).filter((one) => one === people || PLACES.test(one.name)),
  );
  const parts = columns.flatMap((column, index) =>
    wanted.map((word, at) => {
      const name = identifier(column.profile.name);
      return `(SELECT DISTINCT ${index} AS "at", ${at} AS "word", CAST(${name} AS VARCHAR) AS "value" FROM ${identifier(column.table)} WHERE ${holds(`lower(CAST(${name} AS VARCHAR))`, word.toLowerCase(), named.has(column.profile))} LIMIT ${MOST_BEGUN + 1})`;
    }),
  );
  const {rows} = await session.query(parts.join(" UNION ALL "), {signal});
  let found = false;
  for (const [index, column] of columns.entries()) {
    for (const [at, word] of wanted.entries()) {
      const values = rows
        .filter((row) => Number(row[0]) === index && Number(row[1]) === at)
        .map((row) => row[2]);
      if (values.length === 0 || values.length > MOST_BEGUN) continue;
      const key = word.toLowerCase();
      const known = lexicon.keys.get(key) ?? [];
      const added = values
        .filter(
          (value) => !known.some((one) => one.kind === "value" && one.value === value && !one.needsColumn),
        )
        .map((value) => ({
          kind: "value" as const,
          column,
          value: String(value),
          cost: 0.3,
          needsColumn: false,
        }));
      const others = known.filter(
        (one) => one.kind !== "value" || !one.needsColumn || !values.includes(one.value as string),
      );
      lexicon.keys.set(key, [...others, ...added]);
      found = true;
    }
  }
  return found;
}

function stretchesOf(question: string, tokens: readonly Token[]): string[] {
  const found = new Set<string>();
  for (let from = 0; from < tokens.length; from++) {
    for (let to = from + 1; to <= Math.min(tokens.length, from + 7); to++) {
      const text =
        tokens[from]!.kind === "quoted" && to === from + 1
          ? tokens[from]!.text
          : question.slice(tokens[from]!.start, tokens[to - 1]!.end);
      if (text.length >= 2 && text.length <= 120) found.add(text.toLowerCase().replace(/[?.!,;:]+$/, ""));
    }
  }
  return [...found].slice(0, 400);
}
