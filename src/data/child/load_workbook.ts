import type {DuckDBConnection} from "@duckdb/node-api";
import {TabletalkError} from "../../errors.ts";
import type {ImportChoices} from "../choices.ts";
import type {ReceiptEntry} from "../dataset.ts";
import type {Loaded} from "./import_file.ts";
import {type FoundTable, findTables} from "./layout/find_tables.ts";
import {type Area, type Grid, rangeArea, rangeText, textsOf, trimmed} from "./layout/grid.ts";
import {joinNames, range} from "./layout/header_rows.ts";
import {loadTable} from "./workbook/load_table.ts";
import {readWorkbook} from "./workbook/read_workbook.ts";
import {gridOf, type Sheet} from "./workbook/sheet.ts";

/** Larger sheets are taken as one table: looking for several would cost more than reading them. */
const SEARCHED = 5_000_000;

/**
 * Loads every table of every sheet: of each block of cells that is one, its header found, titles, notes and totals left out.
 * @throws TabletalkError bad_file where no sheet holds a table; bad_use where a choice names none
 */
export async function loadWorkbook(
  path: string,
  choices: ImportChoices,
  connection: DuckDBConnection,
): Promise<Loaded[]> {
  const {format, sheets, remarks} = await readWorkbook(path);
  const seen = sheets.some(({hidden, rows}) => !hidden && rows.length > 0);
  const wanted = choices.only
    ? sheets.filter(({name}) => choices.only!.includes(name))
    : sheets.filter(({hidden}) => !hidden || !seen);
  const left = sheets.filter(({hidden, rows}) => hidden && rows.length > 0 && seen && !choices.only);
  if (wanted.length === 0 && choices.only)
    throw new TabletalkError(
      "bad_use",
      `${path} has no sheet called ${choices.only.map((name) => `"${name}"`).join(" or ")}.`,
      `Its sheets are: ${sheets.map(({name}) => `"${name}"`).join(", ")}.`,
    );
  const loaded: Loaded[] = [];
  const blank: string[] = [];
  for (const sheet of wanted) {
    const tables = tablesOf(sheet, choices);
    if (tables.length === 0) blank.push(sheet.name);
    for (const [index, found] of tables.entries()) {
      const entries: ReceiptEntry[] = [
        {kind: "sheet", message: `Sheet "${sheet.name}"${sheet.hidden ? " (hidden)" : ""}.`},
      ];
      const place = rangeText(found.area);
      if (tables.length > 1)
        entries.push({
          kind: "sheet",
          message: `The sheet holds ${tables.length} tables; this is number ${index + 1}, at ${place}${found.title ? `: "${found.title}"` : ""}.`,
          reverse: {tables: "one"},
        });
      const table = `raw${loaded.length}`;
      const {typed} = await loadTable(sheet, found, table, choices, connection, entries);
      loaded.push({
        table,
        sheet: tables.length > 1 ? (found.title ?? `${sheet.name} ${index + 1}`) : sheet.name,
        format,
        entries,
        ...(typed && {typed}),
        ...(tables.length > 1 && {range: place}),
      });
    }
  }
  if (loaded.length === 0)
    throw new TabletalkError(
      "bad_file",
      `${path} has no sheet with a table.`,
      "Put the data on a sheet, with names in its first row.",
    );
  const first = loaded[0]!.entries;
  for (const message of remarks) first.push({kind: "workbook", message});
  if (left.length > 0)
    first.push({
      kind: "sheet",
      message: `Hidden and left out: ${left.map(({name}) => `"${name}"`).join(", ")}.`,
      count: left.length,
      reverse: {only: sheets.map(({name}) => name)},
    });
  if (blank.length > 0)
    first.push({
      kind: "sheet",
      message: `${blank.length === 1 ? "Sheet" : "Sheets"} without a table: ${blank.map((name) => `"${name}"`).join(", ")}.`,
      count: blank.length,
    });
  return loaded;
}

function tablesOf(sheet: Sheet, choices: ImportChoices): FoundTable[] {
  const grid = gridOf(sheet);
  if (grid.rows === 0 || grid.columns === 0) return [];
  const all: Area = {top: 0, left: 0, bottom: grid.rows - 1, right: grid.columns - 1};
  const within = choices.range ? rangeArea(choices.range) : all;
  if (choices.header !== undefined) return chosenHeader(grid, within, choices.header);
  const split =
    choices.tables !== "one" && choices.range === undefined && grid.rows * grid.columns <= SEARCHED;
  return findTables(grid, within, split);
}

/** The table under a header that a person named by its rows. */
function chosenHeader(grid: Grid, within: Area, header: NonNullable<ImportChoices["header"]>): FoundTable[] {
  const used = trimmed(grid, within);
  if (!used) return [];
  const rows = header === "none" ? [] : [header].flat().map((line) => line - 1);
  const missing = rows.find((row) => row > used.bottom);
  if (missing !== undefined)
    throw new TabletalkError(
      "bad_use",
      `The header cannot be in row ${missing + 1}: the sheet ends in row ${used.bottom + 1}.`,
      'Name another row, or "none".',
    );
  const top = rows[0] ?? used.top;
  const names =
    rows.length > 0
      ? joinNames(rows.map((row) => textsOf(grid, row, used)))
      : range(used.left, used.right).map(() => "");
  const from = (rows.at(-1) ?? used.top - 1) + 1;
  const body = range(from, used.bottom).filter((row) => textsOf(grid, row, used).some((cell) => cell !== ""));
  return [
    {
      area: {...used, top},
      header: {rows, titles: range(used.top, top - 1), names},
      body,
      notes: [],
      doubts: [],
    },
  ];
}
