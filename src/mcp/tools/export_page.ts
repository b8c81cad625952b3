import {writeFile} from "node:fs/promises";
import {countQuestion, demandRoom} from "../../access/limits.ts";
import {allow, demand} from "../../access/permissions.ts";
import {namesFor} from "../../channels/dataset_access.ts";
import {ownerOf} from "../../channels/http/conversation_access.ts";
import {keepRecipeIn} from "../../channels/keep_recipe.ts";
import {makeDashboard} from "../../channels/reports/make_dashboard.ts";
import {keepReport} from "../../channels/reports/make_report.ts";
import {reportNamed} from "../../channels/reports/named_report.ts";
import {documentOf} from "../../channels/reports/report_rights.ts";
import {TabletalkError} from "../../errors.ts";
import type {ReportDocument} from "../../reports/document.ts";
import {knownAs, nearestNames} from "../../tools/nearest.ts";
import {type ExportFile, keepExport} from "../export_files.ts";
import type {McpCalling} from "../mcp_tool.ts";
import {isSelect} from "../plan_of_call.ts";

export type PageFormat = "html" | "pdf";

/** A page that was written: of which report, and where its data is from. */
export interface ExportedPage {
  file: ExportFile;
  report: string;
  document: ReportDocument;
}

/**
 * Writes a page to a file: of a table a new dashboard, which is kept as a report of whoever asks; else the report that is named.
 * @throws TabletalkError not_found with the nearest names; bad_use for a SELECT; forbidden; no_browser
 */
export async function exportPage(
  {table, format, name}: {table: string; format: PageFormat; name: string | undefined},
  calling: McpCalling,
): Promise<ExportedPage> {
  const {principal, settings, access, service, signal, progress} = calling;
  const isQuery: boolean = isSelect(table);
  if (isQuery)
    throw new TabletalkError(
      "bad_use",
      "A dashboard is made of a table.",
      "Keep the rows as one (save_as of prepare_data), and name it.",
    );
  const {id, document} = await pageNamed(table.trim(), name, calling);
  progress(undefined, "Drawing the page");
  const {reportFile} = await import("../../reports/report_file.ts");
  const {content} = await reportFile(document, format, {renderer: () => service.charts(), signal});
  const file = await keepExport(
    principal,
    settings,
    {name: name ?? document.title, format},
    (path) => writeFile(path, content),
    (bytes) => demandRoom(access, principal, bytes),
  );
  return {file, report: id, document};
}

/** The table of that very name; else a report; else a table of that name in other letters. */
async function pageNamed(
  wanted: string,
  title: string | undefined,
  calling: McpCalling,
): Promise<{id: string; document: ReportDocument}> {
  const {principal, workspace} = calling;
  const names = await namesFor(calling, undefined);
  if (names.includes(wanted)) return dashboardOf(wanted, title, calling);
  try {
    const found = await reportNamed(workspace.store, principal, wanted);
    return {id: found.id, document: documentOf(found)};
  } catch (error) {
    const table = knownAs(wanted, names);
    if (table !== undefined) return dashboardOf(table, title, calling);
    if (!(error instanceof TabletalkError) || error.code !== "not_found") throw error;
    const near = nearestNames(wanted, names);
    if (near.length === 0 || !allow(principal, "reports.write")) throw error;
    throw new TabletalkError("not_found", error.message, `${error.next} Tables: ${near.join(", ")}.`);
  }
}

async function dashboardOf(
  table: string,
  title: string | undefined,
  calling: McpCalling,
): Promise<{id: string; document: ReportDocument}> {
  const {principal, workspace, access, service, signal, progress} = calling;
  demand(principal, "reports.write");
  await countQuestion(access, principal);
  progress(undefined, "Looking for what varies");
  const {asOf, timeZone} = service.config;
  const document = await workspace.withSession([table], async (session) =>
    makeDashboard(
      session,
      {table, title},
      {
        keepRecipe: keepRecipeIn(workspace.store, workspace.id, session),
        registry: await workspace.registry(),
        asOf: asOf ?? new Date(),
        timeZone,
        signal,
      },
    ),
  );
  const whose = {owner: ownerOf(principal), createdBy: principal.actor};
  return {id: await keepReport(workspace.store, workspace.id, document, whose), document};
}
