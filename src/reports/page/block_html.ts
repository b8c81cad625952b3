import type {Block, ReportDocument} from "../document.ts";
import {plainText} from "../profile/plain_text.ts";
import {boundHtml, paragraphs} from "./bound_html.ts";
import type {Picture} from "./pictures.ts";
import {tableHtml} from "./table_html.ts";

/** What blocks are drawn from. */
export interface BlockScene {
  document: ReportDocument;
  pictures: ReadonlyMap<Block, Picture>;
  /** The name for links to a finding. */
  findingId: (block: Block) => string;
}

const STRENGTHS = {
  strong: "Strong evidence",
  moderate: "Moderate evidence",
  weak: "Weak evidence",
  descriptive: "Description",
} as const;

/** Blocks in their order; a finding and what follows it up to the next one stand together, KPIs beside one another. */
export function blocksHtml(blocks: readonly Block[], scene: BlockScene): string {
  const made: string[] = [];
  let isOpen = false;
  for (let at = 0; at < blocks.length; at++) {
    const block = blocks[at]!;
    if (block.kind === "kpi") {
      const cards = blocks.slice(at, blocks.findIndex((one, next) => next > at && one.kind !== "kpi") >>> 0);
      made.push(`<div class="kpis">${cards.map((one) => blockHtml(one, scene)).join("\n")}</div>`);
      at += cards.length - 1;
      continue;
    }
    if (block.kind === "finding") {
      if (isOpen) made.push("</section>");
      const next = blocks[at + 1];
      const isKept = next?.kind === "chart" || (next?.kind === "table" && isShort(next, scene));
      const body = [block, ...(isKept ? [next] : [])].map((one) => blockHtml(one, scene)).join("\n");
      made.push(`<section class="finding"><div class="keep">${body}</div>`);
      isOpen = true;
      if (isKept) at++;
      continue;
    }
    made.push(blockHtml(block, scene));
  }
  if (isOpen) made.push("</section>");
  return made.join("\n");
}

/** Whether a table has its place beside its finding on one sheet. */
function isShort({table, rows}: Extract<Block, {kind: "table"}>, {document}: BlockScene): boolean {
  return Math.min(rows ?? Number.POSITIVE_INFINITY, document.tables[table]?.table.rows.length ?? 0) <= 15;
}

function blockHtml(block: Block, scene: BlockScene): string {
  const {document} = scene;
  switch (block.kind) {
    case "text":
      return paragraphs(block.body, document);
    case "finding": {
      const strength = block.strength
        ? `<p class="strength ${block.strength}">${STRENGTHS[block.strength]}</p>`
        : "";
      const detail = block.detail ? paragraphs(block.detail, document) : "";
      return `<h3 id="${scene.findingId(block)}" dir="auto">${boundHtml(block.headline, document)}</h3>\n${strength}${detail}`;
    }
    case "kpi": {
      const tone = block.good === undefined ? "" : block.good ? " better" : " worse";
      const beside = block.comparison
        ? `<p class="beside${tone}" dir="auto">${boundHtml(block.comparison, document)}</p>`
        : "";
      return `<div class="kpi"><p class="label" dir="auto">${plainText(block.label)}</p><p class="value">${boundHtml(block.value, document)}</p>${beside}</div>`;
    }
    case "table": {
      const of = document.tables[block.table];
      return of ? tableHtml({...of, title: block.title}, block.rows) : "";
    }
    case "chart":
      return chartHtml(block, scene);
  }
}

function chartHtml(block: Extract<Block, {kind: "chart"}>, {document, pictures}: BlockScene): string {
  const of = document.tables[block.table];
  const picture = pictures.get(block);
  if (!of) return "";
  if (!picture || "failed" in picture) {
    const why = picture
      ? `The chart could not be drawn (${picture.failed.replace(/\.$/, "")}); its numbers:`
      : "";
    return `<p class="small">${plainText(why)}</p>\n${tableHtml({...of, title: block.spec.title}, 50)}`;
  }
  return `<figure><img src="data:image/svg+xml;base64,${picture.svg}" width="${picture.width}" height="${picture.height}" alt="${plainText(block.altText)}">
<details class="numbers"><summary>The numbers of this chart</summary>${tableHtml(of, 100)}</details></figure>`;
}
