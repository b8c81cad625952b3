import {type Evidence, NOTES, ROW_COUNT} from "../../planning/evidence.ts";
import {CURRENCY_SIGNS, formatValue, type ValueFormat} from "../../planning/format_value.ts";
import type {BoundText} from "../document.ts";
import {evidenceOf, type Results} from "./question.ts";

/** A piece of a text that is shown, and the cells that it is from. */
export interface Shown {
  text: string;
  evidence: Evidence[];
}

/** A text of words, shown pieces and other texts: what is a number comes in as a shown piece. */
export function say(words: TemplateStringsArray, ...pieces: (string | Shown | BoundText)[]): BoundText {
  let text = words[0] ?? "";
  const evidence: BoundText["evidence"] = [];
  for (const [at, piece] of pieces.entries()) {
    const start = text.length;
    if (typeof piece === "string") text += piece;
    else if (piece.evidence.length === 0) text += piece.text;
    else if (isShown(piece)) {
      text += piece.text;
      evidence.push({text: piece.text, start, end: text.length, evidence: piece.evidence});
    } else {
      text += piece.text;
      for (const one of piece.evidence)
        evidence.push({...one, start: one.start + start, end: one.end + start});
    }
    text += words[at + 1] ?? "";
  }
  return {text, evidence};
}

function isShown(piece: Shown | BoundText): piece is Shown {
  return piece.evidence.every((one) => "step" in one);
}

/** Texts one after another. */
export function inARow(texts: readonly BoundText[], between = " "): BoundText {
  return texts.reduce((all, one, at) => (at === 0 ? one : say`${all}${between}${one}`), say``);
}

/** Names of columns and values: one line, short, without signs that are not seen or that turn the text. */
export function plainName(name: string, longest = 60): string {
  const line = name
    .replaceAll(/[\p{Cc}\p{Cf}\p{DI}\u2028\u2029\ufff9-\ufffb]+/gu, " ")
    .replaceAll(/(?<=[\p{L}\p{N}])_+(?=[\p{L}\p{N}])/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  const points = [...line];
  if (points.length === 0) return "(no name)";
  return points.length > longest ? `${points.slice(0, longest - 1).join("")}…` : line;
}

/** A unit in brackets at the end of a column's name: values carry it where they are shown. */
const UNIT =
  /\s*[([](?:g|mg|kg|lbs?|oz|t|mm|cm|m|km|mi|ft|in|ml|l|s|ms|sec|min|h|hrs?|days|years|°?[CF]|%|\$|€|£|USD|EUR|[kMG]?Wh?|mph|km\/h|hPa)[)\]]$/;

/** The name of a column as a sentence says it: without the unit that its values carry. */
export function columnName(name: string): string {
  return plainName(name.replace(UNIT, "") || name);
}

/** The name of a column or a table; its digits are of a name. */
export function named(results: Results, step: string, name: string): Shown {
  return {text: columnName(name), evidence: [evidenceOf(results, step, 0, NOTES)]};
}

/** A text that begins with a capital letter. */
export function sentence(text: BoundText): BoundText {
  const [letter = ""] = text.text;
  const upper = letter.toUpperCase();
  if (upper === letter || upper.length !== letter.length) return text;
  return {
    text: upper + text.text.slice(letter.length),
    evidence: text.evidence.map((one) =>
      one.start === 0 ? {...one, text: upper + one.text.slice(letter.length)} : one,
    ),
  };
}

export interface CellFormat extends ValueFormat {
  /** Significant digits that are kept. Default: 3; whole numbers below a million stay whole. */
  digits?: number;
  /** Without its sign, where a word tells the direction. */
  size?: boolean;
}

/** A cell of a step's table as a text shows it. */
export function cell(
  results: Results,
  step: string,
  row: number,
  column: string,
  format: CellFormat = {},
): Shown {
  const artifact = results.artifact(step);
  const at = artifact?.table.columns.findIndex(({name}) => name === column) ?? -1;
  const value = artifact?.table.rows[row]?.[at] ?? null;
  const unit = format.unit ?? artifact?.units[column];
  return {
    text: sayValue(value, {...format, ...(unit !== undefined && {unit})}),
    evidence: [evidenceOf(results, step, row, column)],
  };
}

/** How many rows a step's table has. */
export function rowCount(results: Results, step: string): Shown {
  const count = results.artifact(step)?.table.rows.length ?? 0;
  return {text: formatValue(count), evidence: [evidenceOf(results, step, 0, ROW_COUNT)]};
}

/** A value rounded to what a reader needs. */
export function sayValue(value: string | number | boolean | null, format: CellFormat): string {
  const {digits = 3, size = false, ...rest} = format;
  if (typeof value === "string")
    return formatValue(value, rest) === value ? plainName(value) : formatValue(value, rest);
  if (typeof value !== "number" || rest.part || rest.plain) return formatValue(value, rest);
  const own = size ? Math.abs(value) : value;
  if (Math.abs(own) >= 1e6) return inMillions(own, rest);
  if (Number.isInteger(own)) return formatValue(own, rest);
  const isMoney = rest.unit !== undefined && CURRENCY_SIGNS.includes(rest.unit);
  const whole = Math.abs(own) >= 10 ** digits;
  const rounded = whole ? Math.round(own) : Number(own.toPrecision(digits));
  if (isMoney && !whole) return formatValue(Number(own.toFixed(2)), rest);
  return formatValue(rounded, rest);
}

/** "42.3 million", "$1.2 billion". */
function inMillions(value: number, {unit}: ValueFormat): string {
  const isBillions = Math.abs(value) >= 1e9;
  const size = Number((Math.abs(value) / (isBillions ? 1e9 : 1e6)).toPrecision(3));
  const words = `${formatValue(size)} ${isBillions ? "billion" : "million"}`;
  const sign = value < 0 ? "-" : "";
  if (unit === undefined || unit === "%") return `${sign}${words}`;
  return CURRENCY_SIGNS.includes(unit) ? `${sign}${unit}${words}` : `${sign}${words} ${unit}`;
}
