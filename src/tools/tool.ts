import type {z} from "zod";
import type {ChartSpec} from "../charts/spec.ts";
import type {Dataset, Origin} from "../data/dataset.ts";
import type {Session} from "../data/engine.ts";
import type {TableProfile} from "../data/profile.ts";
import type {Table} from "../data/table.ts";

export type ArtifactKind = "table" | "statistic" | "model" | "chart" | "file" | "text";

/** How an artifact came about: enough to show, to check and to run again. */
export interface Provenance {
  tool: string;
  method?: string;
  /** The datasets read: name, version hash, and where their rows were published, if they were. */
  datasets: Origin[];
  /** The exact SQL that ran, in order. */
  sql: string[];
  /** What the method assumes and whether it holds; warnings; row counts before and after filters. */
  notes: string[];
  elapsedMs: number;
  /** Where the step came from, if not from Tabletalk itself: a plugin, or another server. */
  source?: ToolSource;
}

/** What brought a tool or a method that is not ours. */
export interface ToolSource {
  kind: "plugin" | "server";
  name: string;
  version: string;
}

/**
 * A tool's result. Every kind but text carries a table: the numbers that a reply may state are its cells. Units are by
 * column name. A chart's table is exactly what is plotted.
 */
export interface Artifact {
  kind: ArtifactKind;
  title: string;
  table: Table;
  units: Record<string, string>;
  /** Rows were cut at the limit. */
  truncated: boolean;
  chart?: ChartSpec;
  file?: {path: string; mediaType: string};
  text?: string;
  /** The whole table, stored: what a later step reads that names this one as its `table`. */
  made?: Dataset;
  /** The SELECT that gives the whole table, where it may be stored later. */
  select?: string;
  /** Its rows come in no fixed order: a part of them is another part another time. */
  unordered?: true;
  /** The same SELECT may give other rows another time: by chance, or some of many in no order. */
  varies?: true;
  /** What a preparation changed, row by row: `change`, `column`, `count`, `detail`. */
  receipt?: Table;
  /** What a preparation learnt from the rows, to do the same to others. */
  fitted?: unknown;
  provenance: Provenance;
}

/** What a tool may use while it runs. */
export interface ToolContext {
  session: Session;
  profile(table: string): Promise<TableProfile>;
  /** Artifacts of the steps that this one names, by step id. */
  artifacts: ReadonlyMap<string, Artifact>;
  signal: AbortSignal;
  /** `timeMs` is for one statement; `stepMs` for the whole step, where its executor gives it a time. */
  limits: {timeMs: number; rows: number; stepMs?: number};
  /** Tells how far the step is, 0 to 1, and what it is doing. Absent where nobody watches. */
  progress?: (share: number, doing?: string) => void;
  asOf: Date;
  timeZone: string;
}

/** An operation of a tool: one file, one name, one schema, one function. */
export interface Method<Input = unknown> {
  name: string;
  description: string;
  input: z.ZodType<Input>;
  /** Where the method may take longer than steps usually get: the milliseconds that this input may take. */
  timeMs?(input: Input): number;
  run(input: Input, context: ToolContext): Promise<Artifact>;
}

/** A typed function that a plan's step may call. At most 15 exist; methods keep them few. */
export interface Tool<Input = unknown> {
  name: string;
  description: string;
  input: z.ZodType<Input>;
  /** Present where the tool is a family: then `input` has `method` and that method's own input. */
  methods?: readonly Method[];
  /** The milliseconds that this input may take; undefined: what steps usually get. */
  timeMs?(input: Input): number | undefined;
  /** Its input is values alone, as another server takes them: no tables, formulas or steps of ours. */
  valuesAlone?: boolean;
  /** Where a person has to agree before it runs with this input: what it would do, as a question. */
  confirm?(input: Input): string | undefined;
  run(input: Input, context: ToolContext): Promise<Artifact>;
}
