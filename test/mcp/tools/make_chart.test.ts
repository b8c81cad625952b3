import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {EXTENSION_ID, RESOURCE_MIME_TYPE} from "@modelcontextprotocol/ext-apps/server";
import {encode} from "gpt-tokenizer";
import {afterAll, beforeAll, describe, expect, it, vi} from "vitest";
import {SAMPLES} from "../../../src/commands/runtime.ts";
import {readText} from "../read_text.ts";
import {oneRevision, type RunningServer, startMcp, type Told, toldBy} from "../running.ts";

vi.setConfig({testTimeout: 120_000, hookTimeout: 120_000});

const MOST_TOKENS = 170;
const ROWS = 1_000_000;
const SCRIPT = "</script><script>alert(1)</script>";

let folder: string;
let files: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabletalk-mcp-charts-"));
  const texts = {
    sales: "region,month,revenue\nNorth,2024-01-01,120\nSouth,2024-02-01,80\nWest,2024-03-01,200\n",
    hostile: `name,value\n"${SCRIPT}",3\n"שלום عالم",7\n"👩‍👩‍👧 <b>bold</b>",2\n`,
    gaps: "x,y\n1,2\nNaN,3\ninf,4\n4,5\n6,1\n",
    empty: "a,b\n",
  };
  files = await Promise.all(
    Object.entries(texts).map(async ([name, text]) => {
      const path = join(folder, `${name}.csv`);
      await writeFile(path, text);
      return path;
    }),
  );
  const rows = Array.from({length: ROWS}, (_, at) => `${at % 7},${at},${(at * 7919) % 1000}`);
  files.push(join(folder, "many.csv"));
  await writeFile(files.at(-1)!, `kind,at,amount\n${rows.join("\n")}\n`);
});
afterAll(() => rm(folder, {recursive: true, force: true}));

/** Width and height of a PNG, as its header says. */
function sizeOf({content}: Told): {width: number; height: number; bytes: number} {
  const bytes = Buffer.from(String(content.find(({type}) => type === "image")?.data), "base64");
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  return {width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), bytes: bytes.byteLength};
}

const linkOf = ({content}: Told): string => String(content.find(({type}) => type === "resource_link")?.uri);

interface ReadFigure {
  data: {type: string; x: unknown[]; y: unknown[]; name?: string}[];
  layout: {width: number; height: number; paper_bgcolor: string; title: {text: string}};
}

async function figureOf({client}: RunningServer, uri: string): Promise<ReadFigure> {
  const {mimeType, text} = await readText(client, uri);
  expect(mimeType).toBe("application/vnd.plotly.v1+json");
  return JSON.parse(text) as ReadFigure;
}

