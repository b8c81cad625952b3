import {z} from "zod";
import type {TableProfile} from "../data/profile.ts";
import {TabletalkError} from "../errors.ts";
import {artifactOf} from "../tools/artifact.ts";
import {toolOfMethods} from "../tools/methods.ts";
import {madeArtifact} from "../tools/prepare_data/made_artifact.ts";
import {openTable} from "../tools/prepare_data/open_table.ts";
import type {Artifact, Method, Tool, ToolContext, ToolSource} from "../tools/tool.ts";
import {type Standing, whileEnabled} from "./enabling.ts";
import type {LoadedPlugin} from "./load.ts";
import type {PluginContext, PluginMethod, PluginTool, PreparedTable} from "./plugin.ts";
import {readResult} from "./results.ts";

const preparedSchema = z.object({
  title: z.string().transform((title) => title.slice(0, 300)),
  select: z.string().min(1).max(100_000),
  notes: z.array(z.string().max(600)).max(40).optional(),
});

/** A plugin's own tool as one of ours. */
export function toolOfPlugin(tool: PluginTool, plugin: LoadedPlugin, standing: Standing): Tool {
  const source = sourceOf(plugin);
  const {confirm} = tool;
  return {
    name: tool.name,
    description: tool.description,
    input: tool.input,
    ...(confirm && {
      confirm: (input: unknown) =>
        String(guarded(`${plugin.name}: ${tool.name}`, () => confirm(input as never))).slice(0, 500),
    }),
    run: (input, context) =>
      ran(
        standing,
        `The tool ${tool.name} of the plugin ${plugin.name}`,
        context,
        async (own, reads, begun) => {
          const given = await tool.run(input as never, own);
          return resultArtifact(given, {tool: tool.name, plugin, source, reads, begun}, context);
        },
      ),
  };
}

/** A plugin's method as one of a family of ours. */
export function methodOfPlugin(method: PluginMethod, plugin: LoadedPlugin, standing: Standing): Method {
  const source = sourceOf(plugin);
  const {timeMs} = method;
  return {
    name: method.name,
    description: method.description,
    input: methodInput(method),
    ...(timeMs && {
      timeMs: (input: unknown) =>
        Math.max(0, Number(guarded(method.name, () => timeMs(without(input)))) || 0),
    }),
    run: (input, context) =>
      ran(
        standing,
        `${method.family}.${method.name} of the plugin ${plugin.name}`,
        context,
        async (own, reads, begun) => {
          const given = await method.run(without(input), own);
          return method.family === "prepare_data"
            ? preparedArtifact(given as PreparedTable, method.name, plugin, source, reads, context)
            : resultArtifact(
                given,
                {tool: method.family, method: method.name, plugin, source, reads, begun},
                context,
              );
        },
      ),
  };
}

/** A method's input as its family takes it: strict, with the method's name. */
export function methodInput(method: Pick<PluginMethod, "name" | "input">): z.ZodObject {
  return z.strictObject({method: z.literal(method.name), ...method.input.shape});
}

/** @throws TabletalkError bad_use where a family could not take these methods: a field that is called `method` */
export function checkMethods(methods: readonly Method[]): void {
  if (methods.length > 0) toolOfMethods("checked", "checked", methods);
}

const sourceOf = ({name, version}: LoadedPlugin): ToolSource => ({kind: "plugin", name, version});

const without = (input: unknown): never => {
  const {method: _, ...rest} = input as {method: string};
  return rest as never;
};

/** What the plugin read of the session, so that its provenance can say so. */
interface Reads {
  sql: string[];
  tables: Set<string>;
}

type Work = (own: PluginContext, reads: Reads, begun: number) => Promise<Artifact>;

async function ran(standing: Standing, what: string, context: ToolContext, work: Work): Promise<Artifact> {
  const begun = performance.now();
  return whileEnabled(standing, context.signal, async (signal) => {
    const reads: Reads = {sql: [], tables: new Set()};
    try {
      return await work(contextFor({...context, signal}, reads), reads, begun);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw asOwnError(error, what);
    }
  });
}

