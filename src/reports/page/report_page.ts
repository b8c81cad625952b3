import type {Block, ReportDocument} from "../document.ts";
import {plainText} from "../profile/plain_text.ts";
import {appendixHtml, appendixOf} from "./appendix_html.ts";
import {blocksHtml} from "./block_html.ts";
import {boundHtml, paragraphs} from "./bound_html.ts";
import {coverHtml} from "./cover_html.ts";
import {pageStyle} from "./page_style.ts";
import type {Picture} from "./pictures.ts";

const KINDS = {report: "Report", dashboard: "Dashboard", analysis: "Analysis"} as const;

/**
 * A report or an analysis as one page of HTML that needs nothing else: no script runs, nothing is loaded, whatever its texts
 * and cells hold is text. Printed it has a title page, a table of contents whose entries (`data-page-of`) take page numbers,
 * and tables whose headings are repeated.
 */
export function reportPage(document: ReportDocument, pictures: ReadonlyMap<Block, Picture>): string {
  const findings = document.sections
    .flatMap(({blocks}) => blocks)
    .filter((block) => block.kind === "finding");
  const findingId = (block: Block) => `finding-${(findings as Block[]).indexOf(block) + 1}`;
  const scene = {document, pictures, findingId};
  const policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
  const sections = document.sections.map(
    ({id, title, blocks}) =>
      `<section class="chapter">\n<h2 id="section-${id}" dir="auto">${plainText(title)}</h2>\n${blocksHtml(blocks, scene)}\n</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${plainText(document.title)}</title>
<style>${pageStyle(document.title)}</style>
</head>
<body>
${coverHtml(document, KINDS[document.kind])}
${summaryHtml(document)}
${contentsHtml(document, findingId)}
<main>
${sections.join("\n")}
${appendixHtml(document)}
</main>
</body>
</html>
`;
}

function summaryHtml(document: ReportDocument): string {
  if (document.summary.length === 0) return "";
  const lines = document.summary.map((one) =>
    document.summary.length > 1
      ? `<li dir="auto">${boundHtml(one, document)}</li>`
      : paragraphs(one, document),
  );
  const body = document.summary.length > 1 ? `<ul>${lines.join("\n")}</ul>` : lines.join("");
  return `<section class="summary">\n<h2 id="summary">Summary</h2>\n${body}\n</section>`;
}

function contentsHtml(document: ReportDocument, findingId: (block: Block) => string): string {
  const line = (id: string, title: string, level: number) =>
    `<li class="level${level}"><a href="#${id}"><span dir="auto">${plainText(title)}</span><i></i><span class="page" data-page-of="${id}"></span></a></li>`;
  const lines = [
    ...(document.summary.length > 0 ? [line("summary", "Summary", 1)] : []),
    ...document.sections.flatMap(({id, title, blocks}) => [
      line(`section-${id}`, title, 1),
      ...blocks.flatMap((block) =>
        block.kind === "finding" ? [line(findingId(block), block.headline.text, 2)] : [],
      ),
    ]),
    ...appendixOf(document).map(({id, title}) => line(id, title, 1)),
  ];
  return `<nav class="contents" aria-labelledby="contents">\n<h2 id="contents">Contents</h2>\n<ol>${lines.join("\n")}</ol>\n</nav>`;
}
