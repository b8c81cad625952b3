import {mkdir, readFile, writeFile} from "node:fs/promises";
import {homedir} from "node:os";
import {join} from "node:path";
import type {Browser} from "puppeteer-core";
import type {Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {findBrowser, noBrowser} from "./browser.ts";
import {figure} from "./figure.ts";
import {fontConfiguration, fontFolders, packageFolder} from "./fonts.ts";
import type {Figure} from "./plotly.ts";
import {aborted, type DrawOptions, type RenderPage, renderPage} from "./render_page.ts";
import type {ChartSpec} from "./spec.ts";

export interface ChartRendererOptions {
  /** A folder of our own for the unpacked browser and the index of fonts; default: ~/.cache/tabletalk. */
  cache?: string;
  /** How long one chart may take, in milliseconds; default 20,000. */
  limitMs?: number;
  /** How many pages draw side by side; default 2. */
  pages?: number;
}

export interface RenderOptions {
  format: "png" | "svg";
  /** CSS pixels; default 800 x 500. */
  width?: number;
  height?: number;
  /** Device pixels per CSS pixel of a PNG; default 2. */
  scale?: number;
  signal?: AbortSignal;
}

/** Draws charts in one warm, closed-off browser, started at the first chart. */
export interface ChartRenderer {
  /** @throws TabletalkError bad_chart, no_data, no_browser, time_limit, aborted */
  render(spec: ChartSpec, table: Table, options: RenderOptions): Promise<Uint8Array>;
  /** What is cut off, overlaps or is drawn at another length than its value; empty when all is well. */
  inspect(
    spec: ChartSpec,
    table: Table,
    options?: Omit<RenderOptions, "format" | "scale">,
  ): Promise<string[]>;
  /** Draws a figure as it is. For tests of the closed-off page. */
  renderFigure(made: Figure, options: RenderOptions): Promise<Uint8Array>;
  /** The browser, once started. For tests and figures of memory. */
  browser(): Promise<Browser>;
  /** Ends the browser. Without it the process stays alive. */
  close(): Promise<void>;
}

const FLAGS = [
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--font-render-hinting=none",
  "--hide-scrollbars",
  "--no-first-run",
  "--no-pings",
  "--mute-audio",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-features=WebRtcHideLocalIpsWithMdns,NetworkPrediction,Translate,OptimizationHints,MediaRouter",
  "--host-resolver-rules=MAP * ~NOTFOUND",
  "--proxy-server=http://0.0.0.0:9",
  "--proxy-bypass-list=<-loopback>",
  "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

/** Makes a renderer; nothing is started before the first chart. Two charts are drawn at a time, others wait in line. */
export function createChartRenderer(options: ChartRendererOptions = {}): ChartRenderer {
  const cache = options.cache ?? join(homedir(), ".cache", "tabletalk");
  const limitMs = options.limitMs ?? 20_000;
  const most = options.pages ?? 2;
  let starting: Promise<{browser: Browser; plotly: string}> | undefined;
  let closed = false;
  const idle: RenderPage[] = [];
  const waiting: ((page: RenderPage) => void)[] = [];
  let opened = 0;

  async function started(): Promise<{browser: Browser; plotly: string}> {
    if (closed) throw new TabletalkError("aborted", "The chart renderer is closed.", "Make another.");
    starting ??= start(cache).then((parts) => {
      parts.browser.once("disconnected", () => {
        starting = undefined;
        idle.length = 0;
        opened = 0;
      });
      return parts;
    });
    try {
      return await starting;
    } catch (error) {
      starting = undefined;
      throw error;
    }
  }
  async function take(signal: AbortSignal | undefined): Promise<RenderPage> {
    const {browser, plotly} = await started();
    if (signal?.aborted) throw aborted();
    const free = idle.pop();
    if (free) return free;
    if (opened < most) {
      opened++;
      return renderPage(browser, plotly);
    }
    const {promise, resolve, reject} = Promise.withResolvers<RenderPage>();
    const abort = () => {
      const at = waiting.indexOf(resolve);
      if (at >= 0) waiting.splice(at, 1);
      reject(aborted());
    };
    waiting.push(resolve);
    signal?.addEventListener("abort", abort, {once: true});
    return promise.finally(() => signal?.removeEventListener("abort", abort));
  }
  async function withPage<T>(
    signal: AbortSignal | undefined,
    work: (page: RenderPage) => Promise<T>,
  ): Promise<T> {
    if (signal?.aborted) throw aborted();
    const page = await take(signal);
    try {
      return await work(page);
    } finally {
      const next = waiting.shift();
      if (next) next(page);
      else idle.push(page);
    }
  }
  async function renderFigure(made: Figure, given: RenderOptions): Promise<Uint8Array> {
    const draw: DrawOptions = {
      ...sizeOf(given),
      format: given.format,
      scale: given.format === "svg" ? 1 : (given.scale ?? 2),
    };
    const address = await withPage(given.signal, (page) => page.draw(made, draw, given.signal, limitMs));
    const body = address.slice(address.indexOf(",") + 1);
    return given.format === "svg" ? Buffer.from(decodeURIComponent(body)) : Buffer.from(body, "base64");
  }
  return {
    render: async (spec, table, given) => renderFigure(figure(spec, table, sizeOf(given)), given),
    inspect: async (spec, table, given = {}) => {
      const made = figure(spec, table, sizeOf(given));
      return withPage(given.signal, (page) => page.inspect(made, given.signal, limitMs));
    },
    renderFigure,
    browser: async () => (await started()).browser,
    close: async () => {
      closed = true;
      const parts = await starting?.catch(() => undefined);
      await parts?.browser.close().catch(() => {});
    },
  };
}

function sizeOf(given: {width?: number; height?: number}): {width: number; height: number} {
  return {width: given.width ?? 800, height: given.height ?? 500};
}

/** The source of the one script that draws. */
export async function plotlySource(): Promise<string> {
  const folder = packageFolder("plotly.js-dist-min");
  if (!folder) throw new TabletalkError("internal", "Plotly is not installed.", "Install the package again.");
  return readFile(join(folder, "plotly.min.js"), "utf8");
}

async function start(cache: string): Promise<{browser: Browser; plotly: string}> {
  const reading = plotlySource();
  reading.catch(() => {});
  const found = await findBrowser(cache);
  await mkdir(join(cache, "fontconfig"), {recursive: true, mode: 0o700});
  const configuration = join(cache, "fonts.conf");
  await writeFile(configuration, fontConfiguration(fontFolders(), join(cache, "fontconfig")));
  const {default: puppeteer} = await import("puppeteer-core");
  try {
    const browser = await puppeteer.launch({
      executablePath: found.path,
      headless: "shell",
      pipe: true,
      protocolTimeout: 60_000,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      args: [...FLAGS, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
      env: {
        HOME: cache,
        PATH: "/usr/bin:/bin",
        FONTCONFIG_FILE: configuration,
        ...(process.platform === "win32" && process.env),
        ...(found.libraries && {LD_LIBRARY_PATH: found.libraries}),
      },
    });
    return {browser, plotly: await reading};
  } catch (error) {
    const reason =
      (error as Error).message.split("\n").find((line) => line.trim() !== "") ?? "no reason given";
    throw noBrowser(`The browser at '${found.path}' does not start: ${reason}`, error);
  }
}
