import {readFileSync} from "node:fs";
import {referencePath} from "./case.ts";

/** A CSV of the reference folder: rows of text by column. */
export function csv(name: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(referencePath(name), "utf8").trim().split("\n").map(cells);
  return lines.map((line) => Object.fromEntries(head!.map((column, at) => [column, line[at] ?? ""])));
}

function cells(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .slice(0, -1)
    .map(([, cell]) => (cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell!));
}

/** One of R's data sets. */
export const rData = (name: string): Record<string, string>[] => csv(`r_tests/data/${name}.csv`);

/** A column of numbers; NA is NaN. */
export function numbers(
  name: string,
  column: string,
  keep: (row: Record<string, string>) => boolean = () => true,
): Float64Array {
  return Float64Array.from(rData(name).filter(keep), (row) =>
    row[column] === "NA" || row[column] === "" ? Number.NaN : Number(row[column]),
  );
}

/** A column split by another, in the order of its levels; missing left out. */
export function split(name: string, column: string, by: string): Float64Array[] {
  const rows = rData(name);
  const levels = [...new Set(rows.map((row) => row[by]!))].sort(
    (a, b) => Number(a) - Number(b) || (a < b ? -1 : 1),
  );
  return levels.map((level) =>
    numbers(name, column, (row) => row[by] === level).filter((value) => !Number.isNaN(value)),
  );
}

/** Rows that have both columns, as two columns. */
export function complete(name: string, ...columns: string[]): Float64Array[] {
  const all = columns.map((column) => numbers(name, column));
  const rows = [...all[0]!.keys()].filter((row) => all.every((column) => !Number.isNaN(column[row]!)));
  return all.map((column) => Float64Array.from(rows, (row) => column[row]!));
}

/** Counts of two columns' values against one another, weighted where a column of counts is named. */
export function crossTable(name: string, row: string, column: string, weight?: string): number[][] {
  const rows = rData(name);
  const [r, c] = [row, column].map((by) => {
    const seen = [...new Set(rows.map((one) => one[by]!))];
    return seen.every((one) => !Number.isNaN(Number(one)))
      ? seen.sort((a, b) => Number(a) - Number(b))
      : seen;
  }) as [string[], string[]];
  return r.map((left) =>
    c.map((right) =>
      rows
        .filter((one) => one[row] === left && one[column] === right)
        .reduce((sum, one) => sum + (weight ? Number(one[weight]) : 1), 0),
    ),
  );
}
