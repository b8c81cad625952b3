import type {PerceivedTable} from "../driver.ts";

/** Columns that stand two spaces apart, as in a terminal or a code block; undefined where the lines are no table. */
export function alignedTableIn(lines: readonly string[]): PerceivedTable | undefined {
  const rows = lines
    .filter((line) => line.trim() !== "" && !line.startsWith("…") && !/^[─\-\s]+$/.test(line))
    .map((line) => line.trim().split(/ {2,}/));
  const [header = [], ...rest] = rows;
  const isTable = header.length > 1 && rest.length > 0 && rest.every((row) => row.length === header.length);
  return isTable ? {header, rows: rest} : undefined;
}
