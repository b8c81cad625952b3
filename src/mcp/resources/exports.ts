import {readFile} from "node:fs/promises";
import {extname} from "node:path";
import type {ReadResourceResult, Resource} from "@modelcontextprotocol/server";
import {allow, demand} from "../../access/permissions.ts";
import {TabletalkError} from "../../errors.ts";
import {
  EXPORT_TYPES,
  type ExportFile,
  type ExportFormat,
  exportAddress,
  findExport,
  listExports,
} from "../export_files.ts";
import type {McpCaller, McpHost} from "../host.ts";
import {openTools} from "../serve_tools.ts";
import {completing, orNone} from "../visible_tables.ts";
import {nameIn} from "./read_resource.ts";

/** Hosts read a message of 10 MB at most, and base64 takes a third more. */
const MOST_BYTES = 5 * 2 ** 20;
const MOST_LISTED = 200;

/** The files that whoever is connected made: everybody has their own. Nothing where they may have none: other lists stand beside it. */
export async function exportResources(host: McpHost, caller: McpCaller): Promise<Resource[]> {
  if (!allow(caller.principal, "ask")) return [];
  return (await own(host, caller)).map(({file, bytes, madeAt}) => ({
    uri: exportAddress(file),
    name: file,
    title: file,
    mimeType: typeOf(file),
    size: bytes,
    annotations: {audience: ["user"], priority: 0.3, lastModified: madeAt},
  }));
}

/** Names of files, to complete what was typed. */
export function exportsLike(value: string, host: McpHost, caller: McpCaller): Promise<string[]> {
  return orNone(async () => {
    const files = await own(host, caller);
    return completing(
      value,
      files.map(({file}) => file),
    );
  });
}

/** A file: text, or base64 of what is none. */
export async function exportContent(uri: URL, host: McpHost, caller: McpCaller): Promise<ReadResourceResult> {
  return {contents: [await contentAt(uri, host, caller)]};
}

async function own(host: McpHost, {principal}: McpCaller): Promise<ExportFile[]> {
  demand(principal, "ask");
  return (await listExports(principal, host.settings)).slice(0, MOST_LISTED);
}

async function contentAt(uri: URL, host: McpHost, {principal}: McpCaller) {
  demand(principal, "ask");
  const {policy} = await openTools(host, principal);
  const name = nameIn(uri);
  const found = await findExport(principal, host.settings, name);
  if (!found || policy.sql !== "on")
    throw new TabletalkError(
      "not_found",
      `There is no export ${JSON.stringify(name.slice(0, 100))}.`,
      "export_result makes one.",
    );
  const {file, path, bytes} = found;
  if (bytes > MOST_BYTES)
    throw new TabletalkError(
      "limit_reached",
      `${file} has ${bytes} bytes; ${MOST_BYTES} can be read over MCP.`,
      principal.kind === "local"
        ? `Open ${path}.`
        : file.endsWith(".html")
          ? "Take it as pdf."
          : "Export less: filter or aggregate in a SELECT.",
    );
  const mimeType = typeOf(file);
  const isText = /\.(?:csv|json|html)$/.test(file);
  return isText
    ? {uri: uri.href, mimeType, text: await readFile(path, "utf8")}
    : {uri: uri.href, mimeType, blob: await readFile(path, "base64")};
}

function typeOf(file: string): string {
  return EXPORT_TYPES[extname(file).slice(1) as ExportFormat];
}
