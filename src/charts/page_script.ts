import type {Figure, Size} from "./plotly.ts";

/** What is wrong with a drawn picture; empty when all is well. */
export type DrawnFault = string;

/** What our own script offers in the page. */
export interface PageScope {
  tabletalk: {
    draw(figure: Figure, options: {format: "png" | "svg"; scale: number} & Size): Promise<string>;
    inspect(figure: Figure): Promise<DrawnFault[]>;
  };
}

/** Runs in the page: draws, and reads the drawn picture back. Plain JavaScript, since the browser reads it as it is. */
const SCRIPT = `
"use strict";
const config = {staticPlot: true, displayModeBar: false, responsive: false, plotlyServerURL: ""};
const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1.5;
window.tabletalk = {
  draw: (figure, options) => Plotly.toImage({data: figure.data, layout: figure.layout, config}, options),
  inspect: async (figure) => {
    const holder = document.createElement("div");
    document.body.append(holder);
    try {
      await Plotly.newPlot(holder, figure.data, figure.layout, config);
      const faults = [];
      const frame = holder.getBoundingClientRect();
      const right = frame.left + figure.layout.width, bottom = frame.top + figure.layout.height;
      const boxes = (selector) => [...holder.querySelectorAll(selector)].filter((one) => one.textContent.trim() !== "")
        .map((one) => ({box: one.getBoundingClientRect(), text: one.textContent.trim()})).filter((one) => one.box.width > 0);
      const kinds = {title: boxes(".gtitle"), "x label": boxes(".xtick text"), "y label": boxes(".ytick text"),
        "axis title": boxes(".xtitle, .ytitle"), legend: boxes(".legendtext"), mark: boxes("text.bartext, text.slicetext, text.annotation-text")};
      for (const [kind, texts] of Object.entries(kinds)) for (const {box, text} of texts) {
        if (box.left < frame.left - 1 || box.top < frame.top - 1 || box.right > right + 1 || box.bottom > bottom + 1)
          faults.push(kind + " '" + text + "' is cut at the edge");
      }
      const flat = Object.entries(kinds).flatMap(([kind, texts]) => texts.map((one) => ({kind, ...one})));
      for (let i = 0; i < flat.length; i++) for (let j = i + 1; j < flat.length; j++)
        if (overlap(flat[i].box, flat[j].box)) faults.push(flat[i].kind + " '" + flat[i].text + "' touches " + flat[j].kind + " '" + flat[j].text + "'");
      for (const [at, trace] of figure.data.entries()) {
        if (trace.type !== "bar") continue;
        const values = trace.orientation === "h" ? trace.x : trace.y;
        const group = holder.querySelectorAll(".barlayer .trace.bars")[at];
        const sizes = [...(group ? group.querySelectorAll(".point > path") : [])].map((path) => path.getBBox()[trace.orientation === "h" ? "width" : "height"]);
        if (figure.layout.barnorm) continue;
        const drawn = values.filter((value) => value !== null);
        if (sizes.length !== values.length && sizes.length !== drawn.length) { faults.push("series " + at + " draws " + sizes.length + " of " + drawn.length + " bars"); continue; }
        const own = sizes.length === values.length ? values : drawn;
        const most = own.reduce((best, value, i) => (Math.abs(value ?? 0) > Math.abs(own[best] ?? 0) ? i : best), 0);
        if (!own[most]) continue;
        const unit = sizes[most] / Math.abs(own[most]);
        own.forEach((value, i) => { if (Math.abs(sizes[i] - Math.abs(value ?? 0) * unit) > 1.5) faults.push("bar " + i + " of series " + at + " is not as long as its value"); });
      }
      return faults;
    } finally {
      Plotly.purge(holder);
      holder.remove();
    }
  },
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
