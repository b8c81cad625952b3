import type {ImportChoices} from "../../data/choices.ts";
import type {Dataset, ReceiptEntry} from "../../data/dataset.ts";
import {dataLine, publishedOf} from "../../data/published.ts";
import {printable, type Style} from "./style.ts";

export interface ReceiptOptions {
  style: Style;
  /** How a choice is made on this channel, such as `--dates month-first`. */
  asFlags: (choices: ImportChoices) => string;
}

const EXAMPLES = 3;

/**
 * A receipt as a person reads it: the table in a line, then what is in doubt, then what was decided, each with the choice
 * that decides it the other way.
 */
export function receiptLines({name, version}: Dataset, {style, asFlags}: ReceiptOptions): string[] {
  const {source, entries, choices} = version.receipt;
  const where = [source.format, source.member, source.sheet && `sheet ${source.sheet}`, source.range]
    .filter(Boolean)
    .join(", ");
  const columns = `${version.columns.length.toLocaleString("en")} column${version.columns.length === 1 ? "" : "s"}`;
  const rows = `${version.rows.toLocaleString("en")} row${version.rows === 1 ? "" : "s"}`;
  const doubts = entries.filter((entry) => entry.doubt);
  const settled = entries.filter((entry) => !entry.doubt);
  const lines = [style.bold(`${name}: ${rows}, ${columns}`) + style.dim(` (${printable(where)})`)];
  const published = dataLine(publishedOf(version));
  if (published !== undefined) lines.push(`  ${printable(published)}`);
  if (choices && Object.keys(choices).length > 0)
    lines.push(style.dim(`  read with ${printable(asFlags(choices))}`));
  for (const entry of doubts)
    lines.push(`  ${style.red("?")} ${said(entry)}`, ...reversal(entry, style, asFlags));
  for (const entry of settled)
    lines.push(`  ${style.dim("-")} ${said(entry)}`, ...reversal(entry, style, asFlags));
  return lines;
}

/** The sentence, and examples where it does not name them itself. */
function said({message, examples}: ReceiptEntry): string {
  const unnamed = (examples ?? []).filter((example) => example !== "" && !message.includes(example));
  if (unnamed.length === 0) return printable(message);
  const shown = unnamed.slice(0, EXAMPLES).map((example) => cut(printable(example)));
  const more = unnamed.length > EXAMPLES ? ", …" : "";
  return `${printable(message)} (${shown.join(", ")}${more})`;
}

const cut = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

function reversal(
  {reverse}: ReceiptEntry,
  style: Style,
  asFlags: (choices: ImportChoices) => string,
): string[] {
  if (!reverse || Object.keys(reverse).length === 0) return [];
  return [`      ${style.cyan(printable(asFlags(reverse)))} ${style.dim(effectOf(reverse))}`];
}

/** What a choice does, in a few words. */
function effectOf(choices: ImportChoices): string {
  const {header, dates, decimal, tables} = choices;
  if (header === "none") return "reads that line as data";
  if (header !== undefined)
    return `takes line${Array.isArray(header) ? "s" : ""} ${Array.isArray(header) ? header.join(" and ") : header} as the header`;
  if (dates) return `reads them with the ${dates.replace("_first", "")} first`;
  if (decimal) return decimal === "," ? "reads 1,5 as one and a half" : "reads 1.5 as one and a half";
  if (choices.text) return "keeps the cells as they are written";
  if (choices.totals || choices.comments)
    return (choices.totals ?? choices.comments) === "keep" ? "keeps them as data" : "leaves them out";
  if (choices.fillDown) return choices.fillDown.length === 0 ? "leaves them blank" : "fills them from above";
  if (choices.delimiter !== undefined) return "parts the columns there instead";
  if (choices.encoding !== undefined) return "reads its letters that way";
  if (tables) return tables === "one" ? "makes one table of it" : "makes a table of each";
  if (choices.missing) return "reads them as missing";
  return "reads it the other way";
}
