import type {ReceiptEntry} from "../../dataset.ts";
import {cellsOf, type Form} from "./form.ts";
import type {Lost} from "./lost.ts";
import {isMissing, isNonFinite} from "./missing.ts";

/** What became missing in a column that has a type: texts that say so, and texts that do not fit. */
export function lostEntries(
  name: string,
  lost: Lost,
  form: Form,
  further: ReadonlySet<string>,
): ReceiptEntry[] {
  const shown = (texts: ReadonlyMap<string, number>): string[] => [...texts.keys()].slice(0, 5);
  const missing = new Map([...lost.texts].filter(([text]) => isMissing(text, further)));
  const strays = new Map([...lost.texts].filter(([text]) => !missing.has(text)));
  const entries: ReceiptEntry[] = [];
  const kind =
    {date: "dates", timestamp: "times", time: "times", boolean: "yes or no"}[form.type as "date"] ??
    "numbers";
  if (missing.size > 0) {
    const endless = [...missing.keys()].every(isNonFinite);
    const count = cellsOf(missing);
    entries.push({
      kind: "coerced",
      column: name,
      message: `${name}: ${count} ${count === 1 ? "cell says" : "cells say"} ${endless ? "that there is no finite number" : "that there is no value"} (${shown(missing).join(", ")}) and ${count === 1 ? "counts" : "count"} as missing.`,
      count,
      examples: shown(missing),
      reverse: {text: [name]},
    });
  }
  const count = lost.count - cellsOf(missing);
  if (count > 0)
    entries.push({
      kind: "coerced",
      column: name,
      message: `${name}: ${count} of ${lost.filled} values are no ${kind} and count as missing.`,
      count,
      examples: shown(strays),
      reverse: {text: [name]},
      doubt: true,
    });
  return entries;
}
