import {mkdir, writeFile} from "node:fs/promises";
import {dirname, extname} from "node:path";
import type {ChartRenderer} from "../charts/renderer.ts";
import {TabletalkError} from "../errors.ts";
import type {Artifact} from "../tools/tool.ts";
import type {RenderedChart} from "./channel.ts";

/** The endings of the files that a chart can be written to. */
export const CHART_ENDINGS: readonly string[] = [".png", ".svg", ".pdf", ".html"];

/**
 * Draws the chart of an artifact to a file whose ending names the format. A page (.html) needs no browser.
 * @throws TabletalkError no_browser, bad_chart, time_limit, aborted; bad_use when the file cannot be written
 */
export async function drawChart(
  renderer: () => Promise<ChartRenderer>,
  step: string,
  artifact: Artifact,
  path: string,
  signal: AbortSignal,
): Promise<RenderedChart> {
  const {chart: spec, table} = artifact;
  if (!spec) throw new TabletalkError("bad_chart", `Step ${step} made no chart.`, "Ask for a chart.");
  const [{altText}, {content, warnings}] = await Promise.all([
    import("../charts/alt_text.ts"),
    extname(path).toLowerCase() === ".html"
      ? import("../charts/chart_html.ts").then(async ({chartHtml}) => ({
          content: await chartHtml(spec, table),
          warnings: [],
        }))
      : renderer().then((one) => one.renderChecked(spec, table, {format: formatOf(path), signal})),
  ]);
  try {
    await mkdir(dirname(path), {recursive: true});
    await writeFile(path, content);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new TabletalkError("bad_use", `The chart cannot be written: ${why}.`, "Name another file.", {
      cause: thrown,
    });
  }
  const format = extname(path).slice(1).toLowerCase();
  return {
    step,
    title: artifact.title,
    altText: altText(spec, table),
    paths: {[format]: path},
    ...(warnings.length > 0 && {warnings}),
  };
}

/** The chart of an artifact without a picture. @throws TabletalkError bad_chart where the step made none */
export async function undrawnChart(step: string, {chart, table, title}: Artifact): Promise<RenderedChart> {
  if (!chart) throw new TabletalkError("bad_chart", `Step ${step} made no chart.`, "Ask for a chart.");
  const {altText} = await import("../charts/alt_text.ts");
  return {step, title, altText: altText(chart, table), paths: {}};
}

function formatOf(path: string): "png" | "svg" | "pdf" {
  const ending = extname(path).toLowerCase();
  return ending === ".svg" ? "svg" : ending === ".pdf" ? "pdf" : "png";
}
