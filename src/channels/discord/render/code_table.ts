import {alignedTable} from "../../chat/aligned_table.ts";
import type {ReplyTable} from "../../chat/reply.ts";
import {CODE_WIDTH} from "../capabilities.ts";
import {codeBlock} from "./escape.ts";

/** A table as a block of code, as wide as Discord shows one without breaking its lines. */
export function codeTable(table: Pick<ReplyTable, "header" | "rows" | "right" | "rowsInAll">): string {
  return codeBlock(alignedTable(table, {width: CODE_WIDTH, most: table.rows.length}));
}
