import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {homedir, tmpdir} from "node:os";
import {join} from "node:path";
import puppeteer, {type Browser, type ConsoleMessage, type Page} from "puppeteer-core";
import {findBrowser} from "../../../../src/charts/browser.ts";
import {fontConfiguration, fontFolders} from "../../../../src/charts/fonts.ts";

/** A page in real Chromium, with what it complained of. */
export interface Watched {
  page: Page;
  /** Errors on its console, exceptions, and what its Content-Security-Policy refused. */
  complaints: string[];
}

/** Chromium for tests of the page, with fonts of all scripts. */
export interface PageBrowser extends AsyncDisposable {
  browser: Browser;
  /** Opens an address as someone of their own: no cookies of others. */
  open(
    url: string,
    size?: {width: number; height: number; isMobile?: boolean; hasTouch?: boolean},
  ): Promise<Watched>;
  /** Where what pages download lies. */
  downloads: string;
}

/** @param more arguments of Chromium, beside those that every test has */
export async function pageBrowser(more: readonly string[] = []): Promise<PageBrowser> {
  const home = await mkdtemp(join(tmpdir(), "tabletalk-page-"));
  const found = await findBrowser(join(homedir(), ".cache", "tabletalk"));
  await mkdir(join(home, "fontconfig"));
  const downloads = join(home, "downloads");
  await mkdir(downloads);
  const fonts = join(home, "fonts.conf");
  await writeFile(fonts, fontConfiguration(fontFolders(), join(home, "fontconfig")));
  const browser = await puppeteer.launch({
    executablePath: found.path,
    headless: "shell",
    pipe: true,
    args: [
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--no-first-run",
      "--hide-scrollbars",
      "--use-gl=angle",
      "--use-angle=swiftshader",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ...more,
    ],
    env: {
      HOME: home,
      PATH: "/usr/bin:/bin",
      FONTCONFIG_FILE: fonts,
      ...(found.libraries && {LD_LIBRARY_PATH: found.libraries}),
    },
  });
  return {
    browser,
    downloads,
    async open(url, size = {width: 1200, height: 900}) {
      const context = await browser.createBrowserContext({
        downloadBehavior: {policy: "allow", downloadPath: downloads},
      });
      const page = await context.newPage();
      page.setDefaultTimeout(90_000);
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error" && !isRefusedSignIn(message)) complaints.push(message.text());
      });
      page.on("dialog", (dialog) => {
        complaints.push(`a dialog: ${dialog.message()}`);
        dialog.dismiss().catch(() => {});
      });
      await page.setViewport(size);
      await page.goto(url);
      return {page, complaints};
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await rm(home, {recursive: true, force: true});
    },
  };
}

/** A wrong password is answered 401, which Chromium tells on the console. */
function isRefusedSignIn(message: ConsoleMessage): boolean {
  return /\/v1\/sign-in/.test(message.location().url ?? "") && /401/.test(message.text());
}
