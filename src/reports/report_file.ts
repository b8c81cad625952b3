import type {ReportDocument} from "./document.ts";
import {REPORT_MEDIA_TYPES, type ReportFileFormat} from "./formats.ts";
import type {RenderReportOptions} from "./render.ts";

/** A document in a format that somebody takes away. */
export interface ReportFile {
  /** "sales-2024.pdf": letters and digits of any script, at most 60, and the ending. */
  name: string;
  mediaType: string;
  content: Uint8Array;
}

/**
 * Makes the file of a document: a page, a PDF, a picture, a workbook, an SQL script or a notebook.
 * @throws TabletalkError no_browser, time_limit, aborted, bad_chart
 */
export async function reportFile(
  document: ReportDocument,
  format: ReportFileFormat,
  options: RenderReportOptions,
): Promise<ReportFile> {
  const name = `${reportFileName(document.title)}.${format}`;
  return {name, mediaType: REPORT_MEDIA_TYPES[format], content: await contentOf(document, format, options)};
}

async function contentOf(
  document: ReportDocument,
  format: ReportFileFormat,
  options: RenderReportOptions,
): Promise<Uint8Array> {
  switch (format) {
    case "xlsx":
      return (await import("./contents/workbook.ts")).documentWorkbook(document);
    case "sql":
      return Buffer.from((await import("./contents/script.ts")).documentScript(document));
    case "ipynb":
      return Buffer.from((await import("./contents/notebook.ts")).documentNotebook(document));
    default:
      return (await (await import("./render.ts")).renderReport(document, format, options)).content;
  }
}

/** A title as the name of a file. */
export function reportFileName(title: string): string {
  const words = title
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .toLocaleLowerCase("en");
  return [...words].slice(0, 60).join("").replace(/-+$/, "") || "report";
}
