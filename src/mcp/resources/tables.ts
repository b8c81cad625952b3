import type {ReadResourceResult, Resource} from "@modelcontextprotocol/server";
import {allow} from "../../access/permissions.ts";
import {harmless} from "../../channels/harmless.ts";
import {TabletalkError} from "../../errors.ts";
import {detailsOf} from "../../store/dataset_details.ts";
import {knownAs, unknownTable} from "../../tools/nearest.ts";
import type {McpCaller, McpHost} from "../host.ts";
import {openTools} from "../serve_tools.ts";
import {completing, orNone, visibleTables} from "../visible_tables.ts";
import {nameIn} from "./read_resource.ts";

const MIME = "application/json";
const LONGEST = 500;
const COMPLETION_MS = 10_000;

export const tableAddress = (name: string): string => `tabletalk://tables/${encodeURIComponent(name)}`;

/** The tables that whoever is connected may see. */
export async function tableResources(
  host: McpHost,
  caller: McpCaller,
  signal: AbortSignal,
): Promise<Resource[]> {
  if (!allow(caller.principal, "datasets.read")) return [];
  return (await visibleTables(host, caller, signal)).map((table) => ({
    uri: tableAddress(table.name),
    name: table.name,
    title: harmless(table.title ?? table.name),
    description: harmless(table.description ?? `A table of ${table.rows} rows.`).slice(0, LONGEST),
    mimeType: MIME,
    annotations: {audience: ["user", "assistant"], priority: 0.8, lastModified: table.updatedAt},
  }));
}

/** Names of tables, to complete what was typed. */
export function tablesLike(value: string, host: McpHost, caller: McpCaller): Promise<string[]> {
  return orNone(async () => {
    const tables = await visibleTables(host, caller, AbortSignal.timeout(COMPLETION_MS));
    return completing(
      value,
      tables.map(({name}) => name),
    );
  });
}

/** What a table is, and the profile of its columns. */
export async function tableContent(
  uri: URL,
  host: McpHost,
  caller: McpCaller,
  signal: AbortSignal,
): Promise<ReadResourceResult> {
  const text = await tableText(nameIn(uri), host, caller, signal);
  return {contents: [{uri: uri.href, mimeType: MIME, text}]};
}

/** The same profile that describe_table tells, with what is said of the table. */
async function tableText(
  wanted: string,
  host: McpHost,
  caller: McpCaller,
  signal: AbortSignal,
): Promise<string> {
  const {principal} = caller;
  const names = (await visibleTables(host, caller, signal)).map(({name}) => name);
  const {service, access, workspace, policy, tools} = await openTools(host, principal);
  const name = knownAs(wanted, names);
  if (name === undefined) throw unknownTable(wanted.slice(0, 100), names);
  const tool = tools.find((one) => one.name === "describe_table");
  if (!tool) throw new TabletalkError("not_found", "Tables are not described here.", "Ask with the tools.");
  await caller.beforeCall?.(tool);
  const [details, result] = await Promise.all([
    detailsOf(workspace.store, workspace.id, name),
    tool.call(
      {table: name},
      {
        principal,
        service,
        access,
        workspace,
        policy,
        settings: host.settings,
        parts: {service, access},
        signal,
        canAsk: false,
        progress: () => {},
      },
    ),
  ]);
  return JSON.stringify({
    table: name,
    ...(details?.title && {title: details.title}),
    ...(details?.description && {description: details.description}),
    rowCount: details?.rows,
    updatedAt: details?.updatedAt,
    profile: result.structuredContent,
  });
}
