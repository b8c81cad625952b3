import {TabletalkError} from "../../errors.ts";
import type {Measure} from "../../tools/measure.ts";
import {FIGURES_TOLD, fewestValues} from "./fewest_values.ts";
import {demandColumn, demandCondition, isPlainColumn, isPlainCondition} from "./plain_parts.ts";

/** Whether a measure is of a column as it is, and none whose value is a row's own. */
export function isPlainMeasure({fn, of, q, where, over}: Measure): boolean {
  const isTold = fewestValues(fn, q) !== undefined && over === undefined;
  return isTold && (!of || isPlainColumn(of)) && (!where || isPlainCondition(where));
}

/** @throws TabletalkError refused for a measure that could single out a row */
export function demandMeasure(measure: Measure): void {
  if (isPlainMeasure(measure)) return;
  const {fn, of, q, where} = measure;
  if (of) demandColumn(of, "measures");
  demandCondition(where, "measures");
  throw new TabletalkError(
    "refused",
    `${fn}${q === undefined ? "" : ` at ${q}`} may be a row's own value, and this workspace shows no single rows.`,
    `There are ${FIGURES_TOLD}.`,
  );
}
