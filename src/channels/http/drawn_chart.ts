import {createHash} from "node:crypto";
import {z} from "@hono/zod-openapi";
import type {ChartRenderer} from "../../charts/renderer.ts";
import {type ChartSpec, chartSpecSchema} from "../../charts/spec.ts";
import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {Artifact} from "../../tools/tool.ts";
import {CHART_POLICY} from "./security_headers.ts";

export const chartFormatSchema = z.enum(["png", "svg", "html", "json"]);
export type ChartFormat = z.infer<typeof chartFormatSchema>;

export interface Chart {
  spec: ChartSpec;
  table: Table;
}

/** The spec and table of an artifact that is a chart; undefined of another. */
export function chartOf({chart, table}: Artifact): Chart | undefined {
  const spec = chartSpecSchema.safeParse(chart);
  return spec.success ? {spec: spec.data, table} : undefined;
}

/**
 * A chart as a picture, a page or its spec with its table. Its tag follows from what is drawn, so that nothing is drawn twice
 * for one reader.
 * @throws TabletalkError bad_chart, no_data, no_browser, time_limit, aborted
 */
export async function drawnChart(
  renderer: () => Promise<ChartRenderer>,
  {spec, table}: Chart,
  options: {
    format: ChartFormat;
    width?: number | undefined;
    height?: number | undefined;
    signal: AbortSignal;
    /** The tags that the reader has. */
    known?: string | undefined;
  },
): Promise<Response> {
  const {format, width, height, signal, known} = options;
  const what = JSON.stringify([spec, table, format, width, height]);
  const etag = `"${createHash("sha256").update(what).digest("base64url").slice(0, 27)}"`;
  const shared = {ETag: etag, "Cache-Control": "private, no-cache", Vary: "Authorization"};
  if (known?.includes(etag)) return new Response(null, {status: 304, headers: shared});
  const [content, headers] = await contentOf();
  return new Response(content, {headers: {...shared, ...headers}});

  async function contentOf(): Promise<[string | Uint8Array<ArrayBuffer>, Record<string, string>]> {
    if (format === "json") return [JSON.stringify({spec, table}), {"Content-Type": "application/json"}];
    try {
      if (format === "html") {
        const {chartHtml} = await import("../../charts/chart_html.ts");
        const headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": CHART_POLICY};
        return [await chartHtml(spec, table, {width, height}), headers];
      }
      const size = {...(width !== undefined && {width}), ...(height !== undefined && {height})};
      const {content: picture} = await (await renderer()).renderChecked(spec, table, {
        format,
        signal,
        ...size,
      });
      const type = format === "svg" ? "image/svg+xml" : "image/png";
      return [Uint8Array.from(picture), {"Content-Type": type}];
    } catch (error) {
      if (error instanceof TabletalkError || signal.aborted) throw error;
      throw new TabletalkError(
        "bad_chart",
        "This spec and table make no chart.",
        "Check that the columns that it names are there, with values of the right kind.",
        {cause: error},
      );
    }
  }
}
