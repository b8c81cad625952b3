import {dirname, join} from "node:path";
import {
  acceptedContent,
  type CallToolResult,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
} from "@modelcontextprotocol/server";
import {z} from "zod";
import {countImport, demandRoom} from "../../access/limits.ts";
import {ownName} from "../../access/principal.ts";
import {type ClosedFolder, realOrGiven} from "../../data/closed_folders.ts";
import type {Dataset} from "../../data/dataset.ts";
import type {ImportProgress} from "../../data/engine.ts";
import {tableName} from "../../data/names.ts";
import {TabletalkError} from "../../errors.ts";
import {detailsOf, saveDetails} from "../../store/dataset_details.ts";
import {nameForImport} from "../../workspace/datasets/rename_dataset.ts";
import {exportsOf} from "../export_files.ts";
import {allowedPath, closedFor, ROOTS_REQUEST, rootsFor} from "../import_roots.ts";
import type {McpCalling, McpTool} from "../mcp_tool.ts";
import {TABLE_RESULT, tableResult} from "../tell_table.ts";
import {inputOf} from "../tool_input.ts";
import {columnsLine, importNotes} from "./told_dataset.ts";

const EXPORT = /^tabletalk:\/\/exports\/(.+)$/;
const CONFIRM = "confirm";
const agreedSchema = z.object({replace: z.boolean()});
const inputSchema = z.strictObject({
  path: z.string().min(1).max(4_000),
  name: z.string().min(1).max(100).optional(),
  confirm: z.boolean().optional(),
});
const MOST_TABLES = 100;

/** import_data: files of the folders that the server may read. */
export function importTool(): McpTool {
  return {
    name: "import_data",
    title: "Import data",
    description:
      "To read a local file or folder (CSV, Excel, Parquet, JSON, SQLite) into tables, never a URL. confirm: replaces a table.",
    inputSchema: {
      type: "object",
      properties: {path: {type: "string"}, name: {type: "string"}, confirm: {type: "boolean"}},
      required: ["path"],
    },
    outputSchema: TABLE_RESULT,
    annotations: {readOnlyHint: false, destructiveHint: true, openWorldHint: false},
    action: "datasets.write",
    async call(given, calling) {
      const input = inputOf(inputSchema, given, "Give path, and a name if you like.");
      const roots = await rootsFor(calling);
      if ("ask" in roots) return roots.ask;
      const closed = closedFor(calling.principal, calling.settings, calling.service.config);
      // What was exported is the caller's own, wherever the server may read else.
      const exports = exportsOf(calling.principal, calling.settings);
      const [, exported] = EXPORT.exec(input.path) ?? [];
      const named = exported === undefined ? input.path : join(exports, decoded(exported));
      const path = await allowedPath(named, {
        roots: [...roots, exports],
        closed,
        isLocal: calling.principal.kind === "local",
      });
      // With a wider folder nobody means what they exported.
      const isExport =
        path === (await realOrGiven(exports)) || dirname(path) === (await realOrGiven(exports));
      return importFrom(path, {...input, isExport, closed: isExport ? closed : wholly(closed)}, calling);
    },
  };
}

const wholly = (closed: readonly ClosedFolder[]): ClosedFolder[] => closed.map(({folder}) => ({folder}));

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

interface Asked extends z.infer<typeof inputSchema> {
  /** It was written by export_result. */
  isExport: boolean;
  closed: readonly ClosedFolder[];
}

