import {plotlyFor} from "./plotly_for.js";

const CHART = /^tabletalk:\/\/charts\/[0-9a-f]{12}$/;
/** A room that differs by less, in pixels, keeps its drawing. */
const LITTLE = 24;
const SETTLED_MS = 150;

/**
 * @typedef {import("@modelcontextprotocol/ext-apps").McpUiHostContext} Context
 * @typedef {import("@modelcontextprotocol/client").CallToolResult} Result
 */

/**
 * The chart of one tool result, drawn anew where the host's theme or the room becomes another. What goes wrong is said in words,
 * beside the result's own picture.
 * @param {(uri: string) => Promise<string>} read text of the server's, through the host
 */
export function chartView(read) {
  const place = found("#chart");
  const said = found("#said");
  const about = found("#about");
  /** @type {Context} */
  let context = {};
  /** @type {Result | undefined} */
  let shown;
  /** @type {string | undefined} */
  let address;
  /** What was drawn last, or tried. @type {{theme: string, width: number, height: number} | undefined} */
  let drawn;
  /** @type {import("./plotly_for.js").Plotly | undefined} */
  let plotly;
  let round = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;
  const sized = new ResizeObserver(() => {
    clearTimeout(settling);
    settling = setTimeout(draw, SETTLED_MS);
  });
  sized.observe(document.documentElement);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", draw);
  themed();

  return {
    say,
    close() {
      sized.disconnect();
      dark.removeEventListener("change", draw);
      clearTimeout(settling);
    },
    /** @param {Context} changed */
    look(changed) {
      context = {...context, ...changed};
      void draw();
    },
    /** @param {Result} result */
    show(result) {
      shown = result;
      const links = result.content.flatMap((one) => (one.type === "resource_link" ? [one.uri] : []));
      address = links.find((uri) => CHART.test(uri));
      drawn = undefined;
      if (address === undefined) say(textOf(result) || "There is no chart to show.");
      else void draw();
    },
  };

  async function draw() {
    const theme = themed();
    if (address === undefined) return;
    const {width, height} = room();
    const isSame =
      drawn?.theme === theme &&
      Math.abs(drawn.width - width) < LITTLE &&
      Math.abs(drawn.height - height) < LITTLE;
    if (isSame) return;
    drawn = {theme, width, height};
    const own = ++round;
    try {
      const figure = JSON.parse(await read(`${address}?theme=${theme}&width=${width}&height=${height}`));
      const needed = await plotlyFor(figure.tabletalk.bundle, read);
      if (own !== round) return;
      if (plotly && plotly !== needed) plotly.purge(place);
      plotly = needed;
      document.title = figure.tabletalk.title;
      about.textContent = figure.tabletalk.altText;
      place.hidden = false;
      await plotly.react(place, figure.data, {...figure.layout, width, height}, configFor(width));
      say("");
    } catch (error) {
      if (own === round) fallBack(error);
    }
  }

  /** @param {unknown} error */
  function fallBack(error) {
    const why = error instanceof Error ? error.message : String(error);
    const picture = shown?.content.find((one) => one.type === "image");
    place.hidden = true;
    about.textContent = shown ? textOf(shown) : "";
    say(`The interactive chart could not be shown: ${why.slice(0, 300)}`);
    if (picture?.type !== "image") return;
    const image = document.createElement("img");
    image.alt = "";
    image.src = `data:${picture.mimeType};base64,${picture.data}`;
    said.append(image);
  }

  /** @param {string} text */
  function say(text) {
    said.replaceChildren(text);
    said.hidden = text === "";
  }

  /** The host's theme, the browser's where it tells none. */
  function themed() {
    const theme = context.theme ?? (dark.matches ? "dark" : "light");
    document.documentElement.dataset.theme = theme;
    return theme;
  }

  function room() {
    const dimensions = /** @type {{height?: number, maxHeight?: number}} */ (
      context.containerDimensions ?? {}
    );
    const width = Math.round(Math.min(1_600, Math.max(280, document.documentElement.clientWidth)));
    const wanted = Math.min(560, Math.max(360, width * 0.62));
    const fixed = dimensions.height ?? (context.displayMode === "fullscreen" ? innerHeight : undefined);
    const height = fixed ?? Math.min(wanted, dimensions.maxHeight ?? wanted);
    return {width, height: Math.round(Math.min(1_600, Math.max(240, height)))};
  }
}

/** What can be done with the chart: nothing that leaves its frame. @param {number} width */
function configFor(width) {
  return {
    displaylogo: false,
    displayModeBar: width < 480 ? false : "hover",
    showSendToCloud: false,
    modeBarButtonsToRemove: ["toImage", "select2d", "lasso2d", "autoScale2d"],
    plotlyServerURL: "",
    topojsonURL: "about:blank#",
  };
}

/** @param {Result} result */
function textOf({content}) {
  return content.flatMap((one) => (one.type === "text" ? [one.text] : [])).join("\n");
}

/** @param {string} selector @returns {HTMLElement} */
function found(selector) {
  const element = document.querySelector(selector);
  if (element instanceof HTMLElement) return element;
  throw new Error(`The page has no ${selector}`);
}
