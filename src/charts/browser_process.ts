import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {Browser} from "puppeteer-core";
import {findBrowser, noBrowser} from "./browser.ts";
import {fontConfiguration, fontFolders} from "./fonts.ts";

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

/** Starts the closed-off browser with our fonts. @param cache a folder of our own @throws TabletalkError no_browser */
export async function startBrowser(cache: string): Promise<Browser> {
  const found = await findBrowser(cache);
  await mkdir(join(cache, "fontconfig"), {recursive: true, mode: 0o700});
  const configuration = join(cache, "fonts.conf");
  await writeFile(configuration, fontConfiguration(fontFolders(), join(cache, "fontconfig")));
  const {default: puppeteer} = await import("puppeteer-core");
  try {
    return await puppeteer.launch({
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
  } catch (error) {
    const reason =
      (error as Error).message.split("\n").find((line) => line.trim() !== "") ?? "no reason given";
    throw noBrowser(`The browser at '${found.path}' does not start: ${reason}`, error);
  }
}
