import {z} from "zod";
import type {Figure, Size} from "../charts/plotly.ts";
import type {ChartSpec} from "../charts/spec.ts";
import type {ColumnBuffers} from "../data/engine.ts";
import type {TableProfile} from "../data/profile.ts";
import type {Cell, Column, Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {tableReferenceSchema} from "../tools/table_reference.ts";

/** The field of an input that names a table: a dataset, or what an earlier step made. Parsed, it is the name to query. */
export const tableField = tableReferenceSchema;

/** What a plugin's function may use while it runs. Whatever is read through it stands in the answer's provenance. */
export interface PluginContext {
  /** The tables that can be read, by name. */
  readonly tables: readonly string[];
  /** Runs one SELECT of DuckDB, read-only; at most `rows` rows (default and most: what a step may hold). */
  query(sql: string, options?: {rows?: number}): Promise<Table & {truncated: boolean}>;
  /** Runs one SELECT and gives whole columns as typed buffers: numbers (missing: NaN) or texts. */
  columns(sql: string): Promise<ColumnBuffers>;
  profile(table: string): Promise<TableProfile>;
  /** The table of an earlier step that the input names with `{"$step": id}`; undefined where it made none. */
  stepTable(step: string): Table | undefined;
  /** Fires when the step is to end: stopped, out of time, or the plugin was disabled. */
  signal: AbortSignal;
  /** The day that "today" means. */
  asOf: Date;
  timeZone: string;
  /** Tells how far the step is, 0 to 1, and what it is doing. */
  progress(share: number, doing?: string): void;
}

/** What a tool or a method found: a table whose cells are the numbers that a reply may state, or a text. */
export interface PluginResult {
  title: string;
  /** `type` of a column is found from its cells where it is absent. */
  table?: {
    columns: readonly (string | {name: string; type?: Column["type"]; unit?: string})[];
    rows: readonly (readonly Cell[])[];
  };
  text?: string;
  /** Units by column name. */
  units?: Readonly<Record<string, string>>;
  /** Assumptions, and whether they hold; warnings. */
  notes?: readonly string[];
}

/** What a preparation makes: the SELECT whose whole result becomes a table that later steps read. */
export interface PreparedTable {
  title: string;
  select: string;
  notes?: readonly string[];
}

/** The families that a method can join, and what a method of each gives. */
export interface MethodResults {
  prepare_data: PreparedTable;
  run_statistics: PluginResult;
  train_model: PluginResult;
}
export type MethodFamily = keyof MethodResults;

/** A tool of its own. At most 15 are shown to a model in all, ours among them: where a family fits, add a method to it. */
export interface PluginTool<Input extends z.ZodObject = z.ZodObject> {
  name: string;
  description: string;
  input: Input;
  /** It changes something outside: a person is asked before it runs. The question, from the input. */
  confirm?(input: z.output<Input>): string;
  run(input: z.output<Input>, context: PluginContext): Promise<PluginResult>;
}

/** A method of one of our families. Its input is without `method`, which is its name. */
export interface PluginMethod<
  Family extends MethodFamily = MethodFamily,
  Input extends z.ZodObject = z.ZodObject,
> {
  family: Family;
  name: string;
  description: string;
  input: Input;
  /** Where it may take longer than steps usually get: the milliseconds that this input may take. */
  timeMs?(input: z.output<Input>): number;
  run(input: z.output<Input>, context: PluginContext): Promise<MethodResults[Family]>;
}

/** A specialist that questions can be given to, as those of a workspace: tools by name, or `run_statistics.METHOD`. */
export interface PluginAgent {
  name: string;
  does: string;
  instructions: string;
  tools: readonly string[];
  model?: string;
}

/** What an importer makes of a file: rows, or a file of a kind that is read here already. */
export type ImportedRows =
  | {columns: readonly string[]; rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>}
  | {ending: ".csv" | ".json" | ".parquet" | ".xlsx"; content: Uint8Array | string};

/** Reads files of some endings. It runs in a child process of its own, with no file but this plugin's and the given one. */
export interface PluginImporter {
  /** Such as ".gpx": lower case, with the dot. Endings that are read here already cannot be taken. */
  endings: readonly string[];
  description: string;
  read(bytes: Uint8Array, file: {name: string}): Promise<ImportedRows> | ImportedRows;
}

/** A kind of chart: what is plotted, as a figure of Plotly. Drawn in the same closed-off page as ours. */
export interface PluginChart {
  kind: string;
  description: string;
  /** The kind of ours that is drawn where this one is not there any more. Default: bar. */
  instead?: ChartSpec["kind"];
  /** Texts of the table are marked up by Plotly: make them safe with `plain`. */
  figure(spec: ChartSpec, table: Table, size: Size): Figure;
}

/** Everything that a plugin may bring; name and version are those of its package.json. */
export interface Plugin {
  name: string;
  version: string;
  tools?: readonly PluginTool[];
  methods?: readonly PluginMethod[];
  agents?: readonly PluginAgent[];
  importers?: readonly PluginImporter[];
  charts?: readonly PluginChart[];
}

/**
 * A plugin, as its module exports it under the name `plugin`.
 * @throws TabletalkError bad_use naming the field that is wrong
 */
export function definePlugin(plugin: Plugin): Plugin {
  return checkPlugin(plugin);
}

/** A tool, its `run` typed by its input. */
export function defineTool<Input extends z.ZodObject>(tool: PluginTool<Input>): PluginTool {
  return tool as unknown as PluginTool;
}

/** A method of a family, its `run` typed by its input and by what the family takes. */
export function defineMethod<Family extends MethodFamily, Input extends z.ZodObject>(
  method: PluginMethod<Family, Input>,
): PluginMethod {
  return method as unknown as PluginMethod;
}

/** An error that a person can act on: what happened, and what to do next. */
export function problem(message: string, next: string): TabletalkError {
  return new TabletalkError("bad_plan", message, next);
}

const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,39}$/, "takes 2 to 40 lower-case letters, digits or _");
const describedSchema = z.string().trim().min(3).max(600);
const runSchema = z.custom<(...given: never[]) => unknown>(
  (value) => typeof value === "function",
  "is no function",
);
const inputSchema = z.custom<z.ZodObject>(isObjectSchema, "is no zod object (z.object, of zod 4)");

