import {homedir} from "node:os";
import {join} from "node:path";
import type {Browser} from "puppeteer-core";
import type {Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {startBrowser} from "./browser_process.ts";
import {checkFigure} from "./check_figure.ts";
import {figure} from "./figure.ts";
import {missingGlyphs} from "./glyphs.ts";
import type {Figure} from "./plotly.ts";
import {aborted, type DrawnPicture, type DrawOptions, type RenderPage, renderPage} from "./render_page.ts";
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
  format: "png" | "svg" | "pdf";
  /** CSS pixels; default 800 x 500. */
  width?: number;
  height?: number;
  /** Device pixels per CSS pixel of a PNG; default 2. */
  scale?: number;
  signal?: AbortSignal;
}

/** A picture, and what a reader must be told of it: faults that could not be mended, letters without a font. */
export interface CheckedPicture {
  content: Uint8Array;
  warnings: string[];
}

/** Draws charts in one warm, closed-off browser, started at the first chart. */
export interface ChartRenderer {
  /** @throws TabletalkError bad_chart, no_data, no_browser, time_limit, aborted */
  render(spec: ChartSpec, table: Table, options: RenderOptions): Promise<Uint8Array>;
  /**
   * Draws, checks what was drawn against the figure and the table, mends what it can in two rounds.
   * @throws TabletalkError bad_chart, no_data, no_browser, time_limit, aborted
   */
  renderChecked(spec: ChartSpec, table: Table, options: RenderOptions): Promise<CheckedPicture>;
  /** What is cut off, overlaps or is drawn at another length than its value, before mending; empty when all is well. */
  inspect(
    spec: ChartSpec,
    table: Table,
    options?: Omit<RenderOptions, "format" | "scale">,
  ): Promise<string[]>;
  /** Draws a figure as it is. For tests of the closed-off page. */
  renderFigure(made: Figure, options: RenderOptions): Promise<Uint8Array>;
  /** Draws a figure as it is, with the faults that are left after mending. */
  renderFigureChecked(made: Figure, options: RenderOptions): Promise<DrawnPicture>;
  /** The browser, once started. For tests and figures of memory. */
  browser(): Promise<Browser>;
  /** Ends the browser. Without it the process stays alive. */
  close(): Promise<void>;
}

/** Makes a renderer; nothing is started before the first chart. Two charts are drawn at a time, others wait in line. */
export function createChartRenderer(options: ChartRendererOptions = {}): ChartRenderer {
  const cache = options.cache ?? join(homedir(), ".cache", "tabletalk");
  const limitMs = options.limitMs ?? 20_000;
  const most = options.pages ?? 2;
  let starting: Promise<Browser> | undefined;
  let closed = false;
  const idle: RenderPage[] = [];
  const waiting: ((page: RenderPage) => void)[] = [];
  let opened = 0;

  async function browser(): Promise<Browser> {
    if (closed) throw new TabletalkError("aborted", "The chart renderer is closed.", "Make another.");
    starting ??= startBrowser(cache).then((own) => {
      own.once("disconnected", () => {
        starting = undefined;
      });
      return own;
    });
    try {
      const own = await starting;
      if (own.connected) return own;
      starting = undefined;
      return await browser();
    } catch (error) {
      starting = undefined;
      throw error;
    }
  }
  async function take(signal: AbortSignal | undefined): Promise<RenderPage> {
    const free = idle.pop();
    if (free) return free;
    if (opened < most) {
      opened++;
      return renderPage(browser);
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
      // The first start unpacks a browser, which is no part of a chart's time.
      await browser();
      return await work(page);
    } finally {
      const next = waiting.shift();
      if (next) next(page);
      else idle.push(page);
    }
  }
  function renderFigureChecked(made: Figure, given: RenderOptions): Promise<DrawnPicture> {
    const draw: DrawOptions = {
      ...sizeOf(given),
      format: given.format,
      scale: given.format === "png" ? (given.scale ?? 2) : 1,
    };
    return withPage(given.signal, (page) => page.draw(made, draw, given.signal, limitMs));
  }
  async function renderChecked(spec: ChartSpec, table: Table, given: RenderOptions): Promise<CheckedPicture> {
    const made = figure(spec, table, sizeOf(given));
    const {content, faults} = await renderFigureChecked(made, given);
    return {content, warnings: [...checkFigure(made, spec, table), ...faults, ...missingGlyphs(made)]};
  }
  return {
    render: async (spec, table, given) =>
      (await renderFigureChecked(figure(spec, table, sizeOf(given)), given)).content,
    renderChecked,
    inspect: async (spec, table, given = {}) => {
      const made = figure(spec, table, sizeOf(given));
      return withPage(given.signal, (page) => page.inspect(made, given.signal, limitMs));
    },
    renderFigure: async (made, given) => (await renderFigureChecked(made, given)).content,
    renderFigureChecked,
    browser,
    close: async () => {
      closed = true;
      const own = await starting?.catch(() => undefined);
      await own?.close().catch(() => {});
    },
  };
}

function sizeOf(given: {width?: number; height?: number}): {width: number; height: number} {
  return {width: given.width ?? 800, height: given.height ?? 500};
}
