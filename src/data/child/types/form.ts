import type {ColumnType} from "../../table.ts";

export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Spaces of every width, and signs that are not seen: no part of a value where they stand at its ends. */
const EDGES =
  " \t\r\n\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u3000\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";
const EDGE = new RegExp(`^[${EDGES}]+|[${EDGES}]+$`, "gu");

/** A cell's text without what is not seen at its ends. */
export const cleanText = (text: string): string => text.replace(EDGE, "");
/** The same in SQL; dear, so that it stands behind a CASE: the parts of an AND are all computed for every row. */
export const cleanSql = (column: string): string => `trim(${column}, ${literal(EDGES)})`;

/** How the texts of a column become values: the same rule as a function and as SQL. */
export interface Form {
  type: ColumnType;
  /** Two forms with the same key are the same. */
  key: string;
  /** Whether a clean text has a value in this form. */
  fits(text: string): boolean;
  /** A first step over the column as it stands, given to `sql` as `first`; cheap, and computed once. */
  first?(column: string): string;
  /** The value, or null where there is none. */
  sql(column: string, first: string): string;
  /** What the numbers count or measure. */
  unit?: string;
}

/** Distinct clean texts of a column, each with how often it stands there. */
export type Texts = ReadonlyMap<string, number>;

/** The number of cells. */
export const cellsOf = (texts: Texts): number => {
  let sum = 0;
  for (const times of texts.values()) sum += times;
  return sum;
};

/** The number of cells whose text passes. */
export const countOf = (texts: Texts, passes: (text: string) => boolean): number => {
  let sum = 0;
  for (const [text, times] of texts) if (passes(text)) sum += times;
  return sum;
};

/** Texts stay as they are written; blanks are nothing. */
export const TEXT: Form = {
  type: "text",
  key: "text",
  fits: () => true,
  sql: (column) =>
    `CASE WHEN ${column} < '!' THEN CASE WHEN ${cleanSql(column)} <> '' THEN ${column} END ELSE ${column} END`,
};

/** Texts without the spaces and unseen signs at their ends. */
export const TRIMMED: Form = {...TEXT, key: "trimmed", sql: (column) => `nullif(${cleanSql(column)}, '')`};

/** Whether a text has spaces at its ends: a quick look that misses the rarer signs. */
export const ragged = (column: string): string =>
  `CASE WHEN ${column} < '!' OR ends_with(${column}, ' ') THEN ${cleanSql(column)} <> '' ELSE false END`;
