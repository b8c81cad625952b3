import {type Command, Option} from "commander";
import {type ImportChoices, importChoicesSchema} from "../data/choices.ts";
import {TabletalkError} from "../errors.ts";

/** The flags that decide how a file is read, as the command line gives them. */
export interface ChoiceFlags {
  delimiter?: string;
  quote?: string;
  encoding?: string;
  header?: string;
  decimal?: string;
  dates?: string;
  text?: string[];
  keepTotals?: boolean;
  dropTotals?: boolean;
  keepComments?: boolean;
  dropComments?: boolean;
  /** False for `--no-fill-down`. */
  fillDown?: string[] | false;
  missing?: string[];
  only?: string[];
  range?: string;
  oneTable?: boolean;
  splitTables?: boolean;
}

const DELIMITERS: Record<string, string> = {
  tab: "\t",
  "\\t": "\t",
  comma: ",",
  semicolon: ";",
  pipe: "|",
  space: " ",
  colon: ":",
  caret: "^",
  tilde: "~",
};

/** Adds the flags that decide how a file is read, under a heading of their own, or unlisted. */
export function withChoiceFlags(command: Command, listed = true): Command {
  const list = (text: string, before: string[] | undefined | false): string[] => [
    ...(before || []),
    ...splitList(text),
  ];
  const options = [
    new Option("--delimiter <sign>", "between values: , ; tab | or another single sign"),
    new Option("--quote <sign>", "around values that hold the delimiter"),
    new Option("--encoding <name>", "utf-8, latin1, windows-1252, utf-16le, shift_jis, …"),
    new Option("--header <line>", "the header's line, from 1; 2-3 for a header of several; none"),
    new Option("--decimal <sign>", "the decimal mark: . or ,"),
    new Option("--dates <order>", "day-first, month-first or year-first"),
    new Option("--text <columns>", "columns that stay as they are written: zip,sku").argParser(list),
    new Option("--keep-totals", "rows of totals are data"),
    new Option("--drop-totals", "rows of totals are left out"),
    new Option("--keep-comments", "lines that begin with a comment mark are data"),
    new Option("--drop-comments", "lines that begin with a comment mark are left out"),
    new Option("--fill-down <columns>", "blank cells take the value above them").argParser(list),
    new Option("--no-fill-down", "blank cells stay blank"),
    new Option("--missing <texts>", "further texts that mean nothing: unknown,tbd").argParser(list),
    new Option("--only <names>", "only these sheets, tables or files").argParser(list),
    new Option("--range <cells>", "only this part of a sheet: B3:F40"),
    new Option("--one-table", "one table a sheet or file, whatever blocks it holds"),
    new Option("--split-tables", "a table for each block of a sheet or file"),
  ];
  for (const option of options)
    command.addOption(listed ? option.helpGroup("How the file is read:") : option.hideHelp());
  return command;
}

/**
 * What the flags decide.
 * @throws TabletalkError bad_use naming the flag that cannot be used, and what it takes
 */
export function choicesOf(flags: ChoiceFlags): ImportChoices {
  both(flags.keepTotals, flags.dropTotals, "--keep-totals", "--drop-totals");
  both(flags.keepComments, flags.dropComments, "--keep-comments", "--drop-comments");
  both(flags.oneTable, flags.splitTables, "--one-table", "--split-tables");
  const choices: ImportChoices = {
    ...(flags.delimiter !== undefined && {delimiter: sign("--delimiter", flags.delimiter)}),
    ...(flags.quote !== undefined && {quote: sign("--quote", flags.quote)}),
    ...(flags.encoding !== undefined && {encoding: encodingOf(flags.encoding)}),
    ...(flags.header !== undefined && {header: headerOf(flags.header)}),
    ...(flags.decimal !== undefined && {decimal: decimalOf(flags.decimal)}),
    ...(flags.dates !== undefined && {dates: datesOf(flags.dates)}),
    ...(flags.text && {text: flags.text}),
    ...(flags.keepTotals && {totals: "keep" as const}),
    ...(flags.dropTotals && {totals: "drop" as const}),
    ...(flags.keepComments && {comments: "keep" as const}),
    ...(flags.dropComments && {comments: "drop" as const}),
    ...(flags.fillDown === false && {fillDown: []}),
    ...(Array.isArray(flags.fillDown) && {fillDown: flags.fillDown}),
    ...(flags.missing && {missing: flags.missing}),
    ...(flags.only && {only: flags.only}),
    ...(flags.range !== undefined && {range: rangeOf(flags.range)}),
    ...(flags.oneTable && {tables: "one" as const}),
    ...(flags.splitTables && {tables: "split" as const}),
  };
  return importChoicesSchema.parse(choices);
}

