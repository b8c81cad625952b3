import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {z} from "zod";
import type {Dataset} from "../data/dataset.ts";
import {tableSchema} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import type {Artifact, ToolSource} from "../tools/tool.ts";
import type {ComparisonLedger} from "./comparison_ledger.ts";
import {type DefinitionUsed, definitionUsedSchema} from "./definitions.ts";
import {type BoundNumber, evidenceSchema, type Value, valueSchema} from "./evidence.ts";
import {type Plan, planSchema} from "./plan.ts";

/** Tables of up to so many cells are kept whole, to compare value by value; larger ones by their digest. */
const KEPT_CELLS = 2_000;

/** An executed plan with all that it takes to run it again and to see that nothing changed. */
export const recipeSchema = z.object({
  format: z.literal(1),
  /** 12 hex digits of the content's hash; the day it was asked is no part of it. */
  id: z.string(),
  question: z.string().optional(),
  plan: planSchema,
  datasets: z.array(
    z.object({
      name: z.string(),
      hash: z.string(),
      sourcePath: z.string().describe("the file it was imported from, to import it again"),
    }),
  ),
  definitions: z.array(definitionUsedSchema),
  /** What "today" was: ISO 8601. */
  asOf: z.string(),
  timeZone: z.string(),
  seed: z.number().int(),
  engine: z.object({tabletalk: z.string(), duckdb: z.string()}),
  /** The plugins and other servers that steps came from. */
  sources: z
    .array(z.object({kind: z.enum(["plugin", "server"]), name: z.string(), version: z.string()}))
    .optional(),
  /** Who wrote the reply: "offline", or a model. Only what the offline writer wrote can be written again. */
  writer: z.string().default("offline"),
  /** The versions of the prompts that models were given, by role. */
  prompts: z.record(z.string(), z.string()).optional(),
  /** The tests of earlier turns, where the reply tells how many there were. */
  tests: z.array(z.object({name: z.string(), p: z.number()})).optional(),
  /** The reply as shown, its headline values, and where its numbers are. */
  text: z.string(),
  values: z.array(valueSchema),
  evidence: z.array(
    z.object({
      text: z.string(),
      start: z.number().int(),
      end: z.number().int(),
      evidence: z.array(evidenceSchema),
    }),
  ),
  artifacts: z.record(z.string(), z.object({digest: z.string(), table: tableSchema.optional()})),
});
export type Recipe = z.infer<typeof recipeSchema>;

/** What a finished turn hands over to be kept. */
export interface RecipeParts {
  question?: string;
  plan: Plan;
  /** Those that the session had; only the ones that a step read are kept. */
  datasets: readonly Dataset[];
  definitions?: readonly DefinitionUsed[];
  asOf: Date;
  timeZone: string;
  /** For methods that draw at random. Default 1. */
  seed?: number;
  /** The writer's name. Default "offline". */
  writer?: string;
  prompts?: Readonly<Record<string, string>>;
  /** The tests of earlier turns, where the reply tells of tests. */
  tests?: ComparisonLedger;
  text: string;
  values: readonly Value[];
  evidence: readonly BoundNumber[];
  artifacts: ReadonlyMap<string, Artifact>;
}

/** The recipe of a finished turn. The same plan with the same results on the same data has the same id. */
export function recipeOf(parts: RecipeParts): Recipe {
  const read = new Set(
    [...parts.artifacts.values()].flatMap((one) => one.provenance.datasets.map((dataset) => dataset.hash)),
  );
  const sources = sourcesOf(parts.artifacts);
  const content = {
    format: 1 as const,
    ...(parts.question !== undefined && {question: parts.question}),
    plan: parts.plan,
    datasets: parts.datasets
      .filter((dataset) => read.has(dataset.version.hash))
      .map(({name, version}) => ({name, hash: version.hash, sourcePath: version.receipt.source.path})),
    definitions: [...(parts.definitions ?? parts.plan.reading?.definitions ?? [])],
    timeZone: parts.timeZone,
    seed: parts.seed ?? 1,
    engine: engineVersion(),
    ...(sources.length > 0 && {sources}),
    writer: parts.writer ?? "offline",
    ...(parts.prompts && {prompts: {...parts.prompts}}),
    ...(parts.tests && {tests: parts.tests.map(({name, p}) => ({name, p}))}),
    text: parts.text,
    values: [...parts.values],
    evidence: [...parts.evidence],
    artifacts: Object.fromEntries(
      [...parts.artifacts].map(([step, artifact]) => [step, keptArtifact(artifact)]),
    ),
  };
  // Through JSON, so that what is hashed, stored and read back is one and the same.
  const plain = JSON.parse(JSON.stringify(content)) as typeof content;
  return {...plain, id: digestOf(plain).slice(0, 12), asOf: parts.asOf.toISOString()};
}

/**
 * Reads a recipe from JSON (a file, the store).
 * @throws TabletalkError bad_recipe when it is none, or of a newer format.
 */
export function readRecipe(json: unknown): Recipe {
  const parsed = recipeSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const format = (json as {format?: unknown} | null)?.format;
  if (typeof format === "number" && format > 1) {
    throw new TabletalkError(
      "bad_recipe",
      `The recipe is of format ${format}; this Tabletalk reads format 1.`,
      "Update Tabletalk.",
    );
  }
  throw new TabletalkError(
    "bad_recipe",
    `This is no recipe: ${z.prettifyError(parsed.error)}`,
    "Give the id that an answer printed, or a file that holds a recipe.",
  );
}

/** A hash of what an artifact says: kind, columns, rows and chart; not how long it took. */
export function artifactDigest(artifact: Artifact): string {
  return digestOf([
    artifact.kind,
    artifact.table.columns,
    artifact.table.rows,
    artifact.chart ?? null,
    artifact.text ?? null,
  ]);
}

/** The versions that decide what a plan computes. */
export function engineVersion(): Recipe["engine"] {
  const manifest = z
    .object({version: z.string(), dependencies: z.record(z.string(), z.string())})
    .parse(JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")));
  return {tabletalk: manifest.version, duckdb: manifest.dependencies["@duckdb/node-api"] ?? "unknown"};
}

/** What the artifacts came from beside Tabletalk itself, each once. */
function sourcesOf(artifacts: ReadonlyMap<string, Artifact>): ToolSource[] {
  const found = new Map(
    [...artifacts.values()].flatMap(({provenance: {source}}) =>
      source ? [[`${source.kind} ${source.name}`, source] as const] : [],
    ),
  );
  return [...found.values()];
}

function keptArtifact(artifact: Artifact): Recipe["artifacts"][string] {
  const {columns, rows} = artifact.table;
  const small = columns.length * rows.length <= KEPT_CELLS;
  return {digest: artifactDigest(artifact), ...(small && {table: {columns, rows}})};
}

/** sha256 of JSON with sorted keys. */
function digestOf(value: unknown): string {
  const sorted = JSON.stringify(value, (_, one: unknown) =>
    one !== null && typeof one === "object" && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
  return createHash("sha256").update(sorted).digest("hex");
}
