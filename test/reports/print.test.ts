import {getDocumentProxy} from "unpdf";
import {afterAll, expect, test} from "vitest";
import {createChartRenderer} from "../../src/charts/renderer.ts";
import {printPage} from "../../src/reports/print_page.ts";
import {renderReport} from "../../src/reports/render.ts";
import {failure} from "../data/workplace.ts";
import {salesDocument} from "./sales_document.ts";

const renderer = createChartRenderer();
const drawing = {renderer: async () => renderer};
afterAll(() => renderer.close());

interface Sheet {
  text: string;
}

async function read(pdf: Uint8Array) {
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const sheets: Sheet[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const {items} = await (await document.getPage(number)).getTextContent();
    const text = items.map((item) => ("str" in item ? item.str : "")).join(" ");
    sheets.push({text: text.replace(/\s+/g, " ")});
  }
  const titles = (items: {title: string; items: unknown[]}[]): string[] =>
    items.flatMap((one) => [one.title, ...titles(one.items as typeof items)]);
  const outline = titles((await document.getOutline()) ?? []);
  const isTagged = (await document.getMarkInfo())?.Marked === true;
  await document.loadingTask.destroy();
  return {sheets, outline, isTagged};
}

test("a printed report has text, tags, bookmarks, numbered sheets, and contents that say where each part stands", async () => {
  const document = salesDocument({findings: 3, rows: 200, title: "Umsatz 📈 שלום"});
  const {content} = await renderReport(document, "pdf", drawing);
  const {sheets, outline, isTagged} = await read(content);
  expect(isTagged).toBe(true);
  expect(outline).toContain("All orders");
  expect(outline.filter((title) => title === "Findings")).toHaveLength(1);
  const contents = sheets[1]!.text;
  const at = (words: string) => sheets.findIndex(({text}, place) => place > 1 && text.includes(words)) + 1;
  for (const title of ["Findings", "All orders", "Data and licences", "How to compute it again"])
    expect(contents, title).toContain(`${title} ${at(title)}`);
  expect(contents).toContain(`Part 2 ended the year at $1,310. ${at("Part 2 ended the year at")}`);
  for (const [place, {text}] of sheets.entries())
    if (place > 0) expect(text).toContain(`${place + 1} / ${sheets.length}`);
  // The table goes on over several sheets, each under its heading.
  const rows = sheets.filter(({text}) => /Customer \d+/.test(text));
  expect(rows.length).toBeGreaterThan(2);
  for (const {text} of rows) expect(text).toMatch(/order\s+customer\s+day/);
  expect(sheets.map(({text}) => text).join(" ")).toContain("Customer 199");
});

test("a page is one file: nothing of it is loaded, no script of its texts runs, and numbers tell their cells", async () => {
  const document = salesDocument({findings: 1, title: "<script>alert(1)</script>"});
  document.tables.orders!.table.rows[1]![1] = '<img src=x onerror="alert(2)">';
  const {content} = await renderReport(document, "html", drawing);
  const html = Buffer.from(content).toString();
  expect(html).not.toMatch(/<script|<link|src="(?!data:)|<img src=x/i);
  expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(html).toContain('title="Revenue 0, row 12, revenue"');
  expect(html).toContain("CC BY-NC 4.0");
  expect(html.match(/<img /g)).toHaveLength(1);
});

test("a page that asks for something elsewhere gets nothing, and is printed all the same", async () => {
  const html = `<!doctype html><title>t</title><p>here</p><img src="http://127.0.0.1:9/x.png"><link rel="stylesheet" href="http://127.0.0.1:9/x.css">`;
  const pdf = await printPage(html, {renderer, format: "pdf"});
  expect((await read(pdf)).sheets[0]!.text).toContain("here");
});

test("a page that draws by script is waited for; one that never ends is given up, and so is one that is stopped", async () => {
  const drawn = `<!doctype html><html data-drawing><title>t</title><p id="p">not yet</p><script>setTimeout(() => {document.getElementById("p").textContent = "drawn"; document.documentElement.removeAttribute("data-drawing")}, 50)</script></html>`;
  expect((await read(await printPage(drawn, {renderer, format: "pdf"}))).sheets[0]!.text).toContain("drawn");
  const never = "<!doctype html><html data-drawing><title>t</title></html>";
  expect(await failure(printPage(never, {renderer, format: "png", limitMs: 300}))).toMatchObject({
    code: "time_limit",
  });
  const stop = new AbortController();
  const printing = printPage(never, {renderer, format: "pdf", signal: stop.signal});
  stop.abort();
  expect(await failure(printing)).toMatchObject({code: "aborted"});
});

test("a picture is as wide as it is asked, and no higher than its limit", async () => {
  const html = "<!doctype html><title>t</title><div style='height:3000px'>high</div>";
  const png = Buffer.from(
    await printPage(html, {renderer, format: "png", width: 300, height: 200, scale: 1}),
  );
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([300, 200]);
});

test("a chart that cannot be drawn has its numbers in its place", async () => {
  const document = salesDocument({findings: 1});
  const block = document.sections[0]!.blocks[1]!;
  if (block.kind === "chart") block.spec = {...block.spec, y: "no such column"};
  const {content} = await renderReport(document, "html", drawing);
  const html = Buffer.from(content).toString();
  expect(html).toContain("The chart could not be drawn");
  expect(html).toContain("$1,110");
});
