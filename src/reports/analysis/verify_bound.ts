import {claimedIn, holds} from "../bind_text.ts";
import type {BoundText, DocumentTable} from "../document.ts";

/** What a text states without a cell that says the same, as it stands there; empty where every number is bound. */
export function unboundIn(text: BoundText, tables: Readonly<Record<string, DocumentTable>>): string[] {
  const open = claimedIn(text.text).filter(
    (number) => !text.evidence.some(({start, end}) => start <= number.start && end >= number.end),
  );
  const wrong = text.evidence.filter((one) => !holds(one, text.text, tables));
  return [...open, ...wrong].map((one) => one.text);
}
