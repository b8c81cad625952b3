import {CHECKS} from "./page_checks.ts";
import {MEND} from "./page_mend.ts";
import type {Figure, Size} from "./plotly.ts";

/** What is wrong with a drawn picture; empty when all is well. */
export type DrawnFault = string;

/** A picture as a data address (empty where it stands in the page to be printed), and what is still wrong with it. */
export interface Drawn {
  image: string;
  faults: DrawnFault[];
}

export interface PageOptions extends Size {
  format: "png" | "svg" | "pdf";
  scale: number;
}

/** What our own script offers in the page. */
export interface PageScope {
  tabletalk: {
    /** Draws, checks, mends in at most two rounds; for PDF the picture is left in the page. */
    draw(figure: Figure, options: PageOptions): Promise<Drawn>;
    /** Checks without mending. */
    inspect(figure: Figure): Promise<DrawnFault[]>;
    clear(): void;
  };
}

/** Runs in the page: draws, and reads the drawn picture back. Plain JavaScript, since the browser reads it as it is. */
const SCRIPT = `
"use strict";
${CHECKS}
${MEND}
const config = {staticPlot: true, displayModeBar: false, responsive: false, plotlyServerURL: "", topojsonURL: "about:blank#", plotGlPixelRatio: 2};
const plotted = async (figure, work) => {
  const holder = document.createElement("div");
  document.body.append(holder);
  try {
    await Plotly.newPlot(holder, figure.data, figure.layout, config);
    return await work(holder);
  } finally {
    Plotly.purge(holder);
    holder.remove();
  }
};
// Points drawn by the graphics library are copied as they are: to encode them into the SVG and back takes most of the time.
const NOTHING = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
const copied = (holder, {width, height, scale}) => {
  const drawn = [...holder.querySelectorAll(".gl-container canvas")];
  if (drawn.length === 0) return undefined;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  for (const one of drawn) {
    canvas.getContext("2d").drawImage(one, 0, 0, canvas.width, canvas.height);
    one.toDataURL = () => NOTHING;
  }
  return canvas;
};
const raster = async (svg, points, {width, height, scale}) => {
  const image = new Image();
  image.src = "data:image/svg+xml," + encodeURIComponent(svg);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  if (points) canvas.getContext("2d").drawImage(points, 0, 0);
  return canvas.toDataURL("image/png");
};
window.tabletalk = {
  draw: async (figure, options) => {
    const sized = (layout) => ({...layout, width: options.width, height: options.height});
    let best, layout = sized(figure.layout);
    for (let round = 0; round <= 2; round++) {
      const now = {data: figure.data, layout: structuredClone(layout)};
      const {faults, svg, next, points} = await plotted(now, async (holder) => {
        const faults = tabletalkFaults(holder, now);
        const next = faults.length > 0 && round < 2 ? tabletalkMended(holder, layout, faults, round) : undefined;
        const points = options.format === "png" ? copied(holder, options) : undefined;
        return {faults: faults.map((one) => one.said), next, points, svg: Plotly.Snapshot.toSVG(holder, "svg", options.scale)};
      });
      if (!best || faults.length < best.faults.length) best = {faults, svg, points, layout};
      if (!next || faults.length === 0) break;
      layout = sized(next);
    }
    const away = (best.layout.annotations ?? []).filter((one, at) => one.visible === false && figure.layout.annotations[at].visible !== false).length;
    const faults = away > 0 ? [...best.faults, away + " label" + (away === 1 ? "" : "s") + " left away, which lay on others"] : best.faults;
    if (options.format === "svg") return {image: "data:image/svg+xml," + encodeURIComponent(best.svg), faults};
    if (options.format === "png") return {image: await raster(best.svg, best.points, options), faults};
    const picture = new DOMParser().parseFromString(best.svg, "image/svg+xml").documentElement;
    picture.style.display = "block";
    document.body.replaceChildren(document.adoptNode(picture));
    return {image: "", faults};
  },
  inspect: (figure) => plotted(figure, async (holder) => tabletalkFaults(holder, figure).map((one) => one.said)),
  clear: () => document.body.replaceChildren(),
};`;

/** The whole page: nothing but our bundle and this script may run, nothing at all may be loaded. */
export function pageHtml(plotly: string, nonce: string): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "worker-src 'none'",
    "frame-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "webrtc 'block'",
  ].join("; ");
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><style>body{margin:0}</style><body></body><script nonce="${nonce}">${inline(plotly)}</script><script nonce="${nonce}">${SCRIPT}</script>`;
}

/** A script that can stand inside a page: it must not end its own element. */
export function inline(script: string): string {
  return script.replace(/<\/script/gi, "<\\/script").replace(/<!--/g, "<\\!--");
}
