import {z} from "zod";
import type {TableProfile} from "../profile.ts";
import {isCoordinate} from "../roles.ts";
import {type Column, columnTypeSchema} from "../table.ts";
import {domainOf} from "./domain.ts";
import {DOMAINS} from "./domain_words.ts";
import {candidateKeys, grainOf} from "./grain.ts";
import {personalIn} from "./personal_columns.ts";
import {unitsOf} from "./units.ts";

/** What is known of a dataset's version without anybody having told it: no values of columns about persons. */
export const catalogueEntrySchema = z.object({
  table: z.string(),
  /** The version's hash. */
  version: z.string(),
  rows: z.number().int(),
  domain: z.object({
    name: z.enum([...DOMAINS, "unknown"]),
    confidence: z.enum(["likely", "possible", "none"]),
    evidence: z.array(z.string()).describe("names that spoke for it"),
  }),
  grain: z.object({
    says: z.string().optional().describe("one row per order"),
    key: z.array(z.string()),
    why: z.string(),
  }),
  keys: z.array(z.object({columns: z.array(z.string()), why: z.string()})),
  columns: z.array(
    z.object({
      name: z.string(),
      type: columnTypeSchema,
      role: z.enum(["measure", "category", "geography", "date", "identifier", "text", "boolean"]),
      missing: z.number().int(),
      distinct: z.number().int(),
    }),
  ),
  units: z.array(z.object({column: z.string(), unit: z.string(), from: z.enum(["cells", "header", "name"])})),
  personal: z.array(
    z.object({
      column: z.string(),
      kind: z.string(),
      confidence: z.enum(["certain", "likely", "possible"]),
      why: z.string(),
    }),
  ),
  /** The first and last value of the column that tells when: the date with the most values. */
  span: z
    .object({column: z.string(), from: z.string(), to: z.string(), grain: z.string().optional()})
    .optional(),
  places: z.array(z.object({column: z.string(), kind: z.string()})),
});
export type CatalogueEntry = z.infer<typeof catalogueEntrySchema>;

/** Catalogues one version by its profile; a full one tells more (pairs of keys, personal data, the grain of dates). */
export function catalogueEntry(
  profile: TableProfile,
  version: {hash: string; columns: readonly Column[]},
): CatalogueEntry {
  const span = spanOf(profile);
  return {
    table: profile.table,
    version: version.hash,
    rows: profile.rows,
    domain: domainOf(profile),
    grain: grainOf(profile),
    keys: candidateKeys(profile),
    columns: profile.columns.map(({name, type, role, nulls, distinct}) => ({
      name,
      type,
      role,
      missing: nulls,
      distinct,
    })),
    units: unitsOf(profile.columns, version.columns),
    personal: profile.columns.flatMap((column) => {
      const found = personalIn(profile, column);
      return found ? [{column: column.name, ...found}] : [];
    }),
    ...(span && {span}),
    places: profile.columns.flatMap((column) =>
      column.geography && !isCoordinate(column) ? [{column: column.name, kind: column.geography}] : [],
    ),
  };
}

/** When a thing was made tells nothing of when the rows are from. */
const MADE = /built|founded|established|release|model|vintage|birth|born/i;

function spanOf(profile: TableProfile): CatalogueEntry["span"] {
  const dates = profile.columns.filter(
    (column) =>
      column.role === "date" &&
      column.min !== null &&
      !isBirth(profile, column.name) &&
      !MADE.test(column.name),
  );
  const [column] = dates.toSorted((a, b) => a.nulls - b.nulls || b.distinct - a.distinct);
  if (!column) return undefined;
  const grain = column.details?.dates?.grain;
  return {
    column: column.name,
    from: String(column.min),
    to: String(column.max),
    ...(grain && grain !== "irregular" && {grain}),
  };
}

const isBirth = (profile: TableProfile, name: string): boolean => {
  const column = profile.columns.find((one) => one.name === name)!;
  return personalIn(profile, column)?.kind === "birth date";
};