/** Choices as the flags that make them, quoted for a shell: what `choicesOf` reads back. */
export function flagsFor(choices: ImportChoices): string {
  const list = (name: string, values: readonly string[]): string =>
    `--${name} ${shellWord(joinList(values))}`;
  const flags: string[] = [];
  const {delimiter, quote, encoding, header, decimal, dates, range} = choices;
  if (delimiter !== undefined)
    flags.push(
      `--delimiter ${delimiter === "\t" ? "tab" : shellWord(delimiter === " " ? "space" : delimiter)}`,
    );
  if (quote !== undefined) flags.push(`--quote ${shellWord(quote)}`);
  if (encoding !== undefined) flags.push(`--encoding ${shellWord(encoding)}`);
  if (header !== undefined) flags.push(`--header ${Array.isArray(header) ? header.join(",") : header}`);
  if (decimal !== undefined) flags.push(`--decimal ${decimal}`);
  if (dates !== undefined) flags.push(`--dates ${dates.replace("_", "-")}`);
  if (choices.text) flags.push(list("text", choices.text));
  if (choices.totals) flags.push(`--${choices.totals}-totals`);
  if (choices.comments) flags.push(`--${choices.comments}-comments`);
  if (choices.fillDown)
    flags.push(choices.fillDown.length === 0 ? "--no-fill-down" : list("fill-down", choices.fillDown));
  if (choices.missing) flags.push(list("missing", choices.missing));
  if (choices.only) flags.push(list("only", choices.only));
  if (range !== undefined) flags.push(`--range ${range}`);
  if (choices.tables) flags.push(choices.tables === "one" ? "--one-table" : "--split-tables");
  return flags.join(" ");
}

/** "zip,sku" as two; a name that holds a comma stands in double quotes: `"City, State",zip`. */
function splitList(text: string): string[] {
  const parts = [...text.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))/g)];
  return parts
    .map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? (bare ?? "").trim())
    .filter((part, at) => part !== "" || parts[at]?.[1] !== undefined);
}

const joinList = (values: readonly string[]): string =>
  values
    .map((value) => (/[",]|^\s|\s$/.test(value) || value === "" ? `"${value.replaceAll('"', '""')}"` : value))
    .join(",");

/** A word that a POSIX shell reads as it is meant. */
export const shellWord = (text: string): string =>
  /^[\p{L}\p{N}_.,:/@%+=-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

function sign(flag: string, text: string): string {
  const one = DELIMITERS[text.toLowerCase()] ?? text;
  if (one.length !== 1)
    throw wrong(flag, text, "Give a single sign, in quotes where the shell needs them: ';' or tab.");
  return one;
}

function headerOf(text: string): NonNullable<ImportChoices["header"]> {
  if (text.toLowerCase() === "none") return "none";
  const span = /^(\d+)-(\d+)$/.exec(text);
  const [from, to] = [Number(span?.[1]), Number(span?.[2])];
  const lines =
    span && to - from < 50 ? Array.from({length: to - from + 1}, (_, at) => from + at) : numbers(text);
  if (lines.length === 0 || lines.some((line) => !Number.isSafeInteger(line) || line < 1))
    throw wrong("--header", text, "Give a line from 1 (--header 7), several (--header 2-3), or none.");
  return lines.length === 1 ? lines[0]! : lines;
}

const numbers = (text: string): number[] =>
  text.split(",").map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : Number.NaN));

function encodingOf(text: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.:() -]*$/.test(text))
    throw wrong("--encoding", text, "Name one such as utf-8, latin1, windows-1252, utf-16le or shift_jis.");
  return text;
}

function decimalOf(text: string): "." | "," {
  if (text === "." || text === "point") return ".";
  if (text === "," || text === "comma") return ",";
  throw wrong("--decimal", text, "Give . or , .");
}

function datesOf(text: string): NonNullable<ImportChoices["dates"]> {
  const order = text.toLowerCase().replaceAll("-", "_");
  const known = importChoicesSchema.shape.dates.unwrap().safeParse(order);
  if (!known.success) throw wrong("--dates", text, "Give day-first, month-first or year-first.");
  return known.data;
}

function rangeOf(text: string): string {
  const known = importChoicesSchema.shape.range.unwrap().safeParse(text);
  if (!known.success) throw wrong("--range", text, "Give two corners, such as B3:F40.");
  return known.data.toUpperCase();
}

function both(one: unknown, other: unknown, name: string, opposite: string): void {
  if (one && other)
    throw new TabletalkError(
      "bad_use",
      `${name} and ${opposite} contradict each other.`,
      "Give one of them.",
    );
}

const wrong = (flag: string, text: string, next: string): TabletalkError =>
  new TabletalkError("bad_use", `${flag} cannot be “${text}”.`, next);
