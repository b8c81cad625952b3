import type {CalledResult} from "../../channels/tool_call.ts";
import type {Session} from "../../data/engine.ts";
import {TabletalkError} from "../../errors.ts";
import type {Registry} from "../../tools/registry.ts";
import type {Method, Tool} from "../../tools/tool.ts";
import {dataNotes, keepCall, recipeNotes, runCall} from "../call_registry.ts";
import {type AllowedPlan, allowedPlan} from "../call_under_policy.ts";
import {withoutValues} from "../guarded_select.ts";
import type {McpCalling, McpTool} from "../mcp_tool.ts";
import {nameToSave, saveMade} from "../save_made.ts";
import {fullInput} from "../short_input.ts";
import {TABLE_RESULT, tableResult, toldTable} from "../tell_table.ts";
import {fieldsLine, fieldsOf, signature} from "./method_fields.ts";
import {rowsAsked} from "./rows_asked.ts";
import {described} from "./texts.ts";

/** What is told of a result: of what a preparation made a look, which is all of it where it is small. */
const TOLD: Readonly<Record<string, {limit: number; characters?: number}>> = {
  prepare_data: {limit: 200, characters: 3_000},
  run_statistics: {limit: 200},
  train_model: {limit: 40},
};

/** A table that is kept is looked at with other calls. */
const TOLD_OF_KEPT = {limit: 3, characters: 3_000};

/** What it makes may be kept as a table (`save_as`). */
const SAVING = "prepare_data";

/** prepare_data, run_statistics and train_model: families of methods, each told in a few words and explained on request. */
export function familyTools(registry: Registry): McpTool[] {
  return Object.keys(TOLD).map((name) => family(registry, name));
}

function family(registry: Registry, name: string): McpTool {
  const tool = registry.get(name)!;
  const methods = registry.methods(name);
  const words = described(registry, name);
  return {
    ...words,
    description: `${words.description} Methods (fields of args): ${methods.map(signature).join("; ")}. A method alone: its fields are explained.`,
    inputSchema: {
      type: "object",
      properties: {
        method: {type: "string"},
        table: {type: "string", description: "name, or a SELECT"},
        args: {type: "object"},
      },
      required: ["method"],
    },
    outputSchema: TABLE_RESULT,
    annotations:
      name === SAVING
        ? {readOnlyHint: false, destructiveHint: false, openWorldHint: false}
        : {readOnlyHint: true, openWorldHint: false},
    action: "ask",
    async call({method, table, args, ...more}, calling) {
      const fields = {...more, ...asObject(args)};
      const found = methods.find((one) => one.name === method);
      if (found && table === undefined && Object.keys(fields).length === 0) return explained(found);
      const {save_as: wanted, ...own} = fields;
      const isSaved = name === SAVING && wanted !== undefined;
      const saved = isSaved ? await nameToSave(calling, wanted) : undefined;
      const words = {method, ...(table !== undefined && {table}), ...(isSaved ? own : fields)};
      return runAllowed(calling, {tool, words}, async (result, allowed) => {
        const {title, truncated, provenance} = result.artifact;
        const under = allowed.told(result.artifact.table);
        const {table: shown, notes: left} = rowsAsked(method, under.table);
        // There is no next page: run_sql has them, of a table that was kept.
        const most = saved === undefined ? TOLD[name]! : TOLD_OF_KEPT;
        const {nextOffset: _none, ...told} = toldTable(shown, {...most, truncated});
        const recipe = await keepCall(calling, result);
        if (saved !== undefined) await saveMade(calling, saved, result);
        return tableResult({
          title,
          ...(saved !== undefined && {table: saved}),
          ...told,
          notes: [
            ...[...provenance.notes, ...allowed.notes, ...under.notes, ...left, ...recipeNotes(result)],
            ...(await dataNotes(calling, result)),
          ],
          recipe,
        });
      }).catch((error: unknown) => {
        throw withoutValues(withFields(error, found), calling.policy);
      });
    },
  };
}

/** Runs a call of a family as the policy allows it: what counts rows goes first. */
async function runAllowed<T>(
  calling: McpCalling,
  {tool, words}: {tool: Tool; words: Record<string, unknown>},
  use: (result: CalledResult, allowed: AllowedPlan) => Promise<T>,
): Promise<T> {
  let allowed: AllowedPlan | undefined;
  const make = async (session: Session) => {
    const full = await fullInput(tool, words, session, calling.signal);
    allowed = await allowedPlan(tool.name, full, session, calling);
    return allowed.counting?.plan ?? allowed.plan;
  };
  if (calling.policy.sql === "on")
    return runCall(calling, {words, make}, async (result) => use(result, allowed!));
  await runCall(calling, {words, make}, async ({execution}) => allowed!.counting!.demand(execution));
  return runCall(calling, {words, make: async () => allowed!.plan}, async (result) => use(result, allowed!));
}

/** What is wrong with the form of an input, not with what it asks of this data. */
const OF_FORM = /^(The input of \w+ (does not fit|cannot be read)|\w+ takes no ')/;

/** Where an input does not fit, what would fit is told too: it saves a model a call. */
function withFields(error: unknown, method: Method | undefined): unknown {
  if (!(error instanceof TabletalkError) || error.code !== "bad_plan") return error;
  const message = error.message.replace(/^Step "result" \(\w+\): /, "");
  const next =
    method && OF_FORM.test(message) ? `args of ${method.name}: ${fieldsLine(method)}.` : error.next;
  return new TabletalkError(error.code, message, next, {cause: error});
}

/** Some models write the inner object as text. */
function asObject(args: unknown): Record<string, unknown> {
  if (typeof args === "object" && args !== null && !Array.isArray(args))
    return args as Record<string, unknown>;
  if (args === undefined || args === null || args === "") return {};
  if (typeof args === "string") {
    try {
      return asObject(JSON.parse(args));
    } catch {
      // told below
    }
  }
  throw new TabletalkError("bad_plan", "args is no object.", 'Write it as {"column": "price"}.');
}

function explained(method: Method) {
  return tableResult({
    method: method.name,
    description: method.description,
    columns: ["field", "type", "about"],
    rows: fieldsOf(method).map(({name, type, about}) => [name, type, about ?? null]),
  });
}
