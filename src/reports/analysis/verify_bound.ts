import {bindNumber} from "../../planning/bind_number.ts";
import {NOTES, ROW_COUNT} from "../../planning/evidence.ts";
import {formatDate} from "../../planning/format_value.ts";
import {scanNumbers} from "../../planning/scan_numbers.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {BoundText, DocumentTable} from "../document.ts";
import {plainName} from "./bound_text.ts";

/** Why a number of a text is not bound; empty where each is. */
export function unboundIn(text: BoundText, tables: Readonly<Record<string, DocumentTable>>): string[] {
  return [
    ...scanNumbers(text.text)
      .filter(({start, end}) => !text.evidence.some((one) => one.start <= start && one.end >= end))
      .filter(({kind}) => kind !== "word")
      .map((one) => `${one.text}: no cell is named`),
    ...text.evidence.flatMap((one) =>
      isShown(one, tables) ? [] : [`${one.text}: its cell does not show it`],
    ),
  ];
}

const UNITS = ["year", "quarter", "month", "week", "day", "hour"] as const;
const CALENDAR =
  /^(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Q[1-4])$/;

/** Whether what stands in the text is what one of the cells says, within the rounding shown. */
function isShown(
  {text, evidence}: BoundText["evidence"][number],
  tables: Readonly<Record<string, DocumentTable>>,
): boolean {
  return evidence.some(({step, row, column}) => {
    const table = tables[step];
    if (column === NOTES) return true;
    if (!table) return false;
    if (column === ROW_COUNT) return text.replaceAll(",", "") === String(table.table.rows.length);
    const at = table.table.columns.findIndex(({name}) => name === column);
    const value = table.table.rows[row]?.[at];
    if (at < 0 || value === undefined) return false;
    if (value === null) return text === "missing";
    if (typeof value === "boolean") return text === String(value);
    if (typeof value === "string")
      return (
        text === plainName(value) ||
        UNITS.some((unit) => formatDate(value, unit) === text) ||
        formatDate(value) === text
      );
    if (CALENDAR.test(text) || text === String(value)) return true;
    // A size stands where a word tells the direction.
    const cells = {kind: "table", table: table.table, units: table.units} as unknown as Artifact;
    const bound = [text, `-${text}`].flatMap((shown) => bindNumber(shown, new Map([[step, cells]])));
    if (bound.some((one) => one.row === row && one.column === column)) return true;
    return near(text, value);
  });
}

/** A share of a column without a unit, and a unit that the sign of the number hides. */
function near(text: string, value: number): boolean {
  const [number] = scanNumbers(text);
  if (!number) return false;
  const size = Math.abs(number.kind === "percent" ? number.value / 100 : number.value);
  const tolerance = number.kind === "percent" ? number.tolerance / 100 : number.tolerance;
  return Math.abs(size - Math.abs(value)) <= tolerance * 1.0001 + Number.EPSILON;
}
