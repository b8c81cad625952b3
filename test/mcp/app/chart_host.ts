import type {Client} from "@modelcontextprotocol/client";
import {getToolUiResourceUri} from "@modelcontextprotocol/ext-apps/app-bridge";
import type {Frame, Page} from "puppeteer-core";
import {rolldown} from "rolldown";
import {type PageBrowser, pageBrowser} from "../../channels/http/page/page_browser.ts";
import {readText} from "../read_text.ts";

/** A host with apps in real Chromium, joined to a real server through a real client. */
export interface ChartHost extends AsyncDisposable {
  page: Page;
  /** What any page of it asked the network for. */
  requests: string[];
  complaints: string[];
  /** The addresses that the app read. */
  read: string[];
  /** Calls make_chart and shows its app, as hosts do. */
  show(input: Record<string, unknown>, context?: Record<string, unknown>): Promise<Frame>;
  /** The marks of the drawn chart, as Plotly has them. */
  plotted(frame: Frame): Promise<{type: string; x: unknown[]; y: unknown[]}[]>;
  /** From now on the host hands nothing on. */
  refuseReading(why: string | undefined): void;
}

export async function chartHost(client: Client): Promise<ChartHost> {
  const browser: PageBrowser = await pageBrowser();
  const {page, complaints} = await browser.open("about:blank", {width: 900, height: 700});
  const requests: string[] = [];
  const read: string[] = [];
  let refused: string | undefined;
  page.on("request", (request) => {
    if (!/^(about|data|blob):/.test(request.url())) requests.push(request.url());
  });
  await page.exposeFunction("readResource", async ({uri}: {uri: string}) => {
    read.push(uri);
    if (refused !== undefined) return {refused};
    return client.readResource({uri}).catch((error: Error) => ({refused: error.message}));
  });
  await page.addScriptTag({content: await hostScript()});
  const {tools} = await client.listTools();
  const address = getToolUiResourceUri(tools.find(({name}) => name === "make_chart")!)!;
  const {text: html, _meta} = await readText(client, address);
  const csp = policyOf((_meta as {ui?: {csp?: Csp}} | undefined)?.ui?.csp ?? {});
  return {
    page,
    requests,
    complaints,
    read,
    async show(input, context = {theme: "light"}) {
      const result = await client.callTool({name: "make_chart", arguments: input}, {timeout: 120_000});
      await page.evaluate(
        (shown) => (globalThis as unknown as {showApp(one: unknown): Promise<void>}).showApp(shown),
        {html, csp, input, result, context},
      );
      return page.frames().find((frame) => frame !== page.mainFrame())!;
    },
    plotted: async (frame) => {
      await frame.waitForSelector("#chart .plot-container");
      return frame.evaluate(() => {
        const drawn = document.querySelector("#chart") as unknown as {
          data: {type: string; x: unknown; y: unknown}[];
        };
        return drawn.data.map(({type, x, y}) => ({type, x: [...(x as [])], y: [...(y as [])]}));
      });
    },
    refuseReading(why) {
      refused = why;
    },
    async [Symbol.asyncDispose]() {
      await browser[Symbol.asyncDispose]();
    },
  };
}

interface Csp {
  connectDomains?: string[];
  resourceDomains?: string[];
}

/** The policy that the extension for apps tells hosts to set. */
function policyOf({connectDomains = [], resourceDomains = []}: Csp): string {
  const own = resourceDomains.join(" ");
  return [
    "default-src 'none'",
    `script-src 'self' 'unsafe-inline' ${own}`,
    `style-src 'self' 'unsafe-inline' ${own}`,
    `img-src 'self' data: ${own}`,
    `font-src 'self' ${own}`,
    `connect-src ${connectDomains.length > 0 ? connectDomains.join(" ") : "'none'"}`,
  ].join("; ");
}

async function hostScript(): Promise<string> {
  await using bundle = await rolldown({
    input: new URL("./host_page.js", import.meta.url).pathname,
    platform: "browser",
  });
  const {output} = await bundle.generate({format: "iife"});
  return output[0].code;
}
