import {type BoundNumber, NOTES, READING_STEP} from "../../planning/evidence.ts";
import {escapeLines, escapeMarkdown, isolateNames} from "./escape.ts";

/** Signs of no writing system, which stand around a number until the text is Markdown. */
const OPEN = "\ue000";
const CLOSE = "\ue001";

/**
 * An answer's text as Markdown: its numbers bold where they are bound to cells, its lists as lists. Lines that only repeat what
 * the table under it shows are left out.
 */
export function answerMarkdown(
  text: string,
  evidence: readonly BoundNumber[],
  options: {shown?: string | undefined} = {},
): string {
  const lines = linesOf(text);
  const kept = lines.filter((line) => !repeats(line, evidence, options.shown));
  return (kept.length > 0 ? kept : lines.slice(0, 1))
    .map(({start, end}) => lineMarkdown(text, {start, end}, evidence))
    .join("\n")
    .trim();
}

interface Line {
  start: number;
  end: number;
  text: string;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    lines.push({start, end: start + line.length, text: line});
    start += line.length + 1;
  }
  return lines;
}

/** "North 4,222 · West 4,182": each of its pieces is a row of the table that is shown. */
function repeats(line: Line, evidence: readonly BoundNumber[], shown: string | undefined): boolean {
  if (shown === undefined) return false;
  const pieces = line.text.split(" · ");
  if (pieces.length < 2) return false;
  const inLine = evidence.filter(({start, end}) => start >= line.start && end <= line.end);
  return (
    inLine.length >= pieces.length && inLine.every((one) => one.evidence.every(({step}) => step === shown))
  );
}

function lineMarkdown(
  text: string,
  {start, end}: Omit<Line, "text">,
  evidence: readonly BoundNumber[],
): string {
  const line = text.slice(start, end);
  const bullet = /^\s*[-•] +/.exec(line)?.[0] ?? "";
  const inLine =
    bullet === "" ? evidence.filter((one) => one.start >= start && one.end <= end && isBold(one, text)) : [];
  let marked = "";
  let at = start + bullet.length;
  for (const number of [...inLine].sort((a, b) => a.start - b.start)) {
    if (number.start < at) continue;
    marked += bare(text.slice(at, number.start)) + OPEN + bare(number.text) + CLOSE;
    at = number.end;
  }
  marked += bare(text.slice(at, end));
  const escaped = isolateNames(escapeLines(marked));
  return (bullet === "" ? "" : "- ") + escaped.replaceAll(OPEN, "**").replaceAll(CLOSE, "**");
}

/** A number of the data that stands free: emphasis begins and ends between words only. */
function isBold({text, start, end, evidence}: BoundNumber, whole: string): boolean {
  return (
    text.trim() === text &&
    text !== "" &&
    !text.includes("\n") &&
    whole.slice(start, end) === text &&
    /^$|[\s(]/.test(whole.charAt(start - 1)) &&
    /^$|[\s).,;:]/.test(whole.charAt(end)) &&
    evidence.length > 0 &&
    evidence.every(({step, column}) => step !== READING_STEP && column !== NOTES && column !== "n")
  );
}

function bare(text: string): string {
  return text.replaceAll(/[\ue000\ue001]/g, "");
}

/** The text of an answer that asks back, without the numbered lines that stand as buttons under it. */
export function askedBack(text: string): {question: string; said: string[]} {
  const [question = "", ...rest] = text.split(/\n {2}\d+\. /);
  return {
    question: question.trim(),
    said: rest.map((one) =>
      one
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean)
        .join(": "),
    ),
  };
}

/** Small print: each line of it, as Markdown. */
export function noteMarkdown(lines: readonly string[]): string {
  return lines
    .flatMap((line) => line.split("\n"))
    .map((line) => isolateNames(escapeMarkdown(line)))
    .filter(Boolean)
    .join("\n");
}
