import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {TabletalkError} from "../errors.ts";
import {packageFolder} from "./fonts.ts";
import {outlinesScript} from "./geography/outlines.ts";
import type {Figure} from "./plotly.ts";

/** Plotly's build for a figure: the small one where it is enough, the one with maps, or all kinds of marks. */
export type Bundle = "cartesian" | "geo" | "strict";

const CARTESIAN: ReadonlySet<string> = new Set(["bar", "box", "heatmap", "histogram", "pie", "scatter"]);
const GEO: ReadonlySet<string> = new Set(["choropleth", "scattergeo"]);

/** The smallest bundle that draws all marks of a figure. */
export function bundleOf({data}: Figure): Bundle {
  if (data.every(({type}) => CARTESIAN.has(type))) return "cartesian";
  return data.every(({type}) => GEO.has(type)) ? "geo" : "strict";
}

const sources = new Map<Bundle, Promise<string>>();

/** The one script that a page runs: Plotly, and for maps their outlines before it. @throws TabletalkError internal */
export function bundleSource(bundle: Bundle): Promise<string> {
  const known = sources.get(bundle);
  if (known) return known;
  const reading = read(bundle);
  sources.set(bundle, reading);
  reading.catch(() => sources.delete(bundle));
  return reading;
}

async function read(bundle: Bundle): Promise<string> {
  const folder = packageFolder(`plotly.js-${bundle}-dist-min`);
  if (!folder) throw new TabletalkError("internal", "Plotly is not installed.", "Install the package again.");
  const plotly = await readFile(join(folder, `plotly-${bundle}.min.js`), "utf8");
  return bundle === "geo" ? `${await outlinesScript()}\n${plotly}` : plotly;
}
