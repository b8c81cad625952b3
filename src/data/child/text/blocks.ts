import {isValue, looksLikeHeader} from "./header.ts";
import {countFilled, type TextRecord} from "./records.ts";

/** A part of a text that holds one table. Lines and columns are those of the file. */
export interface Block {
  rows: TextRecord[];
  /** What stands right above it. */
  title?: string;
  /** Its first column, from 0. */
  from: number;
  /** The column behind its last, where others stand to its right. */
  to?: number;
  /** Its last line, where another table follows. */
  lastLine?: number;
}

const blank = (cell: string | undefined): boolean => (cell ?? "").trim() === "";
const text = (row: TextRecord): string =>
  row.cells
    .filter((cell) => !blank(cell))
    .join(" ")
    .trim();

/**
 * The tables that stand one below the other, parted by blank lines, each with a header of its own over columns of values.
 * `records` are all of the text, blank ones too. One block where there is one table.
 */
export function stackedBlocks(records: readonly TextRecord[]): Block[] {
  const groups = parted(records);
  const found: {rows: TextRecord[]; header: TextRecord; title?: string}[] = [];
  let above: TextRecord[] = [];
  for (const group of groups) {
    const start = headerIn(group);
    const current = found.at(-1);
    const header = start === undefined ? undefined : group[start]!;
    const again = current && header && sameNames(header, current.header);
    if (header && start !== undefined && !again) {
      const title = [...above, ...group.slice(0, start)].map(text).findLast((line) => line !== "");
      found.push({rows: group.slice(start), header, ...(title && title.length < 100 && {title})});
      above = [];
    } else if (current && (again || continues(group, current.header))) current.rows.push(...group);
    else above.push(...group);
  }
  if (found.length < 2) return [{rows: groups.flat(), from: 0}];
  return found.map(({rows, title}, index) => ({
    rows,
    from: 0,
    ...(title && {title}),
    ...(index < found.length - 1 && {lastLine: rows.at(-1)!.line}),
  }));
}

function parted(records: readonly TextRecord[]): TextRecord[][] {
  const groups: TextRecord[][] = [];
  let open = false;
  for (const record of records) {
    if (record.blank || record.cells.every(blank)) open = false;
    else if (open) groups.at(-1)!.push(record);
    else {
      groups.push([record]);
      open = true;
    }
  }
  return groups;
}

/** The place of the header in a group of lines that is a table of its own: names over at least one column of values. */
function headerIn(group: readonly TextRecord[]): number | undefined {
  for (let at = 0; at < Math.min(4, group.length - 2); at++) {
    const row = group[at]!;
    const rest = group.slice(at + 1, at + 50).map(({cells}) => cells);
    if (countFilled(row) < 2 || !looksLikeHeader(row.cells, rest)) continue;
    const wide = rest.filter((cells) => cells.filter((cell) => !blank(cell)).length > 1).length;
    const values = row.cells.some(
      (name, column) =>
        !blank(name) &&
        !isValue(name) &&
        rest.filter((cells) => isValue(cells[column] ?? "")).length > 0.7 * rest.length,
    );
    if (wide > 0.7 * rest.length && values) return at;
  }
  return undefined;
}

const sameNames = (a: TextRecord, b: TextRecord): boolean =>
  Math.max(a.cells.length, b.cells.length) > 0 &&
  Array.from({length: Math.max(a.cells.length, b.cells.length)}).every(
    (_, at) => (a.cells[at] ?? "").trim() === (b.cells[at] ?? "").trim(),
  );

/** Rows as wide as those under a header, as after a blank line in a table. */
function continues(group: readonly TextRecord[], header: TextRecord): boolean {
  const width = header.cells.length;
  const filled = countFilled(header);
  return (
    group.filter((row) => row.cells.length === width && countFilled(row) > filled / 2).length >
    0.7 * group.length
  );
}

/**
 * The tables that stand side by side in a block: parted by columns that are empty from the names down, each of two
 * columns and more with names, and not of one length unless `asked` for. `maybe` where only their lengths are the same.
 */
export function besideBlocks(block: Block, asked = false): {blocks: Block[]; maybe: boolean} {
  const whole = {blocks: [block], maybe: false};
  const {rows} = block;
  const width = Math.max(0, ...rows.map(({cells}) => cells.length));
  if (rows.length < 3 || width < 5) return whole;
  const filled = Array.from({length: width}, (_, at) => rows.some(({cells}) => !blank(cells[at])));
  const parts: {from: number; to: number}[] = [];
  for (let at = 0; at < width; at++) {
    if (!filled[at]) continue;
    const last = parts.at(-1);
    if (last && last.to === at) last.to++;
    else parts.push({from: at, to: at + 1});
  }
  if (parts.length < 2 || parts.some(({from, to}) => to - from < 2)) return whole;
  const header = rows.findIndex(({cells}) =>
    parts.every(({from, to}) => cells.slice(from, to).every((cell) => !blank(cell))),
  );
  if (header < 0 || header > 5) return whole;
  const body = rows.slice(header + 1).map(({cells}) => cells);
  const sound = parts.every(({from, to}) =>
    looksLikeHeader(
      rows[header]!.cells.slice(from, to),
      body.map((cells) => cells.slice(from, to)),
    ),
  );
  if (!sound) return whole;
  const lengths = parts.map(({from, to}) =>
    rows.findLastIndex(({cells}) => cells.slice(from, to).some((cell) => !blank(cell))),
  );
  const names = parts.map(({from, to}) => rows[header]!.cells.slice(from, to).map((name) => name.trim()));
  const repeated = new Set(names.flat()).size < names.flat().length;
  if (new Set(lengths).size < 2 && !repeated && !asked) return {blocks: [block], maybe: true};
  return {
    maybe: false,
    blocks: parts.map(({from, to}) => ({
      ...block,
      rows: rows
        .slice(header)
        .map((row) => ({...row, cells: row.cells.slice(from, to)}))
        .filter((row) => row.cells.some((cell) => !blank(cell))),
      from: block.from + from,
      to: block.from + to,
    })),
  };
}
