import {randomUUID} from "node:crypto";
import type {Browser, Page} from "puppeteer-core";
import {TabletalkError} from "../errors.ts";
import {type Bundle, bundleOf, bundleSource} from "./bundle.ts";
import {type PageOptions, type PageScope, pageHtml} from "./page_script.ts";
import type {Figure} from "./plotly.ts";

const RECYCLE_AFTER = 200;

export type DrawOptions = PageOptions;

/** A drawn picture and what is still wrong with it after mending. */
export interface DrawnPicture {
  content: Uint8Array;
  faults: string[];
}

/**
 * Draws one picture at a time, with a warm page a bundle. A page is renewed after 200 pictures, after an abort, after a time limit
 * and when it crashes; a picture whose page or browser died under it is drawn once more.
 */
export interface RenderPage {
  draw(
    figure: Figure,
    options: DrawOptions,
    signal: AbortSignal | undefined,
    limitMs: number,
  ): Promise<DrawnPicture>;
  inspect(figure: Figure, signal: AbortSignal | undefined, limitMs: number): Promise<string[]>;
}

interface Warm {
  browser: Browser;
  page: Page;
  drawn: number;
  /** Rejects when the page crashes or is closed. */
  died: Promise<never>;
}

/** Opens lazily. @param browser gives the running browser, a new one when the last has died */
export function renderPage(browser: () => Promise<Browser>): RenderPage {
  const pages = new Map<Bundle, Warm>();

  async function current(bundle: Bundle): Promise<Warm> {
    const running = await browser();
    const known = pages.get(bundle);
    if (known && known.browser === running && known.drawn < RECYCLE_AFTER && !known.page.isClosed())
      return known;
    await discard(bundle);
    const opened = await open(running, await bundleSource(bundle));
    pages.set(bundle, opened);
    return opened;
  }
  async function discard(bundle: Bundle): Promise<void> {
    const old = pages.get(bundle);
    pages.delete(bundle);
    await old?.page.close().catch(() => {});
  }
  async function run<T>(
    figure: Figure,
    work: (page: Page) => Promise<T>,
    signal: AbortSignal | undefined,
    limitMs: number,
    again = true,
  ): Promise<T> {
    if (signal?.aborted) throw aborted();
    const bundle = bundleOf(figure);
    const {promise: stopped, reject} = Promise.withResolvers<never>();
    stopped.catch(() => {});
    const timer = setTimeout(() => reject(tooLong(limitMs)), limitMs);
    const abort = () => reject(aborted());
    signal?.addEventListener("abort", abort, {once: true});
    let own: Warm | undefined;
    try {
      own = await Promise.race([current(bundle), stopped]);
      own.drawn++;
      return await Promise.race([work(own.page), stopped, own.died]);
    } catch (error) {
      if (error instanceof TabletalkError) {
        void discard(bundle);
        throw error;
      }
      const gone = isGone(error) || own?.page.isClosed() === true || own?.browser.connected === false;
      await discard(bundle);
      if (gone && again) return run(figure, work, signal, limitMs, false);
      const message = `The chart could not be drawn: ${(error as Error).message.split("\n")[0]}`;
      throw new TabletalkError("bad_chart", message, "Try another kind of chart.", {cause: error});
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }
  return {
    draw: (figure, options, signal, limitMs) =>
      run(figure, (page) => picture(page, lean(figure), options), signal, limitMs),
    inspect: (figure, signal, limitMs) =>
      run(
        figure,
        (page) => page.evaluate((f) => (globalThis as unknown as PageScope).tabletalk.inspect(f), figure),
        signal,
        limitMs,
      ),
  };
}

async function picture(page: Page, figure: Figure, options: DrawOptions): Promise<DrawnPicture> {
  const {image, faults} = await page.evaluate(
    (f, o) => (globalThis as unknown as PageScope).tabletalk.draw(f, o),
    figure,
    options,
  );
  const body = image.slice(image.indexOf(",") + 1);
  if (options.format === "svg") return {content: Buffer.from(decodeURIComponent(body)), faults};
  if (options.format === "png") return {content: Buffer.from(body, "base64"), faults};
  const size = {width: `${options.width}px`, height: `${options.height}px`};
  const content = await page.pdf({...size, printBackground: true, pageRanges: "1", waitForFonts: false});
  await page.evaluate(() => (globalThis as unknown as PageScope).tabletalk.clear());
  return {content, faults};
}

/** Without what a picture does not show; long runs of numbers as bytes, which the page reads as typed arrays. */
function lean(figure: Figure): Figure {
  const data = figure.data.map(({customdata: _rows, hovertext: _hover, ...trace}) => {
    if (trace.type !== "scattergl") return trace;
    const packed = ["x", "y"].map((name): [string, unknown] => [name, pack(trace[name])]);
    return {...trace, ...Object.fromEntries(packed)};
  });
  return {data, layout: figure.layout};
}

function pack(values: unknown): unknown {
  if (!Array.isArray(values) || !values.every((value) => typeof value === "number")) return values;
  return {dtype: "f8", bdata: Buffer.from(Float64Array.from(values).buffer).toString("base64")};
}

async function open(browser: Browser, plotly: string): Promise<Warm> {
  const page = await browser.newPage();
  const {promise: died, reject} = Promise.withResolvers<never>();
  died.catch(() => {});
  page.once("error", (error) => reject(Object.assign(error, {name: "PageGone"})));
  page.once("close", () => reject(Object.assign(new Error("The page is closed."), {name: "PageGone"})));
  await page.setRequestInterception(true);
  page.on("request", (request) => void request.abort("blockedbyclient").catch(() => {}));
  page.on("dialog", (dialog) => void dialog.dismiss().catch(() => {}));
  page.on("popup", (popup) => void popup?.close().catch(() => {}));
  await page.setContent(pageHtml(plotly, randomUUID()), {waitUntil: "domcontentloaded"});
  await page.setOfflineMode(true);
  return {browser, page, drawn: 0, died};
}

/** Whether an error says that the page or its browser is no more. */
function isGone(error: unknown): boolean {
  const {name, message} = error as Error;
  return (
    ["PageGone", "TargetCloseError", "ConnectionClosedError"].includes(name) ||
    /Target closed|Session closed|Connection closed|detached|Execution context was destroyed/i.test(message)
  );
}

/** The error of a render that its caller stopped. */
export function aborted(): TabletalkError {
  return new TabletalkError("aborted", "The chart was stopped.", "Ask again to draw it.");
}

function tooLong(limitMs: number): TabletalkError {
  return new TabletalkError(
    "time_limit",
    `The chart took longer than ${limitMs / 1000} s to draw.`,
    "Plot fewer rows: aggregate them, or take a sample.",
  );
}
