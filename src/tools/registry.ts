import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {aggregateTool} from "./aggregate.ts";
import {describeTableTool} from "./describe_table.ts";
import {findValuesTool} from "./find_values.ts";
import {listTablesTool} from "./list_tables.ts";
import {makeChartTool} from "./make_chart.ts";
import {toolOfMethods} from "./methods.ts";
import {nearestNames} from "./nearest.ts";
import {prepareDataTool} from "./prepare_data.ts";
import {runCodeTool} from "./run_code.ts";
import {runSqlTool} from "./run_sql.ts";
import {runStatisticsTool} from "./run_statistics.ts";
import type {Method, Tool, ToolSource} from "./tool.ts";
import {trainModelTool} from "./train_model.ts";

/** What a language model, or a host over MCP, is told of a tool. */
export interface ToolDescription {
  name: string;
  description: string;
  /** JSON Schema (draft 2020-12). */
  inputSchema: unknown;
}

export interface Registry {
  readonly tools: readonly Tool[];
  get(name: string): Tool | undefined;
  names(): readonly string[];
  /** The methods of a tool; none where it is no family. */
  methods(tool: string): readonly Method[];
  describe(): ToolDescription[];
  /**
   * An input with its defaults filled in.
   * @throws TabletalkError bad_plan, naming the field that is wrong and the nearest that is right.
   */
  validateInput(tool: string, input: unknown): unknown;
  /** The plugins and servers whose tools and methods are among these. */
  sources(): readonly ToolSource[];
}

/** What plugins and other servers bring beside our own. Their names are theirs alone: whoever adds them has seen to it. */
export interface AddedTools {
  tools: readonly Tool[];
  /** Methods by the name of the family that they join. */
  methods: Readonly<Record<string, readonly Method[]>>;
  /** Tools of ours that can do more with them; each takes the place of the one of its name. */
  instead?: readonly Tool[];
  sources: readonly ToolSource[];
}

/** How many tools a model is shown at most. */
export const MOST_TOOLS = 15;

/** Every tool of our own. */
const TOOLS = [
  listTablesTool,
  describeTableTool,
  findValuesTool,
  aggregateTool,
  prepareDataTool,
  runStatisticsTool,
  trainModelTool,
  makeChartTool,
  runSqlTool,
  runCodeTool,
] as const;

export function createRegistry(added?: AddedTools): Registry {
  const own = TOOLS as unknown as readonly Tool[];
  const tools = added ? [...own.map((tool) => withAdded(tool, added)), ...added.tools] : own;
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const names = [...byName.keys()];
  const found = (name: string): Tool => {
    const tool = byName.get(name);
    if (!tool) throw bad(`There is no tool '${name}'`, name, names, "tools");
    return tool;
  };
  return {
    tools,
    get: (name) => byName.get(name),
    names: () => names,
    methods: (name) => found(name).methods ?? [],
    describe: () => tools.map(described),
    validateInput: (name, input) => validated(found(name), input),
    sources: () => added?.sources ?? [],
  };
}

function withAdded(tool: Tool, {methods, instead}: AddedTools): Tool {
  const more = methods[tool.name];
  if (tool.methods && more?.length)
    return toolOfMethods(tool.name, tool.description, [...tool.methods, ...more]);
  return instead?.find((one) => one.name === tool.name) ?? tool;
}

const MOST_SAID = 60;

function described(tool: Tool): ToolDescription {
  return {
    name: tool.name,
    description: tool.description,
    inputSchema: z.toJSONSchema(tool.input, {io: "input", unrepresentable: "any"}),
  };
}

function validated(tool: Tool, input: unknown): unknown {
  const method = (input as {method?: unknown} | null)?.method;
  const methods = tool.methods?.map((one) => one.name);
  if (methods && !methods.includes(String(method))) {
    const message =
      method === undefined ? `${tool.name} needs a method` : `${tool.name} has no method '${String(method)}'`;
    throw bad(message, String(method), methods, "methods");
  }
  const parsed = tool.input.safeParse(input);
  if (parsed.success) return parsed.data;
  const schema = tool.methods?.find((one) => one.name === method)?.input ?? tool.input;
  throw explained(tool, schema, parsed.error, input);
}

function explained(tool: Tool, schema: z.ZodType, error: z.ZodError, input: unknown): TabletalkError {
  const issue = error.issues.find((one) => one.code === "unrecognized_keys") ?? error.issues[0]!;
  const where = issue.path.length > 0 ? ` in ${issue.path.join(".")}` : "";
  if (issue.code === "unrecognized_keys") {
    const fields = issue.path.length === 0 && schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
    const name = issue.keys[0]!;
    return bad(`${tool.name} takes no '${name}'${where}`, name, fields, "fields");
  }
  return new TabletalkError(
    "bad_plan",
    `The input of ${tool.name} does not fit${where}${saidAt(input, issue.path)}: ${issue.message}.`,
    "Mend that field; the tool's schema says what it takes.",
  );
}

/** The word or number at a place of an input, where it is a short one. */
function saidAt(input: unknown, path: readonly PropertyKey[]): string {
  const said = path.reduce<unknown>(
    (from, key) => (typeof from === "object" && from !== null ? Reflect.get(from, key) : undefined),
    input,
  );
  if (typeof said !== "string" && typeof said !== "number") return "";
  return String(said).length > MOST_SAID ? "" : ` (${JSON.stringify(said)})`;
}

function bad(message: string, name: string, known: readonly string[], things: string): TabletalkError {
  const near = nearestNames(name, known);
  return new TabletalkError(
    "bad_plan",
    `${message}${near.length > 0 ? `; nearest: ${near.join(", ")}` : ""}.`,
    known.length > 0 ? `The ${things} are: ${known.join(", ")}.` : "The tool's schema says what it takes.",
  );
}
