import type {McpPolicy} from "../../access/mcp_policy.ts";
import type {Dataset} from "../../data/dataset.ts";

const MOST_COLUMNS = 60;
const LONGEST_NAME = 60;
const MOST_NOTES = 6;
/** What the importer did that somebody who counts rows, or looks for a column by its name, must know. */
const CHANGES: ReadonlySet<string> = new Set([
  "header",
  "renamed",
  "dropped",
  "skipped",
  "duplicates",
  "coerced",
  "totals",
  "filled",
  "ragged",
  "columns",
]);

/** The columns of a dataset with their types: `Species text, Body Mass (g) integer`. */
export function columnsLine({version}: Dataset): string {
  const {columns} = version;
  const told = columns.slice(0, MOST_COLUMNS).map(({name, type}) => `${name.slice(0, LONGEST_NAME)} ${type}`);
  const more = columns.length - told.length;
  return `${told.join(", ")}${more > 0 ? `, and ${more} more: see describe_table` : ""}`;
}

/** What the importer changed or is not sure of, a sentence each, with examples where rows may be seen. */
export function importNotes({version}: Dataset, {sql}: McpPolicy): string[] {
  const told = version.receipt.entries.filter(({kind, doubt}) => doubt || CHANGES.has(kind));
  return told.slice(0, MOST_NOTES).map(({message, column, examples = []}) => {
    const place = column === undefined ? "" : `${column}: `;
    const such =
      examples.length > 0 && sql === "on" ? ` (${examples.slice(0, 3).join(", ").slice(0, 120)})` : "";
    return `${place}${message}${such}`;
  });
}
