import type {Cell, ColumnType} from "../data/table.ts";

/** Prints rows as a table for a terminal. */
export async function printTable(
  columns: readonly {name: string; type?: ColumnType}[],
  rows: readonly Cell[][],
): Promise<void> {
  const {artifactLines} = await import("../channels/terminal/channel.ts");
  const {styleFor} = await import("../channels/terminal/style.ts");
  const table = {
    columns: columns.map(({name, type = "text"}) => ({name, type})),
    rows: rows.map((row) => [...row]),
  };
  const shown = {table, units: {}, truncated: false};
  const width = process.stdout.columns || 200;
  const lines = await artifactLines(shown, styleFor(process.stdout), width, rows.length);
  process.stdout.write(`${lines.join("\n")}\n`);
}
