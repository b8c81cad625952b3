import {send} from "./api.js";
import {button, element, fill} from "./element.js";
import {problemNote} from "./problem.js";

/**
 * A chart to explore. It is drawn in a frame of its own that can reach nothing: not this page, not the service.
 * @param {string} turn
 * @param {{step: string, title: string, altText: string, warnings?: string[]}} chart
 * @param {AbortSignal} signal
 */
export function chartView(turn, {step, title, altText, warnings = []}, signal) {
  const place = element("div", {class: "drawing"});
  /** @type {HTMLElement} */
  const node = element(
    "figure",
    {class: "chart"},
    place,
    element("figcaption", {dir: "auto"}, altText, ...warnings.map((one) => element("small", {}, ` ${one}`))),
    button("Picture", () => picture().catch((error) => node.append(problemNote(error)))),
  );
  let drawnWidth = 0;
  // Drawn once it is seen, and again where the window became another.
  const sized = new ResizeObserver(() => draw());
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some(({isIntersecting}) => isIntersecting)) return;
    seen.disconnect();
    sized.observe(place);
  });
  seen.observe(place);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", redraw);
  signal.addEventListener("abort", () => {
    seen.disconnect();
    sized.disconnect();
    dark.removeEventListener("change", redraw);
  });
  return node;

  function redraw() {
    drawnWidth = 0;
    draw();
  }

  async function draw() {
    const width = Math.min(1_200, Math.max(280, place.clientWidth));
    if (place.clientWidth === 0 || Math.abs(width - drawnWidth) < 24) return;
    drawnWidth = width;
    const height = Math.round(Math.min(520, Math.max(320, width * 0.6)));
    const theme = dark.matches ? "dark" : "light";
    try {
      const response = await send(chartPath("html", {width, height, theme}), {signal});
      const html = await response.text();
      if (drawnWidth !== width) return;
      const frame = element("iframe", {
        src: "/chart_frame.html",
        sandbox: "allow-scripts allow-downloads",
        title: altText || title,
        height,
      });
      const ready = (/** @type {MessageEvent} */ {source, data}) => {
        if (source !== frame.contentWindow || data !== "chart frame is ready") return;
        removeEventListener("message", ready);
        frame.contentWindow?.postMessage(html, "*");
      };
      addEventListener("message", ready);
      fill(place, frame);
    } catch (error) {
      if (!signal.aborted) fill(place, problemNote(error));
    }
  }

  async function picture() {
    const response = await send(chartPath("png", {}));
    const url = URL.createObjectURL(await response.blob());
    element("a", {href: url, download: `${step}.png`}).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  /** @param {string} format @param {Record<string, string | number>} how */
  function chartPath(format, how) {
    const query = new URLSearchParams(Object.entries(how).map(([name, value]) => [name, String(value)]));
    return `/v1/turns/${turn}/charts/${encodeURIComponent(step)}.${format}?${query}`;
  }
}
