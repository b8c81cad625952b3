import type {PlottedCell} from "./chart_reply.ts";

const PRECISION = 0.0005;
const NAMED =
  /^(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?$|^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|(nov|dec)(ember)?)$/i;

/** Whether a plotted cell stands for the wanted one: numbers within 0.0005, names of days and months in any form. */
export function sameCell(wanted: PlottedCell, got: PlottedCell | undefined): boolean {
  if (got === undefined) return false;
  const [want, have] = [numberOf(wanted), numberOf(got)];
  if (want !== undefined && have !== undefined)
    return Math.abs(want - have) <= PRECISION || Math.abs((want - have) / want) <= PRECISION;
  const [one, other] = [text(wanted), text(got)];
  if (one === other) return true;
  if (NAMED.test(one) && NAMED.test(other))
    return one.slice(0, 3).toLowerCase() === other.slice(0, 3).toLowerCase();
  return day(one) !== undefined && day(one) === day(other);
}

const text = (cell: PlottedCell): string => (cell === null ? "" : String(cell).trim());

function numberOf(cell: PlottedCell): number | undefined {
  if (typeof cell === "number") return cell;
  if (typeof cell === "boolean") return Number(cell);
  return cell !== null && /^-?\d+(\.\d+)?$/.test(cell.trim()) ? Number(cell) : undefined;
}

/** A date or timestamp as its moment, however it is written. */
function day(cell: string): number | undefined {
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.0+)?)?/.exec(cell);
  if (!iso) return undefined;
  const time = Date.parse(`${iso[1]}T${iso[2] ?? "00:00"}Z`);
  return Number.isNaN(time) ? undefined : time;
}
