import {writeFile} from "node:fs/promises";
import {homedir} from "node:os";
import {join} from "node:path";
import type {Browser} from "puppeteer-core";
import {startBrowser} from "../../src/charts/browser_process.ts";

export function openCamera(): Promise<Browser> {
  return startBrowser(join(homedir(), ".cache", "tabletalk"));
}

/** Photographs a page as high as it is. @returns bytes */
export async function photograph(browser: Browser, html: string, path: string): Promise<number> {
  const page = await browser.newPage();
  try {
    await page.setViewport({width: 640, height: 200});
    await page.setContent(html);
    const picture = await page.screenshot({fullPage: true, optimizeForSpeed: false});
    await writeFile(path, picture);
    return picture.length;
  } finally {
    await page.close();
  }
}
