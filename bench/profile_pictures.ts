import {readFileSync} from "node:fs";
import {mkdir} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {startBrowser} from "../src/charts/browser_process.ts";

/**
 * Photographs pages, light and dark. Usage: node bench/profile_pictures.ts FOLDER PAGE.html...
 */
const [folder, ...pages] = process.argv.slice(2);
if (!folder || pages.length === 0)
  throw new Error("Usage: node bench/profile_pictures.ts FOLDER PAGE.html...");
await mkdir(folder, {recursive: true});
const browser = await startBrowser(join(tmpdir(), "tabletalk-profile-pictures"));
for (const path of pages) {
  for (const theme of ["light", "dark"] as const) {
    const page = await browser.newPage();
    await page.setViewport({width: 1180, height: 900});
    await page.emulateMediaFeatures([{name: "prefers-color-scheme", value: theme}]);
    await page.setContent(readFileSync(path, "utf8"));
    const name = path
      .split("/")
      .at(-1)!
      .replace(/\.html$/, "");
    await page.screenshot({path: join(folder, `${name}-${theme}.png`) as `${string}.png`, fullPage: true});
    await page.close();
  }
}
await browser.close();
