import type {Dataset, ReceiptEntry} from "../../data/dataset.ts";
import type {TableProfile} from "../../data/profile.ts";
import {formatDate} from "../../planning/format_value.ts";

/** What the importer did that a person should know at once; the rest is in `tabletalk import`. */
const NOTABLE = new Set(["dropped", "duplicates", "dates", "coerced", "renamed"]);

/** A data set in one line: "orders: 48,210 rows, 12 columns, 1 January 2023 to 14 June 2024 · 2 totals rows dropped". */
export function summaryLine(dataset: Dataset, profile: TableProfile): string {
  const size = `${dataset.name}: ${count(profile.rows, "row")}, ${count(profile.columns.length, "column")}`;
  const dated = profile.columns.find((column) => column.role === "date" && column.min !== null);
  const span = dated ? `, ${day(dated.min)} to ${day(dated.max)}` : "";
  const notes = dataset.version.receipt.entries
    .filter(isNotable)
    .map((entry) => entry.message.replace(/\.$/, ""));
  return [size + span, ...new Set(notes.slice(0, 3))].join(" · ");
}

function isNotable(entry: ReceiptEntry): boolean {
  return NOTABLE.has(entry.kind) && entry.message.length <= 80;
}

function count(number: number, thing: string): string {
  return `${number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;
}

function day(value: unknown): string {
  const text = String(value).slice(0, 10);
  return formatDate(text) ?? text;
}
