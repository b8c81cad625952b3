import type {Cell} from "../../data/table.ts";
import {formatValue} from "../../planning/format_value.ts";

/** A cell as a table of a page shows it; what is missing is a dash. */
export function cellWords(cell: Cell, unit: string | undefined, name: string): string {
  if (cell === null) return "–";
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  const plain =
    typeof cell === "number" &&
    Number.isInteger(cell) &&
    cell >= 1000 &&
    cell <= 2200 &&
    /year|season/i.test(name);
  return formatValue(cell, {...(unit !== undefined && {unit}), ...(plain && {plain})});
}
