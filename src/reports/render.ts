import type {ChartRenderer} from "../charts/renderer.ts";
import type {ReportDocument} from "./document.ts";
import {REPORT_MEDIA_TYPES} from "./formats.ts";

export interface RenderReportOptions {
  /** Asked for only where something is drawn: the page of a dashboard needs no browser. */
  renderer: () => Promise<ChartRenderer>;
  signal?: AbortSignal | undefined;
  /** Of a PNG: only as much as the first sheet of paper shows. */
  firstPage?: boolean;
}

export type ReportFormat = "html" | "pdf" | "png";

/** A document as a file. */
export interface RenderedReport {
  content: Uint8Array;
  mediaType: string;
}

/** CSS pixels of a sheet of A4, and of a dashboard's screen. */
const SHEET = {width: 868, height: 1228};
const SCREEN = {width: 1280};

/**
 * Draws a report, an analysis or a dashboard.
 * @throws TabletalkError no_browser, time_limit, aborted, bad_chart
 */
export async function renderReport(
  document: ReportDocument,
  format: ReportFormat,
  options: RenderReportOptions,
): Promise<RenderedReport> {
  const {renderer, signal, firstPage = false} = options;
  const html = await pageOf(document, options);
  const mediaType = REPORT_MEDIA_TYPES[format];
  if (format === "html") return {content: Buffer.from(html), mediaType};
  const {printPage} = await import("./print_page.ts");
  const size = document.kind === "dashboard" ? SCREEN : {width: SHEET.width};
  const content = await printPage(html, {
    ...size,
    ...(firstPage && document.kind !== "dashboard" && {height: SHEET.height}),
    renderer: await renderer(),
    format,
    signal,
  });
  return {content, mediaType};
}

async function pageOf(document: ReportDocument, {renderer, signal}: RenderReportOptions): Promise<string> {
  if (document.kind === "dashboard") {
    const {dashboardPage} = await import("./dashboard/page.ts");
    return dashboardPage(document);
  }
  const [{reportPage}, {drawPictures}] = await Promise.all([
    import("./page/report_page.ts"),
    import("./page/pictures.ts"),
  ]);
  return reportPage(document, await drawPictures(document, renderer, signal));
}
