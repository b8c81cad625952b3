import type {Page} from "puppeteer-core";
import {aborted} from "../charts/render_page.ts";
import type {ChartRenderer} from "../charts/renderer.ts";
import {TabletalkError} from "../errors.ts";

export interface PrintOptions {
  renderer: Pick<ChartRenderer, "browser">;
  format: "pdf" | "png";
  /** CSS pixels of the window: what a PNG is wide, and what a script in the page measures; default 1,000. */
  width?: number;
  /** CSS pixels that a PNG is high at most, from the top; default 16,000. Without a limit of its own it is as high as the page. */
  height?: number;
  /** Device pixels per CSS pixel of a PNG; default 2, less where the picture would be higher than a browser can paint. */
  scale?: number;
  /** The PDF's headings as bookmarks; default true. */
  outline?: boolean;
  /** How long it may take, in milliseconds; default 60,000. */
  limitMs?: number;
  signal?: AbortSignal | undefined;
}

/** The browser paints no picture that is longer than this on a side. */
const LONGEST_SIDE = 16_384;
const SIDE_BY_SIDE = 2;

/**
 * Prints a page of HTML that needs nothing else in the warm, closed-off browser: nothing is loaded from anywhere, whatever the
 * page says. A PDF has real text, tags and bookmarks, on the paper that the page's `@page` rule names (A4 where it names
 * none); page numbers stand in that rule's margins. A page that draws by script has `data-drawing` on its `<html>` and takes
 * it away once everything is drawn; until then it is waited for.
 * @throws TabletalkError no_browser, time_limit, aborted, bad_chart where the page's script fails
 */
export async function printPage(html: string, options: PrintOptions): Promise<Uint8Array> {
  const {signal, limitMs = 60_000} = options;
  if (signal?.aborted) throw stopped();
  const browser = await options.renderer.browser();
  return inLine(async () => {
    const {promise: ended, reject} = Promise.withResolvers<never>();
    ended.catch(() => {});
    const timer = setTimeout(() => reject(tooLong(limitMs)), limitMs);
    const abort = () => reject(stopped());
    signal?.addEventListener("abort", abort, {once: true});
    if (signal?.aborted) abort();
    let page: Page | undefined;
    try {
      const opening = browser.newPage().then((own) => {
        page = own;
        return own;
      });
      return await Promise.race([opening.then((own) => printed(own, html, options)), ended]);
    } catch (error) {
      if (error instanceof TabletalkError) throw error;
      const why = (error as Error).message.split("\n")[0];
      throw new TabletalkError("bad_chart", `The page could not be printed: ${why}`, "Try again.", {
        cause: error,
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      void page?.close().catch(() => {});
    }
  }, signal);
}

async function printed(page: Page, html: string, options: PrintOptions): Promise<Uint8Array> {
  const {width = 1000, height = LONGEST_SIDE, outline = true} = options;
  await page.setRequestInterception(true);
  page.on("request", (request) => void request.abort("blockedbyclient").catch(() => {}));
  page.on("dialog", (dialog) => void dialog.dismiss().catch(() => {}));
  page.on("popup", (popup) => void popup?.close().catch(() => {}));
  const {promise: failed, reject} = Promise.withResolvers<never>();
  failed.catch(() => {});
  page.once("pageerror", (error) => reject(error));
  page.once("error", (error) => reject(error));
  if (options.format === "pdf") await page.emulateMediaType("print");
  await page.setViewport({width, height: 800, deviceScaleFactor: 1});
  await page.setContent(html, {waitUntil: "domcontentloaded", timeout: 0});
  await page.setOfflineMode(true);
  await Promise.race([page.evaluate(SETTLED), failed]);
  if (options.format === "pdf") return onPaper(page, outline);
  const full = (await page.evaluate(HEIGHT)) as number;
  const high = Math.max(1, Math.min(full, height));
  const scale = Math.min(options.scale ?? 2, LONGEST_SIDE / Math.max(high, width));
  await page.setViewport({width, height: Math.min(high, LONGEST_SIDE), deviceScaleFactor: scale});
  await page.evaluate(SETTLED);
  return page.screenshot({type: "png", clip: {x: 0, y: 0, width, height: high}, captureBeyondViewport: true});
}

/**
 * Printed until the numbers in its table of contents are the numbers of its sheets: elements with `data-page-of="name"` take
 * the sheet on which the place of that name stands. Twice is enough unless the numbers move a line.
 */
async function onPaper(page: Page, outline: boolean): Promise<Uint8Array> {
  const print = () =>
    page.pdf({
      format: "a4",
      preferCSSPageSize: true,
      printBackground: true,
      tagged: true,
      outline,
      waitForFonts: false,
      timeout: 0,
    });
  let pdf = await print();
  const names = (await page.evaluate(NUMBERED)) as string[];
  if (names.length === 0) return pdf;
  const {pagesOfPlaces} = await import("./page_numbers.ts");
  for (let round = 0, before = ""; round < 4; round++) {
    const places = await pagesOfPlaces(pdf);
    const pages = names.map((name) => String(places.get(name) ?? ""));
    if (pages.join() === before) break;
    before = pages.join();
    await page.evaluate(`(${NUMBER})(${JSON.stringify(pages)})`);
    pdf = await print();
  }
  return pdf;
}

const NUMBERED = '[...document.querySelectorAll("[data-page-of]")].map((one) => one.dataset.pageOf)';
const NUMBER =
  '(pages) => document.querySelectorAll("[data-page-of]").forEach((one, at) => { one.textContent = pages[at]; })';

/** Runs in the page: what it draws by script is drawn, fonts are there, pictures are decoded. */
const SETTLED = `(async () => {
  const root = document.documentElement;
  if (root.hasAttribute("data-drawing"))
    await new Promise((done) => {
      new MutationObserver((_changes, watch) => {
        if (root.hasAttribute("data-drawing")) return;
        watch.disconnect();
        done();
      }).observe(root, {attributes: true});
    });
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
})()`;
const HEIGHT = "Math.ceil(document.documentElement.getBoundingClientRect().height)";

let printing = 0;
const waiting: (() => void)[] = [];

/** Two pages are printed at a time; others wait in line, as charts do. */
async function inLine<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (printing >= SIDE_BY_SIDE) {
    const {promise, resolve} = Promise.withResolvers<void>();
    waiting.push(resolve);
    await promise;
  }
  printing++;
  try {
    if (signal?.aborted) throw stopped();
    return await work();
  } finally {
    printing--;
    waiting.shift()?.();
  }
}

function stopped(): TabletalkError {
  return Object.assign(aborted(), {message: "The page was stopped."});
}

function tooLong(limitMs: number): TabletalkError {
  return new TabletalkError(
    "time_limit",
    `The page took longer than ${limitMs / 1000} s to print.`,
    "Make it of fewer charts, or show fewer rows of its tables.",
  );
}