describe.each(oneRevision(0))("make_chart in revision %s", (revision) => {
  let server: RunningServer;
  const draw = (input: Record<string, unknown>) => server.call("make_chart", input);
  beforeAll(async () => {
    server = await startMcp({files: [...SAMPLES, ...files], revision});
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it("is told in few tokens, with the app that draws its charts", async () => {
    const {tools} = await server.client.listTools();
    const tool = tools.find(({name}) => name === "make_chart")!;
    expect(encode(JSON.stringify(tool)).length).toBeLessThanOrEqual(MOST_TOKENS);
    expect(tool._meta).toEqual({ui: {resourceUri: "ui://tabletalk/chart.html"}});
  });

  it("states the finding in one text, shows a picture fit for a chat, and links the figure", async () => {
    const result = await server.client.callTool({
      name: "make_chart",
      arguments: {table: "sales", kind: "bar", x: "region", y: "revenue"},
    });
    const told = toldBy(result);
    expect(told.content.map(({type}) => type)).toEqual(["text", "image", "resource_link"]);
    expect(result).not.toHaveProperty("structuredContent");
    expect(result._meta).toMatchObject({ui: {resourceUri: "ui://tabletalk/chart.html"}});
    expect(told.text).toMatch(
      /^West has the highest revenue: 200\. Bar chart: Revenue by region; largest is West at 200, smallest is South at 80 \(3 values\)\. Recipe ([0-9a-f]{12}); the interactive chart: tabletalk:\/\/charts\/\1$/,
    );
    const {width, height, bytes} = sizeOf(told);
    expect([width, height]).toEqual([1_200, 750]);
    expect(bytes).toBeLessThanOrEqual(300_000);
  });

  it("gives the figure by its recipe, in the look that is asked for", async () => {
    const told = await draw({table: "sales", kind: "bar", x: "region", y: "revenue"});
    const plain = await figureOf(server, linkOf(told));
    expect(plain.data).toMatchObject([{type: "bar", y: [200, 120, 80]}]);
    expect(plain.layout).toMatchObject({width: 800, height: 500, paper_bgcolor: "#ffffff"});
    const dark = await figureOf(server, `${linkOf(told)}?theme=dark&width=480&height=320`);
    expect(dark.layout).toMatchObject({width: 480, height: 320, paper_bgcolor: "#14181d"});
    const odd = await figureOf(server, `${linkOf(told)}?theme=%3Cscript%3E&width=-1&height=1e99`);
    expect(odd.layout).toEqual(plain.layout);
  });

  it("draws a line, points and panels", async () => {
    const line = await draw({table: "sales", kind: "line", x: "month", y: "revenue"});
    expect(line.text).toContain("Line chart: Revenue by month; rises from 120 (Jan 2024) to 200 (Mar 2024)");
    const penguins = {table: "penguins", kind: "scatter", x: "flipper length (mm)", y: "body mass (g)"};
    const points = await draw(penguins);
    expect(points.text).toMatch(/rises as flipper length rises \(r = 0\.87\)/);
    expect(points.text).toContain("342 points");
    const panels = await draw({...penguins, color: "species", more: {facet: "island", title: "Penguins"}});
    expect(panels.text).toContain("Scatter chart, one panel for each island: Penguins; ");
    expect(panels.text).not.toContain("not drawn");
    const {data} = await figureOf(server, linkOf(panels));
    expect(new Set(data.map(({name}) => name))).toEqual(new Set(["Adelie", "Chinstrap", "Gentoo"]));
  });

  it("shows hostile titles and cells as they are written", async () => {
    const told = await draw({table: "hostile", kind: "bar", x: "name", y: "value", more: {title: SCRIPT}});
    expect(sizeOf(told).width).toBe(1_200);
    expect(told.text).toContain("smallest is 👩‍👩‍👧 <b>bold</b> at 2");
    const {layout} = await figureOf(server, linkOf(told));
    expect(layout.title.text).toContain("&lt;/script&gt;");
    expect(layout.title.text).not.toContain("<script>");
  });

  it("leaves NaN and infinities out, and tells of how many points", async () => {
    const told = await draw({table: "gaps", kind: "scatter", x: "x", y: "y"});
    expect(told.text).toContain("3 points");
    const {data} = await figureOf(server, linkOf(told));
    expect(data[0]!.x).toEqual([1, 4, 6]);
  });

  it("says what a table without rows, a wrong column, table, kind or field would have to be", async () => {
    const bar = {kind: "bar", x: "region", y: "revenue"};
    const said = async (input: Record<string, unknown>) => {
      const {isError, text} = await draw(input);
      expect(isError).toBe(true);
      return text;
    };
    expect(await said({...bar, table: "empty", x: "a", y: "b"})).toContain("There are no values to plot.");
    expect(await said({...bar, table: "sales", y: "revenu"})).toContain("nearest: revenue");
    expect(await said({...bar, table: "SELECT * FROM sales", x: "regio"})).toContain("nearest: region");
    expect(await said({...bar, table: "sale"})).toContain("nearest: sales");
    expect(await said({...bar, table: "sales", kind: "bars"})).toContain("It is one of: bar, line, area");
    expect(await said({...bar, table: "sales", more: {facets: "region"}})).toContain("nearest: facet");
    expect(await said({...bar, table: "sales", y: "region"})).toContain("'region' is text, not a number.");
    expect(await said({...bar, table: ""})).toContain("make_chart needs a table");
  });

  it("counts rows where there is no y, and takes several", async () => {
    const counts = await draw({table: "penguins", kind: "bar", x: "species", series: "island"});
    expect(counts.text).toContain("Bar chart: Count by species and island; largest is Gentoo, Biscoe at 124");
    const parts = await draw({table: "penguins", kind: "pie", x: "species"});
    expect(parts.text).toContain("Adelie 44.2%, Gentoo 36%, Chinstrap 19.8% of 344");
    const lines = {table: "seattle_weather", kind: "line", x: "date", y: ["temp_max", "temp_min"]};
    expect((await draw(lines)).text).toContain("Line chart: Temp max and temp min by date; ");
  });

  it("says how rows become one a mark", async () => {
    const {isError, text} = await draw({table: "penguins", kind: "bar", x: "Species", y: "Body Mass (g)"});
    expect(isError).toBe(true);
    const select = 'SELECT Species, avg("Body Mass (g)") AS "Body Mass (g)" FROM penguins GROUP BY ALL';
    expect(text).toContain(`Several rows have Species = "Adelie": a bar is one row.`);
    expect(text).toContain(select);
    const mended = await draw({table: select, kind: "bar", x: "Species", y: "Body Mass (g)"});
    expect(mended.text).toContain("largest is Gentoo at 5,076");
  });

  it("counts, samples or refuses a million rows", async () => {
    const bins = await draw({table: "many", kind: "histogram", x: "amount"});
    expect(bins.text).toContain("All 1000000 rows count.");
    const boxes = await draw({table: "many", kind: "box", x: "kind", y: "amount"});
    expect(boxes.text).toContain("7 boxes");
    const points = await draw({table: "many", kind: "scatter", x: "at", y: "amount"});
    expect(points.text).toContain("2000 points");
    const {layout} = await figureOf(server, linkOf(points));
    expect(layout.title.text).toContain("1,000,000");
    const bars = await draw({table: "many", kind: "bar", x: "kind", y: "amount"});
    expect(bars).toMatchObject({isError: true});
    expect(bars.text).toContain("SELECT kind, avg(amount) AS amount FROM many GROUP BY ALL");
    const select = await draw({table: "SELECT * FROM many", kind: "scatter", x: "at", y: "amount"});
    expect(select.text).toContain("more than 5,000 rows");
    expect(select.text).toContain("USING SAMPLE");
  });

  it("has no figure for a recipe that is not there, or is none", async () => {
    for (const id of ["000000000000", "0", "..%2f..%2fetc%2fpasswd", "%00", "a".repeat(5_000)])
      await expect(server.client.readResource({uri: `tabletalk://charts/${id}`})).rejects.toMatchObject({
        code: -32602,
        data: {uri: expect.any(String)},
      });
    await expect(server.client.readResource({uri: "tabletalk://drawing/cartesian"})).rejects.toThrow();
  });

  it("has a page for hosts with apps that names no other origin", async () => {
    const uri = "ui://tabletalk/chart.html";
    const {resources} = await server.client.listResources();
    expect(resources.find((one) => one.uri === uri)?.mimeType).toBe(RESOURCE_MIME_TYPE);
    const page = await readText(server.client, uri);
    expect(page.mimeType).toBe(RESOURCE_MIME_TYPE);
    expect(page._meta).toMatchObject({ui: {csp: {connectDomains: [], resourceDomains: []}}});
    expect(page.text).not.toMatch(/<(?:script|link|img|iframe)[^>]*\s(?:src|href)=/i);
  });
});

it("draws the same for a host that says it has apps: the model sees the picture in either", async () => {
  const extensions = {[EXTENSION_ID]: {mimeTypes: [RESOURCE_MIME_TYPE]}};
  await using server = await startMcp({files, options: {capabilities: {extensions}}});
  const told = await server.call("make_chart", {table: "sales", kind: "bar", x: "region", y: "revenue"});
  expect(told.content.map(({type}) => type)).toEqual(["text", "image", "resource_link"]);
});

it("says so where no browser draws pictures, and still gives the figure", async () => {
  await using server = await startMcp({
    files,
    environment: {PUPPETEER_EXECUTABLE_PATH: join(folder, "no-browser")},
  });
  const told = await server.call("make_chart", {table: "sales", kind: "bar", x: "region", y: "revenue"});
  expect(told.isError).toBe(false);
  expect(told.content.map(({type}) => type)).toEqual(["text", "resource_link"]);
  expect(told.text).toContain("There is no picture: ");
  expect(told.text).not.toContain(folder);
  const {data} = await figureOf(server, linkOf(told));
  expect(data[0]!.y).toEqual([200, 120, 80]);
});
