import {loadConfig} from "../config.ts";
import type {TableProfile} from "../data/profile.ts";
import type {Cell, Table} from "../data/table.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime} from "./runtime.ts";

/** `tabletalk profile`: what is in each column of each table. */
export async function profile(files: string[], flags: CommonFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const datasets = await runtime.importFiles(files);
  const session = await runtime.open(datasets);
  const profiles = await Promise.all(datasets.map((dataset) => session.profile(dataset.name)));
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(profiles, undefined, 2)}\n`);
    return;
  }
  const {artifactLines} = await import("../channels/terminal/channel.ts");
  const {styleFor} = await import("../channels/terminal/style.ts");
  const style = styleFor(process.stdout);
  const width = process.stdout.columns || 140;
  for (const one of profiles) {
    const keys = one.keys.length > 0 ? ` · key: ${one.keys.join(", ")}` : "";
    const head = `${one.table}: ${one.rows.toLocaleString("en")} rows · ${one.duplicateRows.toLocaleString("en")} repeated${keys}`;
    const shown = {table: asTable(one), units: {}, truncated: false};
    const lines = await artifactLines(shown, style, width, one.columns.length);
    process.stdout.write(`${[style.bold(head), ...lines, ""].join("\n")}\n`);
  }
}

function asTable(profile: TableProfile): Table {
  const text = (name: string) => ({name, type: "text" as const});
  const integer = (name: string) => ({name, type: "integer" as const});
  return {
    columns: [
      text("column"),
      text("type"),
      text("role"),
      text("unit"),
      integer("missing"),
      integer("distinct"),
      text("from"),
      text("to"),
      text("most frequent"),
    ],
    rows: profile.columns.map((column): Cell[] => [
      column.name,
      column.type,
      column.role,
      column.unit ?? "",
      column.nulls,
      column.distinct,
      column.min === null ? "" : String(column.min),
      column.max === null ? "" : String(column.max),
      column.role === "category" || column.role === "boolean"
        ? column.top
            .slice(0, 4)
            .map(({value, count}) => `${value} (${count})`)
            .join(", ")
        : "",
    ]),
  };
}
