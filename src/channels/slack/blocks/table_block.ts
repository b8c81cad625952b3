import type {DataTableBlock, TableBlock} from "@slack/types";
import {cutText} from "../../chat/cut_text.ts";
import type {FittedTable} from "../../chat/fitted.ts";

type Cell = {type: "raw_text"; text: string} | {type: "raw_number"; value: number; text: string};

/** A table that stands there whole: for a few rows. */
export function tableBlock(table: FittedTable): TableBlock {
  return {
    type: "table",
    rows: [table.header.map(textCell), ...table.rows.map((row) => evenly(row, table).map(textCell))],
    column_settings: table.header.map((_, at) => ({
      align: table.right[at] ? ("right" as const) : ("left" as const),
      is_wrapped: true,
    })),
  };
}

/** A table with pages, to sort and to filter: for many rows. It has one row or more. */
export function dataTableBlock(table: FittedTable): DataTableBlock {
  return {
    type: "data_table",
    caption: cutText(table.title || "Table", 150),
    page_size: 10,
    rows: [
      table.header.map(textCell),
      ...table.rows.map((row) =>
        evenly(row, table).map((cell, at) => (table.right[at] ? numberCell(cell) : textCell(cell))),
      ),
    ],
  };
}

/** Slack refuses ragged tables. */
function evenly(row: readonly string[], {header}: FittedTable): string[] {
  return header.map((_, at) => row[at] ?? "");
}

/** Slack refuses empty cells. */
function textCell(text: string): {type: "raw_text"; text: string} {
  return {type: "raw_text", text: text.trim() === "" ? "–" : text};
}

/** With its value a number is sorted as one. */
function numberCell(text: string): Cell {
  return /^-?\d{1,3}(,\d{3})*(\.\d+)?$|^-?\d+(\.\d+)?$/.test(text)
    ? {type: "raw_number", value: Number(text.replaceAll(",", "")), text}
    : textCell(text);
}