function contextFor(context: ToolContext, reads: Reads): PluginContext {
  const {session, signal, limits} = context;
  const names = session.datasets.map(({name}) => name);
  const note = (sql: string): void => {
    if (reads.sql.length < 50) reads.sql.push(sql);
    for (const name of tablesIn(sql, names)) reads.tables.add(name);
  };
  return {
    tables: names,
    async query(sql, options = {}) {
      note(sql);
      const rows = Math.min(options.rows ?? limits.rows, limits.rows);
      const {
        columns,
        rows: found,
        truncated,
      } = await session.query(sql, {signal, limits: {timeMs: limits.timeMs, rows}});
      return {columns, rows: found, truncated};
    },
    columns(sql) {
      note(sql);
      return session.columns(sql, {signal, limits: {timeMs: limits.timeMs}});
    },
    async profile(table): Promise<TableProfile> {
      reads.tables.add(table);
      return context.profile(table);
    },
    stepTable: (step) => context.artifacts.get(step)?.table,
    signal,
    asOf: context.asOf,
    timeZone: context.timeZone,
    progress: (share, doing) => context.progress?.(share, doing),
  };
}

/** The tables that a statement may read: every one whose name stands in it. */
function tablesIn(sql: string, names: readonly string[]): string[] {
  const said = sql.toLowerCase();
  return names.filter((name) => said.includes(name.toLowerCase()));
}

interface Made {
  tool: string;
  method?: string;
  plugin: LoadedPlugin;
  source: ToolSource;
  reads: Reads;
  begun: number;
}

function resultArtifact(given: unknown, made: Made, context: ToolContext): Artifact {
  const {plugin, source, reads} = made;
  const {title, table, text, units, notes, truncated} = readResult(
    given,
    `The plugin ${plugin.name}`,
    context.limits.rows,
  );
  const kind = table.columns.length === 0 ? "text" : made.tool === "run_statistics" ? "statistic" : "table";
  const artifact = artifactOf(
    {
      tool: made.tool,
      ...(made.method !== undefined && {method: made.method}),
      kind,
      title,
      table,
      units,
      truncated,
      tables: [...reads.tables],
      sql: reads.sql,
      notes: [...notes, saidSource(source)],
      begun: made.begun,
    },
    context,
  );
  return {...artifact, ...(text !== undefined && {text}), provenance: {...artifact.provenance, source}};
}

async function preparedArtifact(
  given: PreparedTable,
  method: string,
  plugin: LoadedPlugin,
  source: ToolSource,
  reads: Reads,
  context: ToolContext,
): Promise<Artifact> {
  const parsed = preparedSchema.safeParse(given);
  if (!parsed.success)
    throw new TabletalkError(
      "internal",
      `The plugin ${plugin.name} gave no SELECT for ${method} (${parsed.error.issues[0]?.path.join(".")}: ${parsed.error.issues[0]?.message}).`,
      "Tell whoever made it: a method of prepare_data gives title and select.",
    );
  const {title, select, notes = []} = parsed.data;
  const names = context.session.datasets.map(({name}) => name);
  const [first, ...others] = new Set([...tablesIn(select, names), ...reads.tables]);
  if (first === undefined)
    throw new TabletalkError("bad_plan", `${method} reads no table.`, "Name a table that is there.");
  const artifact = await madeArtifact({
    method,
    title,
    table: await openTable(first, context),
    query: select,
    alsoRead: others,
    sql: reads.sql,
    notes: [...notes, saidSource(source)],
  });
  return {...artifact, provenance: {...artifact.provenance, source}};
}

const saidSource = ({name, version}: ToolSource): string => `Computed by the plugin ${name} ${version}.`;

function guarded<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asOwnError(error, what);
  }
}

/** Known by its fields: a plugin may throw the error of another copy of this module. */
function asOwnError(error: unknown, what: string): TabletalkError {
  if (error instanceof TabletalkError) return error;
  const {code, message, next} = (error ?? {}) as {code?: unknown; message?: unknown; next?: unknown};
  if (code === "bad_plan" && typeof message === "string" && typeof next === "string")
    return new TabletalkError("bad_plan", message.slice(0, 600), next.slice(0, 600));
  return new TabletalkError(
    "internal",
    `${what} broke: ${String(message ?? error)
      .split("\n")[0]!
      .slice(0, 300)}`,
    "Tell whoever made the plugin; until then, do without that step.",
    {cause: error},
  );
}
