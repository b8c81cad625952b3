import type {Cell} from "../data/table.ts";
import type {Artifact} from "../tools/tool.ts";
import type {Evidence} from "./evidence.ts";
import {CURRENCY_SIGNS} from "./format_value.ts";
import {type ShownNumber, scanNumbers} from "./scan_numbers.ts";

/** Units by the words that stand for them. */
const UNITS = new Map(
  Object.entries({
    kg: "kg kilogram kilograms kilo kilos",
    g: "g gram grams",
    t: "t ton tons tonne tonnes",
    lb: "lb lbs pound pounds",
    oz: "oz ounce ounces",
    km: "km kilometre kilometres kilometer kilometers",
    m: "m metre metres meter meters",
    cm: "cm centimetre centimetres centimeter centimeters",
    mm: "mm millimetre millimetres millimeter millimeters",
    mi: "mi mile miles",
    ft: "ft foot feet",
    in: "inch inches",
    l: "l litre litres liter liters",
    ms: "ms millisecond milliseconds",
    s: "s sec second seconds",
    min: "min mins minute minutes",
    h: "h hr hrs hour hours",
    d: "day days",
    "°C": "°C",
    "°F": "°F",
  }).flatMap(([unit, words]) => words.split(" ").map((word) => [word, unit] as const)),
);
const FALLING =
  /\b(?:fell|falls?|falling|fallen|down|drop(?:s|ped)?|declin\w+|decreas\w+|lower|less|fewer|lost|loss|los(?:es|ing)|below|minus|shr[aiu]nk\w*|reduc\w+|negative)\b/i;
const RISING =
  /\b(?:rose|rises?|risen|rising|up|grew|grow(?:s|n|ing)?|gain\w*|increas\w+|higher|more|above|plus|climb\w*|jump\w*)\b/i;
const CHANGES = /change|growth|difference|delta/i;

/**
 * The cells that a shown number can be: equal within the rounding shown, of a unit that fits. "12.3 %" is a fraction of
 * 0.123 (or 12.3 in a column of percentages); "$5" is no kilogram; "fell by 5" may be -5, and "rose by 5" may not.
 * @param context the words around the number, for its unit and direction
 */
export function bindNumber(
  shown: ShownNumber | string,
  artifacts: ReadonlyMap<string, Artifact>,
  context: {before: string; after: string} = {before: "", after: ""},
): Evidence[] {
  const number = typeof shown === "string" ? scanNumbers(shown)[0] : shown;
  if (!number || Number.isNaN(number.value)) return [];
  const found: Evidence[] = [];
  for (const [step, artifact] of artifacts) {
    artifact.table.columns.forEach((column, index) => {
      const unit = artifact.units[column.name];
      if (!fitsUnit(number, unit, context.after)) return;
      artifact.table.rows.forEach((cells, row) => {
        const value = asNumber(cells[index] ?? null);
        if (value !== undefined && isShownAs(value, number, column.name, unit, context))
          found.push({step, row, column: column.name});
      });
    });
  }
  return found;
}

function isShownAs(
  cell: number,
  number: ShownNumber,
  column: string,
  unit: string | undefined,
  context: {before: string; after: string},
): boolean {
  const signs = signsFor(cell, number, column, context);
  return signs.some((sign) => {
    const value = number.value * sign;
    if (number.kind !== "percent") return unit !== "%" && isNear(cell, value, number.tolerance);
    const asFraction = unit !== "percent" && isNear(cell * 100, value, number.tolerance);
    const inPercent = unit === "percent" || unit === "%" || isPercentColumn(column);
    return asFraction || (inPercent && isNear(cell, value, number.tolerance));
  });
}

/** Which signs of the shown number to try: a falling word stands for a minus, and a rising one forbids it. */
function signsFor(
  cell: number,
  number: ShownNumber,
  column: string,
  context: {before: string; after: string},
): number[] {
  if (!CHANGES.test(column) || cell === 0) return [1];
  const near = direction(context.before.slice(-48), context.after.slice(0, 24));
  if (near === "falling") return cell < 0 ? [1, -1] : number.value < 0 ? [1] : [];
  if (near === "rising") return cell > 0 ? [1] : [];
  return [1];
}

/** The direction word nearest to the number: the last before it, else the first after it. */
function direction(before: string, after: string): "rising" | "falling" | undefined {
  const last = (pattern: RegExp, text: string) =>
    [...text.matchAll(new RegExp(pattern, "gi"))].at(-1)?.index ?? -1;
  const [fall, rise] = [last(FALLING, before), last(RISING, before)];
  const afterFall = after.search(FALLING);
  const afterRise = after.search(RISING);
  if (afterFall >= 0 && afterFall < 6) return "falling";
  if (afterRise >= 0 && afterRise < 6) return "rising";
  if (fall === rise) return undefined;
  return fall > rise ? "falling" : "rising";
}

function isNear(cell: number, value: number, tolerance: number): boolean {
  return Math.abs(cell - value) <= tolerance * (1 + 1e-9) + Math.abs(value) * 1e-12;
}

function fitsUnit(number: ShownNumber, unit: string | undefined, after: string): boolean {
  const isCurrency = unit !== undefined && CURRENCY_SIGNS.includes(unit);
  if (number.kind === "money") return unit === undefined || unit === number.sign;
  if (number.kind === "percent")
    return !isCurrency && (unit === undefined || unit === "%" || unit === "percent");
  const said = UNITS.get(/^\s?([A-Za-z°]+)/.exec(after)?.[1] ?? "");
  const known = unit === undefined ? undefined : UNITS.get(unit);
  return said === undefined || known === undefined || said === known;
}

function isPercentColumn(column: string): boolean {
  return /%|percent|pct|\brate\b/i.test(column);
}

/** Integers beyond 2^53 travel as text, and so do the extremes of columns of several types. */
function asNumber(cell: Cell): number | undefined {
  if (typeof cell === "number") return cell;
  if (typeof cell === "string" && /^-?\d+(\.\d+)?$/.test(cell)) return Number(cell);
  return undefined;
}
