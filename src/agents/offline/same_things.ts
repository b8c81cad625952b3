import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import type {Reading} from "../../planning/reading.ts";

const CODE = /^[\p{L}]{0,5}[-_/ ]?\d[\p{L}\d-]*$/u;
/** Names may be spelled in two ways and codes given twice: this share of them may differ. */
const APART = 0.03;

/**
 * The column of codes beside a column of names that tells its things apart: Acct beside Customer. Codes, next to it, and about
 * as many. Undefined where there is none.
 */
export function codeOf(name: ColumnProfile, table: Pick<TableProfile, "columns">): ColumnProfile | undefined {
  const at = table.columns.indexOf(name);
  if (name.type !== "text" || at < 0 || isCode(name)) return undefined;
  return [table.columns[at - 1], table.columns[at + 1]].find(
    (other) =>
      other?.type === "text" &&
      isCode(other) &&
      Math.abs(other.distinct - name.distinct) <= Math.max(1, APART * name.distinct),
  );
}

/** Whether values are codes: a few letters and a number. */
export const isCode = ({top, name}: ColumnProfile): boolean =>
  top.length > 0
    ? top.slice(0, 20).every(({value}) => typeof value === "string" && CODE.test(value))
    : /\b(?:id|code|no|ref|key)\b/i.test(name);

/** Whether some values differ only in upper and lower case: two spellings of one thing. */
export function hasSpellings({type, top, distinct}: ColumnProfile): boolean {
  if (type !== "text" || distinct > top.length) return false;
  return new Set(top.map(({value}) => String(value).toLowerCase())).size < top.length;
}

/** Groups of names that some rows spell otherwise are taken over both spellings, and the reading says so. */
export function withOneSpelling(reading: Reading, table: TableProfile | undefined): Reading {
  const spelled = reading.groups.filter(({of}) => {
    const column =
      "column" in of && !of.table ? table?.columns.find(({name}) => name === of.column) : undefined;
    return column !== undefined && hasSpellings(column);
  });
  if (spelled.length === 0 || reading.intent === "compare" || reading.chart?.asked) return reading;
  return {
    ...reading,
    groups: reading.groups.map((group) =>
      spelled.includes(group) ? {...group, of: {fn: "upper" as const, of: group.of}} : group,
    ),
    assumptions: [
      ...reading.assumptions,
      ...spelled.map(({name}) => `spellings of ${name} that differ in upper and lower case are one`),
    ],
  };
}
