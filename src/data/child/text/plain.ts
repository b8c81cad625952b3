import type {Dialect} from "./records.ts";

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * The expression by which DuckDB reads a file of delimited text that needs no care: every column as text, an empty cell
 * as nothing. It is strict: a line that does not fit ends it with an error.
 * `skip` is the number of lines above the first row; `longest` the bytes of the longest row: DuckDB sets aside many times
 * as much.
 */
export function readExpression(
  file: string,
  names: readonly string[],
  {delimiter, quote, escape: escaped}: Pick<Dialect, "delimiter" | "quote" | "escape">,
  skip: number,
  longest: number,
): string {
  const columns = `{${names.map((name) => `${literal(name)}: 'VARCHAR'`).join(", ")}}`;
  return `read_csv(${literal(file)}, auto_detect = false, strict_mode = true, delim = ${literal(delimiter)}, quote = ${literal(quote)}, escape = ${literal(escaped)}, skip = ${skip}, header = false, columns = ${columns}, null_padding = false, nullstr = '', max_line_size = ${Math.max(100_000, Math.ceil(longest))})`;
}
