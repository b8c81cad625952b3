import {altText} from "../../charts/alt_text.ts";
import {finding} from "../../charts/finding.ts";
import type {ChartSpec} from "../../charts/spec.ts";
import type {Table} from "../../data/table.ts";

const MOST_NOTES = 4;

/** What a chart shows, in words: its finding where one stands out, what it draws, what must be known of it. */
export function chartText(
  {spec, table, notes}: {spec: ChartSpec; table: Table; notes: readonly string[]},
  more: readonly string[],
): string {
  const found = finding(spec, table);
  const told = [
    ...(found ? [`${found}.`] : []),
    altText(spec, table),
    ...notes.slice(0, MOST_NOTES),
    ...more,
  ];
  return told.map(sentence).join(" ");
}

function sentence(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const begun = line.charAt(0).toLocaleUpperCase() + line.slice(1);
  return /[.!?]$|tabletalk:\S+$/.test(line) ? begun : `${begun}.`;
}
