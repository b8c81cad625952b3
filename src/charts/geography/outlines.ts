import {readFile} from "node:fs/promises";
import {join} from "node:path";

/**
 * A script that hands Plotly its outlines, so that it asks for none: countries and states at 1:110 million (UN Geodata and
 * Natural Earth, as plotly.js 4.1.1 publishes them under the MIT licence, rivers taken out).
 */
export async function outlinesScript(): Promise<string> {
  const named = ["world_110m", "usa_110m"].map(async (name) => {
    const text = await readFile(join(import.meta.dirname, `${name}.json`), "utf8");
    return `${JSON.stringify(name)}: ${text}`;
  });
  return `window.PlotlyGeoAssets = {topojson: {${(await Promise.all(named)).join(", ")}}};`;
}
