import type {ReceiptEntry} from "../../dataset.ts";
import type {CarefulTable, Told} from "./careful.ts";
import type {Decoded} from "./decode.ts";
import type {FoundDialect} from "./dialect.ts";
import type {TextFacts} from "./encoding.ts";

const NAMES: Record<string, string> = {
  ",": "commas",
  "\t": "tabs",
  ";": "semicolons",
  "|": "bars (|)",
  ":": "colons",
  "^": "carets (^)",
  fixed: "their place in the line (fixed width)",
  spaces: "two or more spaces",
  blank: "spaces",
};

const linesText = ({count, lines}: Told): string =>
  count === 1
    ? `line ${lines[0]}`
    : `lines ${lines.slice(0, 5).join(", ")}${count > 5 ? ` and ${count - 5} more` : ""}`;

const plural = (count: number, one: string, many: string): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** What is said of a text's encoding. */
export function encodingEntries(facts: TextFacts, decoded: Decoded | undefined): ReceiptEntry[] {
  const {encoding} = facts;
  const entries: ReceiptEntry[] = [];
  if (encoding.mixed && decoded)
    entries.push({
      kind: "encoding",
      message: `The text is UTF-8, but ${plural(decoded.oddLines, "line is", "lines are")} not (${linesText({count: decoded.oddLines, lines: decoded.odd.map(({line}) => line), texts: []})}) and ${decoded.oddLines === 1 ? "was" : "were"} read as ${encoding.name}.`,
      count: decoded.oddLines,
      examples: decoded.odd.slice(0, 3).map(({text}) => text.slice(0, 120)),
      doubt: true,
      reverse: {encoding: encoding.name},
    });
  else if (encoding.name !== "utf-8")
    entries.push({
      kind: "encoding",
      message: `The text is encoded as ${encoding.name}; it was read as such.`,
      ...(encoding.doubt && {doubt: true}),
      ...(encoding.other && {reverse: {encoding: encoding.other}}),
    });
  if (decoded && decoded.zeros > 0)
    entries.push({
      kind: "dropped",
      message: `${plural(decoded.zeros, "byte", "bytes")} of zero (NUL) stood in the text and ${decoded.zeros === 1 ? "was" : "were"} left out.`,
      count: decoded.zeros,
    });
  if (decoded && decoded.broken > 0)
    entries.push({
      kind: "encoding",
      message: `${plural(decoded.broken, "sign", "signs")} could not be read as ${encoding.name}: they show as \ufffd.`,
      count: decoded.broken,
      doubt: true,
    });
  return entries;
}

const PAIR = /^\s*[\w.-]{1,40}=\S/;

/** A log of "key=value" words is no table of columns, however its lines are cut. */
export function pairEntries(rows: readonly (readonly string[])[]): ReceiptEntry[] {
  const looked = rows.slice(0, 200);
  const pairs = looked.filter((cells) => cells.some((cell) => PAIR.test(cell)));
  if (looked.length < 3 || pairs.length < 0.8 * looked.length) return [];
  return [
    {
      kind: "layout",
      message:
        "The lines are pairs of names and values (name=value), not columns: they were not taken apart.",
      examples: [pairs[0]!.join(" ").slice(0, 160)],
      doubt: true,
    },
  ];
}

/** What is said of how cells are kept apart. */
export function dialectEntries(dialect: FoundDialect, chosen: boolean): ReceiptEntry[] {
  const {delimiter, rival, declared, single} = dialect;
  const name = NAMES[delimiter] ?? `"${delimiter}"`;
  const entries: ReceiptEntry[] = [];
  if (single)
    entries.push({
      kind: "delimiter",
      message: "There is one column: no sign was found that separates columns.",
      reverse: {delimiter: delimiter === "," ? ";" : ","},
    });
  else
    entries.push({
      kind: "delimiter",
      message: declared
        ? `Columns are separated by ${name}, as the first line says ("sep=${delimiter}").`
        : delimiter === "fixed"
          ? `Columns are told apart by ${name}.`
          : `Columns are separated by ${name}.`,
      ...(rival && {doubt: true}),
      ...(!chosen && {reverse: {delimiter: rival ?? (delimiter === ";" ? "," : ";")}}),
    });
  if (dialect.quote === "'")
    entries.push({
      kind: "delimiter",
      message: "Cells are enclosed in single quotes.",
      reverse: {quote: '"'},
    });
  return entries;
}

/** What is said of the lines that were left out or mended. */
export function carefulEntries(
  table: CarefulTable,
  width: number,
  extra: string | undefined,
  comment: string | undefined,
): ReceiptEntry[] {
  const entries: ReceiptEntry[] = [];
  const add = (of: Told, entry: Omit<ReceiptEntry, "count" | "examples">): void => {
    if (of.count > 0) entries.push({...entry, count: of.count, examples: of.texts.slice(0, 5)});
  };
  const {short, long, unbalanced, repeated, totals, doubtfulTotals, hollow, notes, comments, thin} = table;
  add(comments, {
    kind: "comments",
    message: `${plural(comments.count, "line that begins", "lines that begin")} with "${comment}" ${comments.count === 1 ? "is a comment" : "are comments"} and ${comments.count === 1 ? "was" : "were"} left out (${linesText(comments)}).`,
    reverse: {comments: "keep"},
  });
  add(totals, {
    kind: "totals",
    message: `${plural(totals.count, "row holds totals", "rows hold totals")} of the others and ${totals.count === 1 ? "was" : "were"} left out (${linesText(totals)}).`,
    reverse: {totals: "keep"},
  });
  add(doubtfulTotals, {
    kind: "totals",
    message: `${plural(doubtfulTotals.count, "row is called a total but is", "rows are called totals but are")} not the sum of the rows above: kept (${linesText(doubtfulTotals)}).`,
    doubt: true,
    reverse: {totals: "drop"},
  });
  add(hollow, {
    kind: "totals",
    message: `${plural(hollow.count, "row says that it is a total or a note, and is", "rows say that they are totals or notes, and are")} empty where all others are filled: left out of the table (${linesText(hollow)}).`,
    doubt: true,
    reverse: {totals: "keep"},
  });
  add(notes, {
    kind: "notes",
    message: `${plural(notes.count, "line", "lines")} below the table ${notes.count === 1 ? "is" : "are"} no part of it (${linesText(notes)}).`,
  });
  add(repeated, {
    kind: "header",
    message: `The header comes again in ${linesText(repeated)}: left out.`,
  });
  add(short, {
    kind: "ragged",
    message: `${plural(short.count, "row has", "rows have")} fewer than ${width} cells: what is not there is missing (${linesText(short)}).`,
  });
  add(long, {
    kind: "ragged",
    message: `${plural(long.count, "row has", "rows have")} more than ${width} cells: what is beyond is in the column ${extra} (${linesText(long)}).`,
    doubt: true,
  });
  add(unbalanced, {
    kind: "quotes",
    message: `${plural(unbalanced.count, "row opens a quote that is", "rows open a quote that is")} never closed: read as it stands (${linesText(unbalanced)}).`,
    doubt: true,
  });
  if (thin.count < 0.05 * table.rows)
    add(thin, {
      kind: "ragged",
      message: `${plural(thin.count, "row has", "rows have")} hardly a cell filled: kept (${linesText(thin)}).`,
      doubt: true,
    });
  return entries;
}
