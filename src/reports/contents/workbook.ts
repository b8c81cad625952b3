import {areYears, isCurrency} from "../../charts/format.ts";
import type {Cell, Column} from "../../data/table.ts";
import type {DocumentTable, ReportDocument} from "../document.ts";

type Value = string | number | boolean | Date | null;

/**
 * A document's tables as a workbook: a sheet each, with numbers, dates, times and truth values as such, formats from units,
 * and a sheet "About" that tells of the data, its licence and the SQL. Text is text there: nothing of it is run as a formula.
 */
export async function documentWorkbook(document: ReportDocument): Promise<Uint8Array> {
  const {writeXlsx} = await import("hucre/xlsx");
  const taken = new Set(["about"]);
  const seen = new Set<string>();
  const sheets = Object.values(document.tables).flatMap((one) => {
    const same = JSON.stringify([one.table.columns.map(({name}) => name), one.table.rows]);
    if (seen.has(same)) return [];
    seen.add(same);
    return [sheetOf(one, sheetName(one.title, taken))];
  });
  const about = {
    name: "About",
    rows: aboutRows(document),
    columns: [{width: 26}, {width: 120, style: {alignment: {wrapText: true, vertical: "top" as const}}}],
  };
  return writeXlsx({sheets: [about, ...sheets], properties: {title: document.title}});
}

function sheetOf({table, units}: DocumentTable, name: string) {
  const heads = table.columns.map((column) => column.name);
  const rows: Value[][] = table.rows.map((row) =>
    table.columns.map((column, at) => cellOf(row[at] ?? null, column)),
  );
  const columns = table.columns.map((column, at) => {
    const values = table.rows.map((row) => row[at] ?? null);
    const numFmt = formatOf(column, units[column.name] ?? column.unit, values);
    const longest = Math.max(
      column.name.length,
      ...values.slice(0, 200).map((cell) => String(cell ?? "").length),
    );
    return {width: Math.min(60, Math.max(9, longest + 2)), ...(numFmt && {numFmt})};
  });
  const cells = new Map(
    heads.map((value, at) => [`0,${at}`, {value, style: {font: {bold: true}, numFmt: "@"}}] as const),
  );
  return {name, columns, rows: [heads, ...rows], cells, freezePane: {rows: 1, columns: 0}};
}

function cellOf(cell: Cell, {type}: Column): Value {
  if (typeof cell !== "string" || (type !== "date" && type !== "timestamp")) return cell;
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(cell);
  if (!match || Number(match[1]) < 1900) return cell;
  const [year, month, day, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return new Date(Date.UTC(year!, month! - 1, day, hour, minute, second));
}

function formatOf(
  {name, type}: Column,
  unit: string | undefined,
  values: readonly Cell[],
): string | undefined {
  if (type === "date") return "yyyy-mm-dd";
  if (type === "timestamp") return "yyyy-mm-dd hh:mm:ss";
  if (type !== "integer" && type !== "number") return undefined;
  const numbers = values.filter((cell) => typeof cell === "number");
  const whole = numbers.every(Number.isInteger);
  if (unit === "%") return "0.0%";
  if (numbers.some((value) => value !== 0 && Math.abs(value) < 0.001)) return undefined;
  const plain = whole ? "#,##0" : "#,##0.00##";
  if (unit === "percent") return `${whole ? "0" : "0.0##"}"%"`;
  const isMoney = isCurrency(unit);
  if (isMoney) return `"${unit}"${whole ? "#,##0" : "#,##0.00"}`;
  if (unit) return `${plain} "${String(unit).replace(/["\\]/g, "")}"`;
  if (whole && (areYears(numbers, name) || /(^|[^a-z])(id|code|zip|number|no)$/i.test(name))) return "0";
  return plain;
}

function aboutRows(document: ReportDocument): Value[][] {
  const {title, subtitle, madeAt, asOf, timeZone, datasets, tables} = document;
  const {assumptions, methods, recipes, comparisons, summary} = document;
  const many = (name: string, lines: readonly string[]): Value[][] =>
    lines.map((line, at) => [at === 0 ? name : "", line]);
  return [
    ["Title", title],
    ...(subtitle === undefined ? [] : [["", subtitle]]),
    ["Made", madeAt],
    ["Data as of", `${asOf} (${timeZone})`],
    ...many(
      "Summary",
      summary.map(({text}) => text),
    ),
    ...datasets.flatMap(({name, hash, rows, columns, source, receipt, origin}): Value[][] => [
      ["Data", `${name}: ${rows.toLocaleString("en")} rows, ${columns} columns, from ${source}`],
      ["Version", hash],
      ...(origin
        ? [
            ["Published as", `${origin.title} (${origin.ref}), ${origin.url}`],
            ["Licence", [origin.licence.name, origin.licence.url].filter(Boolean).join(", ")],
          ]
        : []),
      ...many("Import", receipt),
    ]),
    ...many("How it was read", methods),
    ...many("Assumptions", assumptions),
    ...many("Comparisons", comparisons === undefined ? [] : [comparisons]),
    ...many(
      "Recipes",
      recipes.map(({id, question}) => `tabletalk replay ${id}: ${question}`),
    ),
    ...Object.values(tables).flatMap((one) => many(`SQL: ${one.title}`, one.sql)),
  ];
}

/** A name that a spreadsheet takes: at most 31 signs, without []:*?/\, once. */
function sheetName(title: string, taken: Set<string>): string {
  const base =
    title
      .replace(/[[\]:*?/\\\p{Cc}]+/gu, " ")
      .replace(/\s+/g, " ")
      .replace(/^'+|'+$/g, "")
      .trim() || "Table";
  for (let number = 1; ; number++) {
    const end = number === 1 ? "" : ` ${number}`;
    const name =
      [...base]
        .slice(0, 31 - end.length)
        .join("")
        .slice(0, 31 - end.length)
        .trim() + end;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}
