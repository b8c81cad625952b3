import {createHash} from "node:crypto";
import type {ReportDocument} from "../../reports/document.ts";
import type {ReportFileFormat} from "../../reports/formats.ts";
import {reportFile} from "../../reports/report_file.ts";
import type {HttpParts} from "./parts.ts";
import {CHART_POLICY} from "./security_headers.ts";

/** A report's page: no script runs in it, and it can load nothing and reach nobody. */
const REPORT_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; " +
  "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** Read in the browser; the others are saved. */
const SHOWN: ReadonlySet<ReportFileFormat> = new Set(["html", "pdf", "png"]);

/** A page as a file: shown where a browser shows it, else to be saved under its title. */
export async function drawnReport(
  parts: Pick<HttpParts, "charts">,
  document: ReportDocument,
  options: {format: ReportFileFormat; signal: AbortSignal; known?: string | undefined; isShared?: boolean},
): Promise<Response> {
  const {format, signal, known, isShared = false} = options;
  const what = createHash("sha256")
    .update(JSON.stringify([document, format]))
    .digest("base64url");
  const etag = `"${what.slice(0, 27)}"`;
  const headers = {
    ETag: etag,
    // What was shared may be revoked at any moment.
    "Cache-Control": isShared ? "no-store" : "private, no-cache",
    Vary: "Authorization",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
  };
  if (!isShared && known?.includes(etag)) return new Response(null, {status: 304, headers});
  const file = await reportFile(document, format, {renderer: parts.charts, signal});
  const plain = file.name.replace(/[^\w.-]+/g, "-");
  const how = SHOWN.has(format) ? "inline" : "attachment";
  return new Response(Uint8Array.from(file.content), {
    headers: {
      ...headers,
      "Content-Type": file.mediaType,
      "Content-Disposition": `${how}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      ...(format === "html" && {
        "Content-Security-Policy": document.kind === "dashboard" ? CHART_POLICY : REPORT_POLICY,
      }),
    },
  });
}
