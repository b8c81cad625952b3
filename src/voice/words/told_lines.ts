/** Where a list begins that the table on the screen shows: "North 4,222 · West 4,182". */
const ITEMS = " \u00b7 ";

/** The lines of an answer's text, sorted by what can be said of them. */
export interface ToldLines {
  /** Whole sentences, in order. */
  sentences: string[];
  /** The first items of the first list, where there is one. */
  items: string[];
  /** What stands before that list: "Highest total Gross", "Next". */
  listHead?: string;
  /** The list stands before every sentence. */
  isListFirst: boolean;
}

/** Longer texts are looked at this far: what is said is at their beginning. */
const LOOKED_AT = 4000;

const BULLET = /^(?:[-\u2022*]|\d{1,3}[.)]) /;

/** Sorts the lines of an answer's text, and takes out what is for the eye alone: counts in brackets, notes, marks of Markdown. */
export function toldLines(text: string): ToldLines {
  const told: ToldLines = {sentences: [], items: [], isListFirst: false};
  for (const raw of text.slice(0, LOOKED_AT).split("\n")) {
    const line = plain(raw);
    if (
      line === "" ||
      // Where published data is from is read, not heard.
      /^(?:Data: |Warning: this workspace is marked commercial\.)/.test(line) ||
      /^\(no [^)]*\)/.test(raw.trim()) ||
      /^(?:and (?:more|weaker ones)|\d+ \w+ in all\.)$/.test(line)
    )
      continue;
    const bullet = /^\s*(?:[-\u2022*]|\d{1,3}[.)]) /.exec(raw)?.[0];
    if (bullet !== undefined || line.includes(ITEMS)) {
      if (told.items.length > 0) {
        if (bullet !== undefined && told.items.length === 1) told.items.push(line.replace(BULLET, ""));
        continue;
      }
      const bare = bullet === undefined ? line : line.replace(BULLET, "");
      const [, head, rest = bare] = /^([^:\u00b7]{1,80}?): (.*\u00b7.*)$/s.exec(bare) ?? [];
      // "Median: 37 · Lower quartile: 28": each item has a name of its own.
      const isHead =
        head !== undefined &&
        !/\d/.test(head) &&
        (/^next$/i.test(head) || !/^[^\u00b7]*\u00b7[^\u00b7]*: /.test(rest));
      if (isHead) told.listHead = head;
      else if (told.sentences.at(-1)?.endsWith(":")) told.listHead = told.sentences.pop()!.slice(0, -1);
      told.isListFirst = told.sentences.length === 0;
      told.items.push(...(isHead ? rest : bare).split(ITEMS).slice(0, 2));
      continue;
    }
    if (bullet === undefined) told.sentences.push(...split(line));
  }
  return told;
}

const ENDS = /(?<=[.!?;])\s+(?=["'“(]?[\p{Lu}\p{N}])/u;
const SHORT =
  /(?:\b(?:vs|No|Nr|Inc|Ltd|Co|Corp|Dr|Mr|Mrs|Ms|St|approx|e\.g|i\.e|Bus|Desp|Avg|Max|Min|Est|Disc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\.|\b\p{Lu}\.)$/u;

function split(line: string): string[] {
  const parts: string[] = [];
  for (const part of line.split(ENDS)) {
    const last = parts.at(-1);
    if (last !== undefined && SHORT.test(last)) parts[parts.length - 1] = `${last} ${part}`;
    else parts.push(part);
  }
  return parts.map((part) => part.replace(/;$/, ".").trim()).filter(Boolean);
}

/** A line without Markdown and without what stands in brackets for the eye. */
function plain(line: string): string {
  return line
    .replace(/\*\*|__|`+/g, "")
    .replace(/(?<![\p{L}\p{N}*])\*(?=[^\s*])([^*\n]{1,200})\*(?![\p{L}\p{N}*])/gu, "$1")
    .replace(/^#{1,6} /, "")
    .replace(/\[([^\][]{1,200})\]\([^()\s]{1,500}\)/g, "$1")
    .replace(/\s?\[\d{1,3}\]/g, "")
    .replace(/(?:^|\s+)\(([^()]*)\)/g, (whole, inside: string) => bracket(inside) ?? whole)
    .replace(/\b([pP]) = (0(?:\.\d+)?(?:e-\d+)?|\d(?:\.\d+)?e-\d+)/g, (_, p: string, value: string) =>
      sayP(p, value),
    )
    .replace(/ = about /g, " is about ")
    .trim();
}

/** What of a bracket is said: undefined keeps it. */
function bracket(inside: string): string | undefined {
  const p = /\bp (?:=|<) [\d.e-]+|p too small to compute/.exec(inside)?.[0];
  if (p !== undefined) return `, ${p}`;
  if (/\bn (?:=|is) |confidence interval|\bleft out\b|few rows|missing \d/.test(inside)) return "";
  return inside === "count" || (/\d/.test(inside) && inside.length <= 40) ? undefined : "";
}

/** "p = 0.0002487" is "p below 0.001"; two figures of a larger one. */
export function sayP(p: string, text: string): string {
  const value = Number(text);
  if (value < 0.001) return `${p} below 0.001`;
  const short = Number(value.toPrecision(2));
  return short === value ? `${p} = ${short}` : `${p} is about ${short}`;
}
