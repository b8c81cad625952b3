import {distance} from "fastest-levenshtein";
import {TabletalkError} from "../errors.ts";

/** The known names that are most like a name, best first: spelled alike whatever the case, or holding one another. */
export function nearestNames(name: string, known: readonly string[], count = 3): string[] {
  const wanted = fold(name);
  return known
    .map((candidate) => ({candidate, far: farness(wanted, fold(candidate))}))
    .filter(({far}) => far <= 0.6)
    .sort((a, b) => a.far - b.far || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, count)
    .map(({candidate}) => candidate);
}

/** The name as it is spelled among the known ones, whatever its case; undefined when it is not there. */
export function knownAs(name: string, known: readonly string[]): string | undefined {
  if (known.includes(name)) return name;
  const lower = name.toLowerCase();
  return known.find((candidate) => candidate.toLowerCase() === lower);
}

export function unknownColumn(name: string, table: string, known: readonly string[]): TabletalkError {
  return unknown("unknown_column", `No column '${name}' in ${table}`, name, known, "columns");
}

export function unknownTable(name: string, known: readonly string[]): TabletalkError {
  return unknown("unknown_table", `No table '${name}'`, name, known, "tables");
}

function unknown(
  code: "unknown_column" | "unknown_table",
  message: string,
  name: string,
  known: readonly string[],
  things: string,
): TabletalkError {
  const near = nearestNames(name, known);
  return near.length > 0
    ? new TabletalkError(code, `${message}; nearest: ${near.join(", ")}.`, `Use one of: ${near.join(", ")}.`)
    : new TabletalkError(code, `${message}.`, listed(known, things));
}

function listed(known: readonly string[], things: string): string {
  if (known.length === 0) return `There are no ${things}.`;
  const more = known.length > 12 ? `, and ${known.length - 12} more` : "";
  return `The ${things} are: ${known.slice(0, 12).join(", ")}${more}.`;
}

function farness(wanted: string, candidate: string): number {
  if (wanted === candidate) return 0;
  const longest = Math.max(wanted.length, candidate.length, 1);
  const shortest = Math.min(wanted.length, candidate.length);
  const within = shortest >= 3 && (candidate.includes(wanted) || wanted.includes(candidate));
  return Math.min(distance(wanted, candidate) / longest, within ? 0.3 : 1);
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]+/g, "_");
}
