import type {Session} from "../../data/engine.ts";
import {TOP_VALUES} from "../../data/profile.ts";
import {addValues, type Lexicon} from "./lexicon.ts";
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
