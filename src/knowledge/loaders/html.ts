import type {DocumentText} from "./document_text.ts";

/** What is never text of a document: code, style, controls, menus. */
const LEFT_OUT = new Set(
  "script style noscript template svg math canvas iframe object embed audio video picture nav button select option input textarea".split(
    " ",
  ),
);
/** What stands on lines of its own. */
const BLOCKS = new Set(
  "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split(
    " ",
  ),
);
const HIDDEN_STYLE =
  /display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|$)|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{3,}px/i;

interface Node {
  type: string;
  name?: string;
  data?: string;
  attribs?: Record<string, string>;
  children?: Node[];
}

/**
 * Adds the text of an HTML page to a document: headings, paragraphs, list items, and table rows with " | " between cells. Scripts,
 * menus and what a reader would not see are left out.
 * @returns the page's title
 */
export async function readHtml(html: string, into: DocumentText): Promise<string | undefined> {
  const {load} = await import("cheerio/slim");
  const page = load(html, {xml: {xmlMode: false, decodeEntities: true}});
  const {hidden, title} = walk(page.root()[0] as unknown as Node, into);
  if (hidden > 0) into.note(`${hidden} part(s) that a reader would not see were left out.`);
  return title;
}

/** Goes through the page without recursion: pages may be nested as deep as their authors like. */
function walk(root: Node, into: DocumentText): {hidden: number; title?: string} {
  let line = "";
  let title: string | undefined;
  let withinLine = 0;
  let hidden = 0;
  let inPre = 0;
  const flush = (): void => {
    if (line.trim()) into.paragraph(line);
    line = "";
  };
  const steps: (Node | (() => void))[] = [root];
  while (steps.length > 0) {
    const node = steps.pop()!;
    if (typeof node === "function") {
      node();
      continue;
    }
    if (node.type === "text") {
      line += inPre > 0 ? (node.data ?? "") : (node.data ?? "").replace(/\s+/g, " ");
      continue;
    }
    const name = node.name?.toLowerCase() ?? "";
    if (name === "title") title ??= node.children?.[0]?.data?.trim() || undefined;
    if (name === "title" || LEFT_OUT.has(name) || node.type === "comment" || node.type === "directive")
      continue;
    if (isHidden(node)) {
      hidden++;
      continue;
    }
    const after = (act: () => void): void => {
      steps.push(act);
      for (const child of (node.children ?? []).toReversed()) steps.push(child);
    };
    if (/^h[1-6]$/.test(name)) {
      flush();
      withinLine++;
      after(() => {
        withinLine--;
        if (line.trim()) into.heading(Number(name[1]), line);
        line = "";
      });
    } else if (name === "br") line += "\n";
    else if (name === "td" || name === "th") {
      withinLine++;
      after(() => {
        withinLine--;
        line = `${line.trimEnd()} | `;
      });
    } else if (name === "tr") {
      flush();
      after(() => {
        line = line.replace(/[ |]+$/, "");
        flush();
      });
    } else if (name === "pre") {
      flush();
      inPre++;
      after(() => {
        inPre--;
        flush();
      });
    } else if (name === "li") {
      flush();
      line = "• ";
      after(() => {
        if (line.trim() !== "•") flush();
        line = "";
      });
    } else if (BLOCKS.has(name) && withinLine === 0) {
      flush();
      after(flush);
    } else
      after(() => {
        // What stands side by side in a cell are words of their own.
        if (withinLine > 0 && BLOCKS.has(name)) line += " ";
      });
  }
  flush();
  return {hidden, ...(title && {title})};
}

function isHidden({attribs}: Node): boolean {
  if (!attribs) return false;
  return "hidden" in attribs || attribs["aria-hidden"] === "true" || HIDDEN_STYLE.test(attribs.style ?? "");
}
