import type {ChannelCapabilities} from "../channel.ts";
import {alignedTable} from "./aligned_table.ts";
import {escapeMarkdown, plainLine} from "./escape.ts";
import type {FittedPiece, FittedTable} from "./fitted.ts";
import type {ReplyFile, ReplyTable} from "./reply.ts";

/** More rows than these nobody reads in a code block. */
const ROWS_IN_CODE = 15;
const CODE_WIDTH = 76;
/** A code block narrower than this shows no table. */
const NARROWEST = 16;

/** A table as the platform can show it, and the whole of it as a file where it is cut and no button gives it. */
export async function fitTable(
  table: ReplyTable,
  capabilities: ChannelCapabilities,
  hasButton: boolean,
): Promise<{pieces: FittedPiece[]; file?: {file: ReplyFile; title: string}}> {
  const native = capabilities.nativeTable ? nativeTable(table, capabilities.limits?.table) : undefined;
  const code = native ? undefined : codeTable(table, capabilities);
  const shown = native?.rows.length ?? code?.rows ?? 0;
  const isWhole = shown >= table.rowsInAll && !code?.isNarrow;
  const pieces: FittedPiece[] = [
    ...(native ? [{kind: "table" as const, table: native}] : []),
    ...(code ? [{kind: "text" as const, markdown: code.markdown}] : []),
  ];
  if (isWhole) return {pieces};
  const file =
    capabilities.files && !hasButton ? {file: await table.csv(), title: plainLine(table.title)} : undefined;
  const where = file ? "; the file has all" : hasButton ? "; the CSV button has all" : "";
  const said = `${native || !code ? `The first ${shown} of ${table.rowsInAll.toLocaleString("en-US")} rows` : ""}`;
  if (shown === 0)
    pieces.push({
      kind: "note",
      markdown: `${escapeMarkdown(table.title)} has no room here${where || ": ask for less"}.`,
    });
  else if (native) pieces.push({kind: "note", markdown: `${said}${where}.`});
  else if (where !== "") pieces.push({kind: "note", markdown: `Cut to fit${where}.`});
  return {pieces, ...(file && {file})};
}

type TableLimits = NonNullable<NonNullable<ChannelCapabilities["limits"]>["table"]>;

/** As many rows as fit; undefined where not one does, or the columns do not. */
function nativeTable(
  {title, header, rows, right, rowsInAll}: ReplyTable,
  limits: TableLimits | undefined,
): FittedTable | undefined {
  const whole = {title: plainLine(title), header, right, rowsInAll};
  if (!limits) return {...whole, rows};
  if (header.length > limits.columns) return undefined;
  const lengthOf = (row: readonly string[]) => row.reduce((sum, cell) => sum + cell.length, 0);
  let left = limits.characters - lengthOf(header);
  const shown: (readonly string[])[] = [];
  // The header is a row, too.
  for (const row of rows.slice(0, limits.rows - 1)) {
    left -= lengthOf(row);
    if (left < 0) break;
    shown.push(row);
  }
  return shown.length === 0 ? undefined : {...whole, rows: shown};
}

function codeTable(
  table: ReplyTable,
  {limits, maxTextLength}: ChannelCapabilities,
): {markdown: string; rows: number; isNarrow: boolean} | undefined {
  const width = limits?.codeWidth ?? CODE_WIDTH;
  if (width < NARROWEST) return undefined;
  for (let rows = Math.min(ROWS_IN_CODE, table.rows.length); rows > 0; rows -= 1) {
    const text = alignedTable(table, {width, most: rows});
    const markdown = `\`\`\`\n${text}\n\`\`\``;
    if (markdown.length <= maxTextLength)
      return {markdown, rows, isNarrow: /^… .*more column/m.test(text.split("\n").at(-1) ?? "")};
  }
  return undefined;
}
