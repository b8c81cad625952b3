import stringWidth from "string-width";
import type {Receipt} from "../../data/dataset.ts";
import type {ColumnProfile, Role, TableProfile} from "../../data/profile.ts";
import {countsOf, kindOf, typical} from "../../reports/profile/column_words.ts";
import {headline} from "../../reports/profile/headline.ts";
import {type Warning, warningsOf} from "../../reports/profile/warnings.ts";
import {count, percent} from "../../reports/profile/words.ts";
import {printable, type Style} from "./style.ts";
import {cutTo, pad} from "./table.ts";

/** Beyond this many columns they stand in groups by role, the first few of each. */
const ALL_SHOWN = 60;
const GROUP_SHOWN = 12;
const WIDEST = 140;
const NARROWEST = 80;

const GROUPS: readonly [Role, string][] = [
  ["date", "Dates"],
  ["measure", "Measures"],
  ["category", "Categories"],
  ["geography", "Places"],
  ["boolean", "Yes or no"],
  ["identifier", "Identifiers"],
  ["text", "Texts"],
];

export interface ProfileView {
  style: Style;
  /** Of the terminal; lines take 80 to 140. */
  width: number;
  receipt?: Receipt;
}

/** A profile as a person reads it: what the table is, what is odd in it, then its columns. */
export function profileLines(profile: TableProfile, {style, width: given, receipt}: ProfileView): string[] {
  const width = Math.max(NARROWEST, Math.min(WIDEST, given));
  const lines = [style.bold(printable(profile.table)), ...wrapped(printable(headline(profile)), width)];
  const warnings = warningsOf(profile, receipt);
  if (warnings.length > 0) lines.push("", ...warnings.flatMap((one) => warningLines(one, width, style)));
  lines.push("", ...columnLines(profile, width, style), ...pairLines(profile, width, style));
  return [...lines, ...scoreLines(profile, style)];
}

const LABEL = 18;

function warningLines({what, text, weight}: Warning, width: number, style: Style): string[] {
  const mark = weight === "look" ? style.red("!") : style.dim("·");
  const [first = "", ...rest] = wrapped(printable(text), width - LABEL - 4);
  const label = pad(cutTo(what, LABEL), LABEL, false);
  return [`${mark} ${style.bold(label)}  ${first}`, ...rest.map((line) => " ".repeat(LABEL + 4) + line)];
}

function columnLines(profile: TableProfile, width: number, style: Style): string[] {
  const {columns, rows} = profile;
  if (columns.length <= ALL_SHOWN) return tableOf(columns, rows, width, style);
  const shown = GROUPS.flatMap(([role, title]) => {
    const group = columns.filter((column) => column.role === role);
    if (group.length === 0) return [];
    const more = group.length - GROUP_SHOWN;
    return [
      style.bold(`${title} (${group.length.toLocaleString("en")})`),
      ...tableOf(group.slice(0, GROUP_SHOWN), rows, width, style),
      ...(more > 0 ? [style.dim(`… ${more.toLocaleString("en")} more`)] : []),
      "",
    ];
  });
  return [...shown, style.dim("All columns: --html FILE for a page, --json for a program.")];
}

function tableOf(columns: readonly ColumnProfile[], rows: number, width: number, style: Style): string[] {
  const names = columns.map((column) => printable(column.name) || "(no name)");
  const kinds = columns.map((column) => printable(kindOf(column)));
  const widest = (texts: readonly string[], most: number): number =>
    Math.min(most, Math.max(...texts.map((text) => stringWidth(text))));
  const name = widest([...names, "column"], Math.floor(width / 4));
  const kind = widest([...kinds, "kind"], 16);
  const bar = width >= 110 ? 20 : 12;
  const rest = width - name - kind - 8 - 9 - bar - 10;
  const line = (cells: readonly [string, number, boolean][]): string =>
    cells
      .map(([text, wide, right]) => pad(cutTo(text, wide), wide, right))
      .join("  ")
      .trimEnd();
  const head = line([
    ["column", name, false],
    ["kind", kind, false],
    ["missing", 8, true],
    ["distinct", 9, true],
    ["shape", bar, false],
    ["values", rest, false],
  ]);
  const body = columns.map((column, at) =>
    line([
      [names[at]!, name, false],
      [kinds[at]!, kind, false],
      [column.nulls === 0 ? "" : percent(column.nulls, rows), 8, true],
      [column.distinct.toLocaleString("en"), 9, true],
      [bars(column, bar), bar, false],
      [printable(typical(column, rows)), rest, false],
    ]),
  );
  return [style.dim(head), ...body];
}

const LEVELS = "▁▂▃▄▅▆▇█";

/** A histogram of one line of text. Bins without a value are blank; every other shows. */
export function bars(column: ColumnProfile, width = 12): string {
  const found = countsOf(column);
  if (!found) return "";
  const each = Math.ceil(found.counts.length / width);
  const counts = Array.from({length: Math.ceil(found.counts.length / each)}, (_, at) =>
    found.counts.slice(at * each, (at + 1) * each).reduce((sum, one) => sum + one, 0),
  );
  const most = Math.max(...counts, 1);
  return counts
    .map((one) => (one === 0 ? " " : LEVELS[Math.ceil((one / most) * LEVELS.length) - 1]))
    .join("");
}

function pairLines({details}: TableProfile, width: number, style: Style): string[] {
  const pairs = (details?.associations ?? []).filter(({value}) => Math.abs(value) >= 0.3).slice(0, 6);
  if (pairs.length === 0) return [];
  const said = pairs.map(
    ({columns, kind, value}) => `${columns[0]} × ${columns[1]} ${kind} ${value.toFixed(2)}`,
  );
  return ["", style.bold("Goes together"), ...wrapped(printable(said.join("  ·  ")), width)];
}

function scoreLines({details, rows}: TableProfile, style: Style): string[] {
  if (!details || rows === 0) return [];
  const {completeness, consistency, completeRows} = details;
  const parts = (score: typeof completeness): string =>
    score.parts.length === 0
      ? ""
      : ` (${score.parts.map((part) => `${part.count.toLocaleString("en")} ${part.what}`).join(", ")})`;
  const whole =
    completeRows === undefined
      ? ""
      : ` · ${percent(completeRows, rows)} of ${count(rows, "row")} have every cell`;
  return [
    "",
    style.dim(`complete ${share(completeness.value)}${parts(completeness)}${whole}`),
    style.dim(`consistent ${share(consistency.value)}${parts(consistency)}`),
  ];
}

const share = (value: number): string => percent(value * 1e9, 1e9);

/** Text in lines of at most `width`, broken at spaces; a word that is longer is cut. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (stringWidth(longer) <= width) line = longer;
    else {
      if (line !== "") lines.push(line);
      line = cutTo(word, width);
    }
  }
  return line === "" ? lines : [...lines, line];
}
