import type {ChartSpec} from "../charts/spec.ts";
import type {Dataset, Origin} from "../data/dataset.ts";
import {originsOf} from "../data/make.ts";
import {chartSource, publishedBehind} from "../data/published.ts";
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
  made?: Dataset;
  /** The SELECT that gives the whole table. */
  select?: string;
  unordered?: boolean;
  varies?: boolean;
  receipt?: Table;
  fitted?: unknown;
  /** The tables read. */
  tables: readonly string[];
  sql?: string[];
  notes?: string[];
  /** From `performance.now()` when the tool began. */
  begun: number;
}

/** An artifact with its provenance: the versions of the tables read, the SQL, the notes. */
export function artifactOf(parts: ArtifactParts, context: ToolContext): Artifact {
  const datasets = originsRead(new Set(parts.tables), context);
  return {
    kind: parts.kind ?? "table",
    title: parts.title,
    table: {columns: parts.table.columns, rows: parts.table.rows},
    units: parts.units ?? {},
    truncated: parts.truncated ?? false,
    ...(parts.chart && {chart: withSource(parts.chart, datasets)}),
    ...(parts.made && {made: parts.made}),
    ...(parts.select && {select: parts.select}),
    ...(parts.unordered && {unordered: true as const}),
    ...(parts.varies && {varies: true as const}),
    ...(parts.receipt && {receipt: parts.receipt}),
    ...(parts.fitted !== undefined && {fitted: parts.fitted}),
    provenance: {
      tool: parts.tool,
      ...(parts.method && {method: parts.method}),
      datasets,
      sql: parts.sql ?? [],
      notes: parts.notes ?? [],
      elapsedMs: performance.now() - parts.begun,
    },
  };
}

/** A chart with where its data was published at its foot. Of data that is somebody's own it stays as it is. */
export function withSource(chart: ChartSpec, datasets: readonly Origin[]): ChartSpec {
  const source = chartSource(publishedBehind([{provenance: {datasets}}]));
  return source === undefined ? chart : {...chart, source};
}

/** The imported versions behind the tables read, those that earlier steps made traced back. */
function originsRead(read: ReadonlySet<string>, context: ToolContext): Origin[] {
  const all = context.session.datasets.filter(({name}) => read.has(name)).flatMap(originsOf);
  return all.filter((one, at) => all.findIndex((other) => other.hash === one.hash) === at);
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