async function importFrom(
  path: string,
  {path: given, name, confirm, isExport, closed}: Asked,
  calling: McpCalling,
): Promise<CallToolResult | InputRequiredResult> {
  const {workspace, principal, access, signal, progress} = calling;
  const answered = acceptedContent(calling.inputResponses, CONFIRM, agreedSchema);
  const mayReplace = confirm === true || answered?.replace === true;
  const names = new Map<string, string>();
  let replaced: string[] = [];
  try {
    const made = await workspace.importFile(path, {
      by: ownName(principal),
      closed,
      ...(isExport && {choices: {marks: "drop"}}),
      ...(name !== undefined && {name: tableName(name)}),
      signal,
      onProgress: (told) => progress(shareOf(told), wordsOf(told)),
      nameOf: async (wanted) => names.get(wanted) ?? wanted,
      async demand(all) {
        await countImport(
          access,
          principal,
          sum(all, ({version}) => version.rows),
        );
        await demandRoom(
          access,
          principal,
          sum(all, ({version}) => version.receipt.source.bytes),
        );
        for (const one of all) names.set(one.name, await nameForImport(workspace.store, principal, one.name));
        const there = await Promise.all(
          all.map(async (one) => {
            const known = await detailsOf(workspace.store, workspace.id, names.get(one.name) ?? one.name);
            return known && known.version !== one.version.hash ? [known.name] : [];
          }),
        );
        replaced = there.flat();
        if (replaced.length > 0 && !mayReplace) throw new Replaces();
      },
    });
    if (principal.kind !== "local")
      for (const one of made) {
        const details = await detailsOf(workspace.store, workspace.id, one.name);
        if (details?.owner === null)
          await saveDetails(workspace.store, workspace.id, one.name, {owner: ownName(principal)});
      }
    return told(made, replaced, calling);
  } catch (error) {
    if (error instanceof Replaces) return askToReplace(replaced, calling);
    throw principal.kind === "local" ? error : withoutPath(error, path, given);
  }
}

/** Something of that name is there. */
class Replaces extends Error {}

/** Asks the person where their client can; else says what to do. */
function askToReplace(replaced: readonly string[], calling: McpCalling): InputRequiredResult {
  const names = replaced.slice(0, 10).join(", ");
  if (calling.canAsk && inputResponse(calling.inputResponses, CONFIRM).kind === "missing")
    return inputRequired({
      inputRequests: {
        ...(calling.canTellRoots && ROOTS_REQUEST),
        [CONFIRM]: inputRequired.elicit({
          message: `Replace the data of ${names}?`,
          requestedSchema: {
            type: "object",
            properties: {replace: {type: "boolean", title: "Replace", default: false}},
            required: ["replace"],
          },
        }),
      },
    });
  throw new TabletalkError(
    "conflict",
    calling.canAsk
      ? `${names} was not replaced: the person did not agree.`
      : `${names} is there already, with other data.`,
    "Give another name, or confirm: true once the person agrees to replace it.",
  );
}

function told(
  made: readonly Dataset[],
  replaced: readonly string[],
  {policy}: Pick<McpCalling, "policy">,
): CallToolResult {
  const rows = made
    .slice(0, MOST_TABLES)
    .map((one) => [one.name, one.version.rows, columnsLine(one), importNotes(one, policy).join(" ") || null]);
  return tableResult({
    columns: ["table", "rows", "columns", "notes"],
    rows,
    ...(made.length > MOST_TABLES && {truncated: true}),
    ...(replaced.length > 0 && {replaced}),
  });
}

const sum = <T>(all: readonly T[], of: (one: T) => number): number =>
  all.reduce((total, one) => total + of(one), 0);

function wordsOf({stage, item}: ImportProgress): string {
  return item === undefined ? stage : `${stage} ${item.split(/[/\\]/).at(-1)}`;
}

function shareOf({done, of, unit}: ImportProgress): number | undefined {
  if (done === undefined) return undefined;
  if (unit === undefined) return Math.min(1, done / 100);
  return of ? Math.min(1, done / of) : undefined;
}

/** Where a file lies on the server's machine is not told to whoever is elsewhere. */
function withoutPath(error: unknown, path: string, given: string): unknown {
  if (!(error instanceof TabletalkError)) return error;
  const {code, message, next} = error;
  return new TabletalkError(code, message.replaceAll(path, given), next.replaceAll(path, given), {
    cause: error,
  });
}
