import type {ChartRenderer} from "../../charts/renderer.ts";
import type {ChartSpec} from "../../charts/spec.ts";
import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";

/** A picture fit for a chat: at most 1,200 pixels wide. */
const SIZE = {width: 800, height: 500};
const SCALES = [1.5, 1];
const MOST_BYTES = 300_000;

/** Why there may be none, in words that name nothing of the machine. */
const WHY_NONE: Readonly<Record<string, string>> = {
  no_browser: "this machine has no browser to draw with (install Chromium or Chrome)",
  time_limit: "drawing took too long (plot fewer rows)",
};

/** A picture, or why there is none; and what a reader must be told of it. */
export interface ChartPicture {
  png?: Uint8Array;
  told: string[];
}

/**
 * Draws a chart for a chat. A machine without a browser, or one that is too slow, gives no picture and says so.
 * @throws TabletalkError bad_chart, no_data, aborted
 */
export async function chartPicture(
  renderer: () => Promise<ChartRenderer>,
  {spec, table}: {spec: ChartSpec; table: Table},
  signal: AbortSignal,
): Promise<ChartPicture> {
  try {
    const own = await renderer();
    let drawn: Awaited<ReturnType<ChartRenderer["renderChecked"]>> | undefined;
    for (const scale of SCALES) {
      drawn = await own.renderChecked(spec, table, {format: "png", ...SIZE, scale, signal});
      if (drawn.content.byteLength <= MOST_BYTES) return {png: drawn.content, told: drawn.warnings};
    }
    return {told: [...drawn!.warnings, "The picture is too large for a chat: see the interactive chart."]};
  } catch (error) {
    const why = error instanceof TabletalkError ? WHY_NONE[error.code] : undefined;
    if (why === undefined) throw error;
    return {told: [`There is no picture: ${why}.`]};
  }
}
