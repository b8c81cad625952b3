import {TabletalkError} from "../../errors.ts";
import type {LoadProgress} from "./document.ts";
import type {DocumentText} from "./document_text.ts";
import {headingLevel} from "./heading_lines.ts";
import {bodySize, linesOfPage, type PdfItem, type PdfLine, withoutRunningLines} from "./pdf_lines.ts";

const MOST_PAGES = 20_000;

/**
 * Adds the text of a PDF to a document, page by page; larger or numbered lines are headings.
 * @throws TabletalkError bad_file where it is broken, needs a password, or has no text
 */
export async function readPdf(
  bytes: Buffer,
  into: DocumentText,
  progress: LoadProgress,
): Promise<string | undefined> {
  const {getDocumentProxy} = await import("unpdf");
  const pdf = await getDocumentProxy(new Uint8Array(bytes), {
    useSystemFonts: false,
    disableFontFace: true,
    stopAtErrors: false,
    verbosity: 0,
  }).catch((error: unknown) => {
    throw unreadable(error);
  });
  if (pdf.numPages > MOST_PAGES)
    throw new TabletalkError(
      "bad_file",
      `The PDF has ${pdf.numPages} pages, more than ${MOST_PAGES}.`,
      "Split it into smaller documents.",
    );
  const pages: PdfLine[][] = [];
  const broken: number[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    try {
      const page = await pdf.getPage(number);
      const {items} = await page.getTextContent();
      pages.push(linesOfPage(items.filter((item) => "str" in item) as PdfItem[], number));
      page.cleanup();
    } catch {
      broken.push(number);
      pages.push([]);
    }
    progress(number / pdf.numPages);
  }
  const bare = pages.flatMap((lines, at) => (lines.length === 0 && !broken.includes(at + 1) ? [at + 1] : []));
  if (bare.length === pages.length)
    throw new TabletalkError(
      "bad_file",
      `The PDF has no text: its ${pages.length === 1 ? "page is a picture" : `${pages.length} pages are pictures`} (scanned).`,
      "Run it through text recognition (OCR), for example `ocrmypdf in.pdf out.pdf`, and add the result.",
    );
  if (broken.length === pages.length) throw unreadable(new Error("none of its pages can be read"));
  if (bare.length > 0) into.note(`Without text (pictures?): ${sayPages(bare)}.`);
  if (broken.length > 0) into.note(`Damaged and left out: ${sayPages(broken)}.`);
  write(withoutRunningLines(pages), into);
  const {info} = await pdf.getMetadata().catch(() => ({info: {}}));
  const title = (info as {Title?: unknown}).Title;
  return typeof title === "string" &&
    title.trim() &&
    !/\.(docx?|wpd|indd|tex|qxd)\b|^untitled|\\/i.test(title)
    ? title
    : undefined;
}

function write(pages: readonly PdfLine[][], into: DocumentText): void {
  const all = pages.flat();
  const body = bodySize(all);
  const larger = [...new Set(all.map(({size}) => size).filter((size) => size > body * 1.12))].sort(
    (a, b) => b - a,
  );
  const levelOf = ({size, text}: PdfLine): number | undefined => {
    if (text.length > 150 || /(?:\.\s?){4}/.test(text)) return undefined;
    if (size > body * 1.12) return Math.min(4, larger.indexOf(size) + 1);
    const level = headingLevel(text);
    return level === undefined ? undefined : Math.min(6, larger.length + level);
  };
  for (const [at, lines] of pages.entries()) {
    into.page(at + 1);
    let paragraph: string[] = [];
    let last: PdfLine | undefined;
    const flush = (): void => {
      if (paragraph.length > 0) into.paragraph(paragraph.join("\n"));
      paragraph = [];
    };
    for (const line of lines) {
      const level = levelOf(line);
      const gap = last ? last.y - line.y : 0;
      if (level !== undefined || (last && (gap > line.size * 1.75 || gap < -line.size))) flush();
      if (level !== undefined) into.heading(level, line.text);
      else paragraph.push(line.text);
      last = line;
    }
    flush();
  }
}

/** "page 3", "pages 3 to 5 and 9" */
function sayPages(pages: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const page of pages) {
    const last = runs.at(-1);
    if (last && last[1] === page - 1) last[1] = page;
    else runs.push([page, page]);
  }
  const said = runs.slice(0, 8).map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`));
  return `${pages.length === 1 ? "page" : "pages"} ${said.join(", ")}${runs.length > 8 ? " and more" : ""}`;
}

function unreadable(error: unknown): TabletalkError {
  const {name = "", message = String(error)} = error as {name?: string; message?: string};
  if (name === "PasswordException" || /password/i.test(message))
    return new TabletalkError(
      "bad_file",
      "The PDF is protected by a password.",
      "Save a copy without the password and add that.",
    );
  return new TabletalkError(
    "bad_file",
    `The PDF cannot be read: ${message.replace(/\.$/, "")}.`,
    "Check that it opens in a viewer; print it to a new PDF and add that.",
  );
}
