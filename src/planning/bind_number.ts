import type {Cell} from "../data/table.ts";
import type {Artifact} from "../tools/tool.ts";
import {type ColumnUnit, fitsUnit, isNear, isPoints, shownValues, unitOf} from "./claims/column_units.ts";
import type {Evidence} from "./evidence.ts";
import {type ShownNumber, scanNumbers} from "./scan_numbers.ts";

const FALLING =
  /\b(?:fell|falls?|falling|fallen|down|drop(?:s|ped)?|declin\w+|decreas\w+|lower|less|fewer|lost|loss|los(?:es|ing)|below|minus|shr[aiu]nk\w*|reduc\w+|negative)\b/i;
const RISING =
  /\b(?:rose|rises?|risen|rising|up|grew|grow(?:s|n|ing)?|gain\w*|increas\w+|higher|more|above|plus|climb\w*|jump\w*)\b/i;
/** What a regression calls the change of its outcome: "0.01 fewer miles per pound". */
const SLOPES = /^(estimate|slope|coefficient)$/i;
const CHANGES = /change|growth|difference|delta/i;

/** A loss, said before its amount with nothing between that speaks of a gain. */
const LOSING =
  /\b(?:lost|loses|lose|losing|loss(?:es)?|loss-makers?|losers?|deficits?)\b(?:(?!\b(?:profit|gain|earn|made|makes)\w*)(?:[^.;+]|\.\d))*$/i;

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
      const declared = artifact.units[column.name];
      const unit = unitsOf(artifact)[index]!;
      if (!fitsUnit(number, unit, context.after)) return;
      if (isPoints(number, context.after) && !CHANGES.test(column.name)) return;
      artifact.table.rows.forEach((cells, row) => {
        const value = asNumber(cells[index] ?? null);
        if (value !== undefined && isShownAs(value, number, column.name, declared, unit, context))
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
  declared: string | undefined,
  unit: ColumnUnit,
  context: {before: string; after: string},
): boolean {
  if (declared === "%" && number.kind !== "percent") return false;
  const values = shownValues(cell, number, unit, context.before + context.after, context.after);
  if (number.kind === "percent" && isPercentColumn(column) && unit.percent === undefined) values.push(cell);
  return signsFor(cell, number, column, context).some((sign) =>
    values.some((value) => isNear(value, number, sign)),
  );
}

const UNITS_OF = new WeakMap<Artifact, ColumnUnit[]>();

function unitsOf(artifact: Artifact): ColumnUnit[] {
  const kept = UNITS_OF.get(artifact);
  if (kept) return kept;
  const units = artifact.table.columns.map((column, index) =>
    unitOf(
      column,
      artifact.units[column.name],
      artifact.table.rows.map((row) => row[index] ?? null),
    ),
  );
  UNITS_OF.set(artifact, units);
  return units;
}

/** Which signs of the shown number to try: a falling word stands for a minus, and a rising one forbids it. */
function signsFor(
  cell: number,
  number: ShownNumber,
  column: string,
  context: {before: string; after: string},
): number[] {
  const isSigned = /(?<![\w)%])[-−–]\s?[$€£]?\d/.test(`${context.before} ${context.after}`);
  if (
    cell < 0 &&
    !isSigned &&
    LOSING.test(context.before) &&
    !/^\s*(?:in|of) (?:\p{L}+ )?(?:profit|gain)/iu.test(context.after)
  )
    return [1, -1];
  const isSlope = SLOPES.test(column);
  // "39.9 - 0.158 × horsepower"
  if (isSlope && cell < 0 && /\d[^.;]*\s[-−–]\s$/.test(context.before)) return [-1];
  if ((!CHANGES.test(column) && !isSlope) || cell === 0) return [1];
  const near = direction(context.before.slice(-48), context.after.slice(0, 24));
  if (isSlope) return near === "falling" && cell < 0 ? [1, -1] : [1];
  if (number.value < 0 && cell < 0) return [1];
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

function isPercentColumn(column: string): boolean {
  return /%|percent|pct|\brate\b/i.test(column);
}

/** Integers beyond 2^53 travel as text, and so do the extremes of columns of several types. */
function asNumber(cell: Cell): number | undefined {
  if (typeof cell === "number") return cell;
  if (typeof cell === "string" && /^-?\d+(\.\d+)?$/.test(cell)) return Number(cell);
  return undefined;
}
