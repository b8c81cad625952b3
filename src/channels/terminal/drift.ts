import {basename} from "node:path";
import type {Dataset} from "../../data/dataset.ts";
import type {Drift} from "../../data/drift.ts";
import {printable} from "./style.ts";

const plural = (count: number, thing: string): string =>
  `${count.toLocaleString("en")} ${thing}${count === 1 ? "" : "s"}`;

/** How a new file differs from the known dataset of its name, line by line. */
export function driftLines(known: Dataset, drift: Drift): string[] {
  const {added, removed, renamed, retyped, overlap, dates, rows} = drift;
  const from = (dataset: Dataset): string => printable(basename(dataset.version.receipt.source.path));
  const lines = [
    `${known.name} is known (${plural(rows.before, "row")} from ${from(known)}); the new file has ${plural(rows.after, "row")}.`,
  ];
  const names = (columns: readonly {name: string; type: string}[]): string =>
    columns.map(({name, type}) => `${printable(name)} (${type})`).join(", ");
  if (added.length > 0) lines.push(`  + ${plural(added.length, "new column")}: ${names(added)}`);
  if (removed.length > 0) lines.push(`  - ${plural(removed.length, "column")} gone: ${names(removed)}`);
  for (const {before, after, shared} of renamed)
    lines.push(
      `  ~ ${printable(before)} seems to be called ${printable(after)} now: ${Math.round(shared * 100)}% of their values are the same`,
    );
  for (const {name, before, after} of retyped)
    lines.push(`  ~ ${printable(name)} was ${before}, is ${after}`);
  if (added.length + removed.length + renamed.length + retyped.length === 0)
    lines.push("  = the same columns and types");
  lines.push(`  = ${plural(overlap.equal, "row")} equal in both`);
  if (overlap.byKey) {
    const {key, new: fresh, changed, gone, same} = overlap.byKey;
    const counts = [`${fresh} new`, `${changed} changed`, `${gone} gone`, `${same} the same`];
    lines.push(`  = by ${printable(key)}: ${counts.join(", ")}`);
  }
  for (const {name, before, after} of dates)
    lines.push(`  = ${printable(name)}: ${before.join(" to ")} before, ${after.join(" to ")} now`);
  return lines.map((line) => printable(line));
}