/** The shape of a plugin, as it is loaded from anywhere. */
const pluginSchema = z.strictObject({
  name: z.string().min(1).max(214),
  version: z.string().regex(/^\d+\.\d+\.\d+/, "is no version such as 1.0.0"),
  tools: z
    .array(
      z.strictObject({
        name: nameSchema.refine((name) => !name.includes("__"), "cannot hold two _ in a row"),
        description: describedSchema,
        input: inputSchema,
        confirm: runSchema.optional(),
        run: runSchema,
      }),
    )
    .max(15)
    .optional(),
  methods: z
    .array(
      z.strictObject({
        family: z.enum(["prepare_data", "run_statistics", "train_model"]),
        name: nameSchema,
        description: describedSchema,
        input: inputSchema,
        timeMs: runSchema.optional(),
        run: runSchema,
      }),
    )
    .max(200)
    .optional(),
  agents: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z][a-z0-9_]{1,29}$/, "takes 2 to 30 lower-case letters, digits or _"),
        does: z.string().trim().min(3).max(200),
        instructions: z.string().trim().min(10).max(4000),
        tools: z.array(z.string()).min(1).max(100),
        model: z.string().optional(),
      }),
    )
    .max(20)
    .optional(),
  importers: z
    .array(
      z.strictObject({
        endings: z
          .array(z.string().regex(/^\.[a-z0-9]{1,12}$/, "is no ending such as .gpx"))
          .min(1)
          .max(20),
        description: describedSchema,
        read: runSchema,
      }),
    )
    .max(50)
    .optional(),
  charts: z
    .array(
      z.strictObject({
        kind: nameSchema,
        description: describedSchema,
        instead: z.string().optional(),
        figure: runSchema,
      }),
    )
    .max(50)
    .optional(),
});

/** @throws TabletalkError bad_use naming the field that is wrong */
export function checkPlugin(written: unknown): Plugin {
  const parsed = pluginSchema.safeParse(written);
  if (parsed.success) return written as Plugin;
  const issue = parsed.error.issues[0]!;
  throw new TabletalkError(
    "bad_use",
    `The plugin's ${issue.path.join(".") || "definition"} cannot be used: ${issue.message}.`,
    "Mend it: docs/plugins.md says what a plugin exports. Then: tabletalk plugins check FOLDER",
  );
}

/** By its definition and not its class: an author's zod may be another copy of the package. */
function isObjectSchema(value: unknown): boolean {
  const definition = (value as {_zod?: {def?: {type?: unknown}}} | null)?._zod?.def;
  return definition?.type === "object";
}
