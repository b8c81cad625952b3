import type {ChartSpec} from "../charts/spec.ts";
import type {Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import type {Artifact, ArtifactKind, ToolContext} from "./tool.ts";

/** What an artifact is made of; the rest is filled in. */
export interface ArtifactParts {
  tool: string;
  method?: string;
  kind?: ArtifactKind;
  title: string;
  table: Table;
  units?: Record<string, string>;
  truncated?: boolean;
  chart?: ChartSpec;
  /** The tables read. */
  tables: readonly string[];
  sql?: string[];
  notes?: string[];
  /** From `performance.now()` when the tool began. */
  begun: number;
}

/** An artifact with its provenance: the versions of the tables read, the SQL, the notes. */
export function artifactOf(parts: ArtifactParts, context: ToolContext): Artifact {
  const read = new Set(parts.tables);
  return {
    kind: parts.kind ?? "table",
    title: parts.title,
    table: {columns: parts.table.columns, rows: parts.table.rows},
    units: parts.units ?? {},
    truncated: parts.truncated ?? false,
    ...(parts.chart && {chart: parts.chart}),
    provenance: {
      tool: parts.tool,
      ...(parts.method && {method: parts.method}),
      datasets: context.session.datasets
        .filter((dataset) => read.has(dataset.name))
        .map((dataset) => ({name: dataset.name, hash: dataset.version.hash})),
      sql: parts.sql ?? [],
      notes: parts.notes ?? [],
      elapsedMs: performance.now() - parts.begun,
    },
  };
}

/**
 * The artifact of an earlier step.
 * @throws TabletalkError bad_plan when that step made none.
 */
export function artifactFrom(step: string, context: ToolContext): Artifact {
  const artifact = context.artifacts.get(step);
  if (artifact) return artifact;
  const known = [...context.artifacts.keys()];
  throw new TabletalkError(
    "bad_plan",
    `No step '${step}' has run before this one.`,
    known.length > 0 ? `The steps are: ${known.join(", ")}.` : "Put that step into the plan.",
  );
}
