/** A line of a page as it was set. */
export interface PdfLine {
  page: number;
  text: string;
  /** In points. */
  size: number;
  /** From the bottom of the page, in points. */
  y: number;
}

/** One piece of text of a page, as pdf.js gives it. */
export interface PdfItem {
  str: string;
  transform: number[];
  width: number;
  height: number;
  hasEOL: boolean;
}

/** Joins the pieces of a page to lines, with the spaces that its gaps stand for. */
export function linesOfPage(items: readonly PdfItem[], page: number): PdfLine[] {
  const lines: PdfLine[] = [];
  let text = "";
  let size = 0;
  let y = Number.NaN;
  let right = Number.NaN;
  const flush = (): void => {
    if (text.trim()) lines.push({page, text: text.trim(), size, y});
    text = "";
    size = 0;
    y = right = Number.NaN;
  };
  for (const {str, transform, width, height, hasEOL} of items) {
    const [, , , , x = 0, bottom = 0] = transform;
    const own = Math.hypot(transform[2] ?? 0, transform[3] ?? 0) || height;
    if (!Number.isNaN(y) && Math.abs(bottom - y) > Math.max(size, own) * 0.6 && str.trim()) flush();
    if (str) {
      const gap = x - right;
      if (text && !/\s$/.test(text) && !/^\s/.test(str) && gap > own * 0.2) text += " ";
      text += str;
      if (str.trim()) {
        size = Math.max(size, Math.round(own * 10) / 10);
        if (Number.isNaN(y)) y = bottom;
      }
      right = x + width;
    }
    if (hasEOL) flush();
  }
  flush();
  return lines;
}

/** The size that most letters have. */
export function bodySize(lines: readonly PdfLine[]): number {
  const counts = new Map<number, number>();
  for (const {size, text} of lines) counts.set(size, (counts.get(size) ?? 0) + text.length);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

/** Lines without those that stand at the top or bottom of most pages: running titles and page numbers. */
export function withoutRunningLines(pages: readonly PdfLine[][]): PdfLine[][] {
  if (pages.length < 4) return [...pages];
  const pattern = ({text}: PdfLine): string => text.replace(/\d+/g, "#");
  const counts = new Map<string, number>();
  for (const page of pages)
    for (const line of new Set([page[0], page.at(-1)].flatMap((one) => (one ? [pattern(one)] : []))))
      counts.set(line, (counts.get(line) ?? 0) + 1);
  const isRunning = (line: PdfLine): boolean =>
    line.text.length < 120 && (counts.get(pattern(line)) ?? 0) > Math.max(3, pages.length / 2);
  return pages.map((page) =>
    page.filter((line, at) => page.length < 3 || !((at === 0 || at === page.length - 1) && isRunning(line))),
  );
}
