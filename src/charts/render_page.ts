import {randomUUID} from "node:crypto";
import type {Browser, Page} from "puppeteer-core";
import {TabletalkError} from "../errors.ts";
import {type PageScope, pageHtml} from "./page_script.ts";
import type {Figure, Size} from "./plotly.ts";

const RECYCLE_AFTER = 200;

export interface DrawOptions extends Size {
  format: "png" | "svg";
  scale: number;
}

/** A page that draws one picture at a time and is renewed after 200, after an abort and after a time limit. */
export interface RenderPage {
  draw(
    figure: Figure,
    options: DrawOptions,
    signal: AbortSignal | undefined,
    limitMs: number,
  ): Promise<string>;
  inspect(figure: Figure, signal: AbortSignal | undefined, limitMs: number): Promise<string[]>;
  /** For tests: the page itself, as a script that got to run in it would see it. */
  current(): Promise<Page>;
}

/** Opens lazily. @param plotly the bundle's source */
export function renderPage(browser: Browser, plotly: string): RenderPage {
  let page: Promise<Page> | undefined;
  let drawn = 0;

  async function current(): Promise<Page> {
    if (page && drawn >= RECYCLE_AFTER) await discard();
    page ??= open(browser, plotly);
    return page;
  }
  async function discard(): Promise<void> {
    const old = page;
    page = undefined;
    drawn = 0;
    await old?.then((one) => one.close()).catch(() => {});
  }
  async function run<T>(
    work: (page: Page) => Promise<T>,
    signal: AbortSignal | undefined,
    limitMs: number,
  ): Promise<T> {
    signal?.throwIfAborted();
    const own = await current();
    drawn++;
    const {promise: stopped, reject} = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(tooLong(limitMs)), limitMs);
    const abort = () => reject(aborted());
    signal?.addEventListener("abort", abort, {once: true});
    try {
      return await Promise.race([work(own), stopped]);
    } catch (error) {
      await discard();
      if (error instanceof TabletalkError) throw error;
      const message = `The chart could not be drawn: ${(error as Error).message.split("\n")[0]}`;
      throw new TabletalkError("bad_chart", message, "Try another kind of chart.", {cause: error});
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }
  return {
    current,
    draw: (figure, options, signal, limitMs) =>
      run(
        (own) =>
          own.evaluate((f, o) => (globalThis as unknown as PageScope).tabletalk.draw(f, o), figure, options),
        signal,
        limitMs,
      ),
    inspect: (figure, signal, limitMs) =>
      run(
        (own) => own.evaluate((f) => (globalThis as unknown as PageScope).tabletalk.inspect(f), figure),
        signal,
        limitMs,
      ),
  };
}

async function open(browser: Browser, plotly: string): Promise<Page> {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  page.on("request", (request) => void request.abort("blockedbyclient").catch(() => {}));
  page.on("dialog", (dialog) => void dialog.dismiss().catch(() => {}));
  page.on("popup", (popup) => void popup?.close().catch(() => {}));
  await page.setContent(pageHtml(plotly, randomUUID()), {waitUntil: "domcontentloaded"});
  await page.setOfflineMode(true);
  return page;
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
