import {READING_STEP} from "../../planning/evidence.ts";
import type {BoundText, ReportDocument} from "../document.ts";
import {plainText} from "../profile/plain_text.ts";

/** Text with its bound numbers marked: each tells on pointing which cell it is. */
export function boundHtml({text, evidence}: BoundText, {tables}: Pick<ReportDocument, "tables">): string {
  const made: string[] = [];
  let at = 0;
  for (const number of evidence.toSorted((a, b) => a.start - b.start)) {
    if (number.start < at || number.end > text.length) continue;
    const cells = number.evidence
      .filter(({step}) => step !== READING_STEP)
      .slice(0, 3)
      .map(({step, row, column}) => `${tables[step]?.title ?? step}, row ${row + 1}, ${column}`);
    const shown = plainText(text.slice(number.start, number.end));
    made.push(plainText(text.slice(at, number.start)));
    made.push(cells.length > 0 ? `<b class="n" title="${plainText(cells.join("; "))}">${shown}</b>` : shown);
    at = number.end;
  }
  return [...made, plainText(text.slice(at))].join("");
}

/** Paragraphs and lists: lines that begin with "- " are items, an empty line or a line's end parts paragraphs. */
export function paragraphs(body: BoundText, document: Pick<ReportDocument, "tables">): string {
  const made: string[] = [];
  let items: string[] = [];
  let start = 0;
  const close = () => {
    if (items.length > 0) made.push(`<ul>${items.join("")}</ul>`);
    items = [];
  };
  for (const line of body.text.split("\n")) {
    const isItem = /^[-•*] /.test(line);
    const from = start + (isItem ? 2 : 0);
    const part = boundHtml(cut(body, from, start + line.length), document);
    if (isItem) items.push(`<li dir="auto">${part}</li>`);
    else {
      close();
      if (line.trim() !== "") made.push(`<p dir="auto">${part}</p>`);
    }
    start += line.length + 1;
  }
  close();
  return made.join("\n");
}

function cut({text, evidence}: BoundText, from: number, to: number): BoundText {
  return {
    text: text.slice(from, to),
    evidence: evidence
      .filter(({start, end}) => start >= from && end <= to)
      .map((one) => ({...one, start: one.start - from, end: one.end - from})),
  };
}
