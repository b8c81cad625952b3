import {writeFile} from "node:fs/promises";
import {extname} from "node:path";
import type {Cell, Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import type {Answer} from "./channel.ts";
import {dataLines} from "./data_lines.ts";

/** One way of taking an answer away. */
export interface ExportFormat {
  extension: string;
  description: string;
  /** The file's content. */
  make: (answer: Answer, question: string) => Promise<string | Uint8Array>;
}

/** The formats of `/export`. */
export const EXPORT_FORMATS: readonly ExportFormat[] = [
  {extension: "csv", description: "the answer's table", make: async (answer) => toCsv(headlineTable(answer))},
  {
    extension: "xlsx",
    description: "the answer's tables, a sheet each, and how they came about",
    make: toWorkbook,
  },
  {
    extension: "sql",
    description: "the SQL that ran",
    make: async (answer, question) => toScript(answer, question),
  },
  {
    extension: "ipynb",
    description: "a notebook that runs the SQL",
    make: async (answer, question) => toNotebook(answer, question),
  },
];

/**
 * Writes an answer to a file whose ending names the format.
 * @throws TabletalkError bad_use for another ending, or an answer without a table
 */
export async function exportAnswer(answer: Answer, question: string, path: string): Promise<void> {
  const format = EXPORT_FORMATS.find((one) => `.${one.extension}` === extname(path).toLowerCase());
  if (!format) {
    const known = EXPORT_FORMATS.map((one) => one.extension).join(", ");
    throw new TabletalkError("bad_use", `An answer cannot be written as ${path}.`, `Use one of: ${known}.`);
  }
  await writeFile(path, await format.make(answer, question));
}

/** The table that answers. @throws TabletalkError bad_use when the answer has none */
export function headlineTable(answer: Answer): Table {
  const artifact = answer.plan && answer.artifacts[answer.plan.headline];
  if (!artifact)
    throw new TabletalkError("bad_use", "There is no answer with a table yet.", "Ask a question first.");
  return artifact.table;
}

/** RFC 4180; text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function toCsv(table: Table): string {
  return [table.columns.map((column) => column.name), ...table.rows].map(csvLine).join("");
}

/** One row of a CSV file, as `toCsv` writes it. What has such apostrophes gets one more: so they can be taken off again. */
export function csvLine(row: readonly Cell[]): string {
  const write = (cell: Cell) => {
    if (cell === null) return "";
    const text = typeof cell === "string" && /^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${row.map(write).join(",")}\r\n`;
}

async function toWorkbook(answer: Answer): Promise<Uint8Array> {
  const {writeXlsx} = await import("hucre/xlsx");
  const artifacts = Object.entries(answer.artifacts).filter(([, artifact]) => artifact.kind !== "chart");
  const about = [answer.answer, answer.reading ?? "", ...linksOf(answer), ...statements(answer)].map(
    (one) => [one],
  );
  const sheets = artifacts.map(([step, {table}]) => ({
    name: step.slice(0, 31),
    rows: [table.columns.map((column): Cell => column.name), ...table.rows],
  }));
  return writeXlsx({sheets: [...sheets, {name: "how", rows: about}]});
}

function toScript(answer: Answer, question: string): string {
  const comment = (text: string) => text.split(/\r?\n/).map((line) => `-- ${line}`);
  const head = [
    question,
    answer.reading ?? answer.answer,
    ...(answer.reading ? sourcesOf(answer) : []),
  ].flatMap(comment);
  return `${[...head, "", ...statements(answer).map((sql) => `${sql};\n`)].join("\n")}`;
}

function toNotebook(answer: Answer, question: string): string {
  const sources = [...datasetsOf(answer)];
  const open = [
    "import duckdb",
    "db = duckdb.connect()",
    "# Load each table under its name before running the queries:",
    ...sources.map((name) => `# db.sql("CREATE TABLE ${name} AS FROM 'path/to/${name}.csv'")`),
  ];
  const markdown = (lines: string[]) => ({
    cell_type: "markdown",
    id: "about",
    metadata: {},
    source: lines.join("\n\n"),
  });
  const code = (id: string, text: string) => ({
    cell_type: "code",
    id,
    execution_count: null,
    metadata: {},
    outputs: [],
    source: text,
  });
  const cells = [
    markdown([`# ${question.replace(/\s+/g, " ")}`, answer.answer, answer.reading ?? ""]),
    code("open", open.join("\n")),
    ...statements(answer).map((sql, at) => code(`query${at + 1}`, `db.sql(${JSON.stringify(sql)}).show()`)),
  ];
  const metadata = {kernelspec: {display_name: "Python 3", language: "python", name: "python3"}};
  return `${JSON.stringify({cells, metadata, nbformat: 4, nbformat_minor: 5}, undefined, 1)}\n`;
}

/** Where the data of an answer was published; empty where it is somebody's own. */
const sourcesOf = (answer: Answer): string[] => dataLines(Object.values(answer.artifacts));

/** The pages of that data and of its licences, for whoever reads the file later. */
const linksOf = ({sources = []}: Answer): string[] =>
  sources.flatMap(({url, licence}) => [url, ...(licence.url ? [licence.url] : [])]);

/** The SQL behind an answer, each statement once, in the order that it ran. */
export function statements(answer: Answer): string[] {
  return [...new Set(Object.values(answer.artifacts).flatMap((artifact) => artifact.provenance.sql))];
}

function datasetsOf(answer: Answer): Set<string> {
  const named = Object.values(answer.artifacts).flatMap((artifact) => artifact.provenance.datasets);
  return new Set(named.map((dataset) => dataset.name));
}
