import {TabletalkError} from "../errors.ts";
import {claimedIn, holds} from "./bind_text.ts";
import type {BoundText, ReportDocument} from "./document.ts";

/** Every text of a document whose numbers are bound, in reading order. */
export function boundTextsOf({summary, sections}: Pick<ReportDocument, "summary" | "sections">): BoundText[] {
  const blocks = sections.flatMap((section) => section.blocks);
  return [
    ...summary,
    ...blocks.flatMap((block): (BoundText | undefined)[] => {
      if (block.kind === "text") return [block.body];
      if (block.kind === "finding") return [block.headline, block.detail];
      if (block.kind === "kpi") return [block.value, block.comparison];
      return [];
    }),
  ].filter((text) => text !== undefined);
}

/** The numbers of a document that none of its cells says, each as it stands in its text; and tables that are not there. */
export function unboundIn(document: Pick<ReportDocument, "summary" | "sections" | "tables">): string[] {
  const {tables, sections} = document;
  const numbers = boundTextsOf(document).flatMap((body) =>
    claimedIn(body.text).flatMap((shown) => {
      const bound = body.evidence.find(({start, end}) => start <= shown.start && end >= shown.end);
      const partly = body.evidence.find(({start, end}) => start < shown.end && end > shown.start);
      const found = bound ?? partly;
      return found && holds(found, body.text, tables)
        ? []
        : [`"${shown.text}" in "${body.text.slice(0, 120)}"`];
    }),
  );
  const missing = sections
    .flatMap(({blocks}) => blocks)
    .flatMap((block) =>
      (block.kind === "chart" || block.kind === "table") && !tables[block.table]
        ? [`the table ${block.table}`]
        : [],
    );
  return [...numbers, ...missing];
}

/**
 * Refuses a document that states a number which is in none of its tables: nothing of it is kept or shown.
 * @throws TabletalkError internal
 */
export function verifyDocument(document: Pick<ReportDocument, "summary" | "sections" | "tables">): void {
  const unbound = unboundIn(document);
  if (unbound.length === 0) return;
  const more = unbound.length > 3 ? `, and ${unbound.length - 3} more` : "";
  throw new TabletalkError(
    "internal",
    `The report was not made: it says what no cell says (${unbound.slice(0, 3).join("; ")}${more}).`,
    "Ask the question behind it again, and make the report of that answer.",
  );
}
