import type {Doubt, DoubtKind, DoubtParts} from "./doubt.ts";
import type {Plan} from "./plan.ts";

const SOME_MISSING = 0.05;
const MUCH_MISSING = 0.3;
const FEW = 5;

export function ofPeriod({plan}: DoubtParts): Doubt[] {
  return plan.reading?.period?.partial ? [about("period", 0.25, "the period is not whole in the data")] : [];
}

export function ofData({plan, profiles}: DoubtParts): Doubt[] {
  const profile = profiles.find((one) => one.table === plan.reading?.table);
  if (!profile || profile.rows === 0) return [];
  const used = measuredColumns(plan);
  const doubts: Doubt[] = [];
  for (const column of profile.columns) {
    if (!used.has(column.name)) continue;
    const missing = column.nulls / profile.rows;
    const percent = `${Math.round(missing * 100)} %`;
    if (missing > MUCH_MISSING) doubts.push(about("missing", 1, `${percent} of ${column.name} is missing`));
    else if (missing > SOME_MISSING)
      doubts.push(about("missing", 0.5, `${percent} of ${column.name} is missing`));
  }
  if (profile.duplicateRows > 0.01 * profile.rows)
    doubts.push(about("repeats", 1, `${profile.duplicateRows} rows are exact repeats`));
  return doubts;
}

/** The columns that are summed up, not those that only filter or group. */
function measuredColumns({reading}: Plan): Set<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    else if (typeof value === "object" && value !== null)
      for (const [key, part] of Object.entries(value))
        if (key === "column" && typeof part === "string") names.add(part);
        else visit(part);
  };
  for (const measure of reading?.measures ?? []) if (measure.fn !== "count") visit(measure.of);
  return names;
}

export function ofResult({plan, artifacts, derivation}: DoubtParts): Doubt[] {
  const headline = artifacts.get(plan.headline);
  const doubts: Doubt[] = [];
  if (!headline) return doubts;
  if (headline.truncated) doubts.push(about("cut", 0.5, "the result was cut"));
  if (headline.table.rows.length === 0) doubts.push(about("empty", 1, "nothing was found"));
  const counts = headline.table.columns.findIndex((column) => column.name === "n");
  const averages =
    plan.reading?.measures.some((measure) => /avg|median|stddev|quantile/.test(measure.fn)) ?? false;
  if (counts >= 0 && averages) {
    const few = headline.table.rows.filter((row) => Number(row[counts]) < FEW).length;
    if (few > 0)
      doubts.push(
        about(
          "few",
          0.25,
          `${few === 1 ? "one figure rests" : `${few} figures rest`} on fewer than ${FEW} rows`,
        ),
      );
  }
  for (const {provenance} of artifacts.values())
    for (const note of provenance.notes)
      if (
        /\b(?:not met|does not hold|do not hold|violat\w+|broken|unreliable|too few|caution|warning|not normal\w*|unequal variances)\b/i.test(
          note,
        )
      )
        doubts.push(about("assumptions", 0.5, note.length > 140 ? `${note.slice(0, 137)}...` : note));
  if (derivation?.kind === "differs") doubts.push(about("differs", 2, "two ways of computing it disagree"));
  return doubts;
}

const about = (kind: DoubtKind, weight: number, says: string): Doubt => ({kind, about: "data", weight, says});
