import type {CallToolResult} from "@modelcontextprotocol/server";
import {z} from "zod";
import {demandRoom, rowsPerResult} from "../../access/limits.ts";
import {namesFor} from "../../channels/dataset_access.ts";
import {namedIn} from "../../channels/tool_call.ts";
import type {Dataset} from "../../data/dataset.ts";
import type {Session} from "../../data/engine.ts";
import {dataLine, publishedOf} from "../../data/published.ts";
import {TabletalkError} from "../../errors.ts";
import {knownAs, unknownTable} from "../../tools/nearest.ts";
import {timesOf} from "../call_registry.ts";
import {
  EXPORT_TYPES,
  type ExportFile,
  type ExportFormat,
  exportAddress,
  keepExport,
  type RowFormat,
} from "../export_files.ts";
import type {McpCalling, McpTool} from "../mcp_tool.ts";
import {isSelect} from "../plan_of_call.ts";
import {tableResult} from "../tell_table.ts";
import {inputOf} from "../tool_input.ts";
import {writeExport} from "../write_export.ts";
import {exportPage} from "./export_page.ts";

const FORMATS = Object.keys(EXPORT_TYPES) as ExportFormat[];
const inputSchema = z.strictObject({
  table: z.string().min(1),
  format: z.enum(FORMATS),
  name: z.string().min(1).max(200).optional(),
});
/** What a SELECT's rows are called while they are written. */
const MADE = "exported_rows";

/** export_result: all rows of a table or SELECT as a file, a dashboard of a table, or a report by its name. */
export function exportTool(): McpTool {
  return {
    name: "export_result",
    title: "Export result",
    description: "Saves all rows to a file. html, pdf: a table's dashboard, a report.",
    inputSchema: {
      type: "object",
      properties: {
        table: {type: "string", description: "name, SELECT, report title, last"},
        format: {enum: FORMATS},
        name: {type: "string"},
      },
      required: ["table", "format"],
    },
    annotations: {readOnlyHint: false, destructiveHint: false, openWorldHint: false},
    action: "ask",
    async call(given, calling) {
      const {table, format, name} = inputOf(
        inputSchema,
        given,
        `Give table (or the title of a report) and format (${FORMATS.join(", ")}), and a name if you like.`,
      );
      if (calling.policy.sql !== "on")
        throw new TabletalkError(
          "refused",
          "This workspace lets no rows out.",
          "Ask for what you need with ask or run_statistics.",
        );
      if (format === "html" || format === "pdf") {
        const page = await exportPage({table, format, name}, calling);
        const {title, kind, datasets} = page.document;
        const source = dataLine(datasets.flatMap(({origin}) => origin ?? []));
        return told(page.file, format, {kind, title, report: page.report, source}, calling);
      }
      return withRows(table, calling, async (session, dataset) => {
        const most = await rowsPerResult(calling.access, calling.principal);
        const {rows, columns} = dataset.version;
        if (most !== undefined && rows > most)
          throw new TabletalkError(
            "limit_reached",
            `That has ${rows} rows; a result may have ${most}.`,
            "Filter or aggregate in a SELECT, or ask an owner to raise the limit.",
          );
        const file = await write(
          session,
          dataset,
          {name: name ?? (isSelect(table) ? "result" : table), format},
          calling,
        );
        const source = dataLine(publishedOf(dataset.version));
        return told(file, format, {rows, columns: columns.length, source}, calling);
      });
    },
  };
}

/** Works with the whole rows of a table or SELECT, as a table of a session. */
async function withRows<T>(
  table: string,
  calling: McpCalling,
  use: (session: Session, dataset: Dataset) => Promise<T>,
): Promise<T> {
  const {workspace, signal} = calling;
  const names = await namesFor(calling, undefined);
  const isQuery: boolean = isSelect(table);
  if (!isQuery) {
    const name = knownAs(table.trim(), names);
    if (name === undefined) throw unknownTable(table, names);
    return workspace.withSession([name], (session) => use(session, only(session, name)));
  }
  return workspace.withSession(namedIn(table, names), async (session) => {
    if (!session.make || !session.with)
      throw new TabletalkError("internal", "This session can hold no tables.", "Report this.");
    const {dataset} = await session.make(
      {name: MADE, sql: table},
      {signal, limits: {...timesOf(calling), rows: 1}},
    );
    const alone = {...dataset, name: freeName(names)};
    const opened = await session.with([alone]);
    try {
      return await use(opened, alone);
    } finally {
      await opened.close();
    }
  });
}

function only(session: Session, name: string): Dataset {
  const found = session.datasets.find((one) => one.name === name);
  if (!found) throw unknownTable(name, []);
  return found;
}

function freeName(taken: readonly string[]): string {
  const lower = new Set(taken.map((name) => name.toLowerCase()));
  let name = MADE;
  while (lower.has(name)) name += "_";
  return name;
}

async function write(
  session: Session,
  {name: table, version}: Dataset,
  wanted: {name: string; format: RowFormat},
  calling: McpCalling,
): Promise<ExportFile> {
  const {principal, settings, access, workspace, signal, progress} = calling;
  const {timeMs} = timesOf(calling);
  const {format} = wanted;
  const {rows, columns} = version;
  return keepExport(
    principal,
    settings,
    wanted,
    async (path) => {
      if (format === "parquet") {
        const engine = await workspace.engine();
        await engine.writeParquet(version, path, {timeMs, signal});
      } else
        await writeExport(
          {
            session,
            table,
            columns,
            rows,
            timeMs,
            signal,
            onRows: (done) => progress(rows > 0 ? done / rows : 1, "writing"),
          },
          format,
          path,
        );
    },
    (bytes) => demandRoom(access, principal, bytes),
  );
}

function told(
  {file, path, bytes}: ExportFile,
  format: ExportFormat,
  {source, ...size}: {source: string | undefined; [about: string]: unknown},
  {principal}: McpCalling,
): CallToolResult {
  const uri = exportAddress(file);
  const about = {
    ...{file, ...size, bytes, uri, ...(principal.kind === "local" && {path})},
    ...(source !== undefined && {source}),
  };
  const {structuredContent, content} = tableResult(about);
  return {
    ...(structuredContent !== undefined && {structuredContent}),
    content: [
      ...content,
      {type: "resource_link", uri, name: file, title: file, mimeType: EXPORT_TYPES[format], size: bytes},
    ],
  };
}
