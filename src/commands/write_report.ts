import type {MadeReport} from "../channels/channel.ts";
import type {ChartRenderer} from "../charts/renderer.ts";
import {TabletalkError} from "../errors.ts";
import type {Store} from "../store/store.ts";
import {type Runtime, WORKSPACE} from "./runtime.ts";

/** Writes pages that were made into the home folder's `reports`, a PDF where no format was asked for. */
export function reportWriter(runtime: Runtime): (report: MadeReport) => Promise<string> {
  return async (made) =>
    writeMadeReport(
      {store: await runtime.store(), home: runtime.config.home, renderer: runtime.charts},
      WORKSPACE,
      made,
    );
}

/**
 * Writes a page that a workspace keeps into the folder `reports` of a home: a dashboard as HTML, a report as PDF where no format
 * is asked for, or as HTML where there is no browser. @returns its path
 */
export async function writeMadeReport(
  {store, home, renderer}: {store: Store; home: string; renderer: () => Promise<ChartRenderer>},
  workspace: string,
  {id, format, kind}: Pick<MadeReport, "id" | "format" | "kind">,
): Promise<string> {
  const [{mkdir, writeFile}, {join}, {reportById}, {documentOf, noReport}, {reportFile}] = await Promise.all([
    import("node:fs/promises"),
    import("node:path"),
    import("../store/reports.ts"),
    import("../channels/reports/report_rights.ts"),
    import("../reports/report_file.ts"),
  ]);
  const found = await reportById(store, workspace, id);
  if (!found) throw noReport();
  const document = documentOf(found);
  const wanted = format ?? (kind === "dashboard" ? "html" : "pdf");
  const options = {renderer};
  const file = await reportFile(document, wanted, options).catch((error: unknown) => {
    const isBare = error instanceof TabletalkError && error.code === "no_browser";
    // Without a browser there is still the page, with tables in the place of charts.
    if (!isBare || wanted !== "pdf") throw error;
    return reportFile(document, "html", options);
  });
  const folder = join(home, "reports");
  await mkdir(folder, {recursive: true});
  const path = join(folder, file.name.replace(/(\.\w+)$/, `-${id.slice(-6)}$1`));
  await writeFile(path, file.content);
  return path;
}
