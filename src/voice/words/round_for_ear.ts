import type {Answer} from "../../channels/channel.ts";
import {type BoundNumber, NOTES, READING_STEP, ROW_COUNT} from "../../planning/evidence.ts";
import {type ShownNumber, scanNumbers} from "../../planning/scan_numbers.ts";
import {isIdentifier} from "./identifiers.ts";

/** So many significant figures are said. */
const FIGURES = 3;
/** Amounts of money below this keep their cents. */
const SMALL_MONEY = 100;
const NAMED: readonly [number, string][] = [
  [1e12, "trillion"],
  [1e9, "billion"],
  [1e6, "million"],
];

/** A number as it is said, in digits: "$115,177.20" is "$115,000". @param exact its value before it was rounded for the screen */
export function roundForEar(number: ShownNumber, exact = number.value): {text: string; isRounded: boolean} {
  const size = Math.abs(exact);
  const shown = Math.abs(number.value);
  if (number.kind === "money" && shown < SMALL_MONEY) return {text: number.text, isRounded: false};
  const rounded = Number(size.toPrecision(FIGURES));
  // What is whole and short on the screen is said as it is, whatever its cell rounds to.
  const value = Number(shown.toPrecision(FIGURES)) === shown ? shown : rounded;
  const sign = /^[-\u2212]/.test(number.text) || number.value < 0 ? "-" : "";
  const percent = number.kind === "percent" ? "%" : "";
  const money = number.kind === "money" ? (number.sign ?? "") : "";
  const isCode = /^[A-Z]{3}/.test(money);
  const text = `${sign}${money}${isCode ? " " : ""}${digitsOf(value)}${percent}`;
  return {text, isRounded: Math.abs(value - shown) > 1e-12 * shown};
}

function digitsOf(value: number): string {
  const [size, name] = NAMED.find(([least]) => value >= least) ?? [1, ""];
  const scaled = Number((value / size).toPrecision(FIGURES));
  const digits =
    scaled !== 0 && scaled < 1e-6
      ? scaled.toExponential(FIGURES - 1)
      : scaled.toLocaleString("en-US", {maximumFractionDigits: 12});
  return name === "" ? digits : `${digits} ${name}`;
}

/**
 * An answer's text with every number that stands for a cell rounded for the ear, and "about" before those that lost figures. Numbers
 * of the reading, of names and of dates stay.
 */
export function roundedText(answer: Answer): string {
  const text = answer.answer;
  let said = "";
  let at = 0;
  for (const bound of [...answer.evidence].sort((a, b) => a.start - b.start)) {
    if (bound.start < at || text.slice(bound.start, bound.end) !== bound.text || !isCell(bound)) continue;
    const [number] = scanNumbers(bound.text);
    if (!number || !["plain", "money", "percent"].includes(number.kind) || isLabel(number)) continue;
    const before = text.slice(at, bound.start);
    if (isNaming(bound, number)) {
      said += `${before}${bound.text.replaceAll(",", "")}`;
      at = bound.end;
      continue;
    }
    const {text: short, isRounded} = roundForEar(number, cellOf(answer, bound, number));
    const isHedged = /(?:about|roughly|around|approximately|nearly|almost|~)\s*$/i.test(before);
    // A p value is told by how small it is, not by its figures.
    const isP = /\bp\s*[=<]\s*$/i.test(before);
    said += `${before}${isRounded && !isHedged && !isP ? "about " : ""}${isP ? bound.text : short}`;
    at = bound.end;
  }
  return said + text.slice(at);
}

function isCell({evidence}: BoundNumber): boolean {
  return (
    evidence.length > 0 &&
    evidence.every(({step, column}) => step !== READING_STEP && column !== NOTES && column !== ROW_COUNT)
  );
}

/** A whole number of a column of identifiers. */
function isNaming({evidence, how}: BoundNumber, {kind, value}: ShownNumber): boolean {
  return (
    kind === "plain" &&
    how === undefined &&
    Number.isInteger(value) &&
    evidence.every(({column}) => isIdentifier(column))
  );
}

/** Four digits without a separator name a year or a thing: amounts are written with separators. */
function isLabel({text}: ShownNumber): boolean {
  return /^\d{4,}$/.test(text);
}

/** The cell's own value in the scale of the screen, where the number is that of one cell. */
function cellOf(answer: Answer, {evidence, how}: BoundNumber, number: ShownNumber): number {
  const [only, another] = evidence;
  if (!only || another || how !== undefined) return number.value;
  const table = answer.artifacts[only.step]?.table;
  const column = table?.columns.findIndex(({name}) => name === only.column) ?? -1;
  const cell = table?.rows[only.row]?.[column];
  if (typeof cell !== "number") return number.value;
  const near = [cell, cell * 100].find(
    (value) => Math.abs(Math.abs(value) - Math.abs(number.value)) <= number.tolerance * 1.0001,
  );
  return near ?? number.value;
}
