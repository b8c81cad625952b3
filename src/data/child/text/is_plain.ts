import {type FoundDialect, recordsOf} from "./dialect.ts";
import type {TextPlan} from "./plan.ts";
import {countFilled, isSpaced, type TextRecord} from "./records.ts";
import {type Sample, TAIL_LINES} from "./sample.ts";
import {totalLabel, UsualRow} from "./totals.ts";

/** Whether DuckDB's own reader makes the same of the file as reading it with care. */
export function isPlain(
  plan: TextPlan,
  records: readonly TextRecord[],
  sample: Sample,
  dialect: FoundDialect,
): boolean {
  const table = plan.tables[0]!;
  const width = table.names.length;
  if (
    isSpaced(dialect) ||
    plan.comment ||
    table.skip.size > 0 ||
    width > 1_000 ||
    dialect.escape !== dialect.quote
  )
    return false;
  const sound = (record: TextRecord, last: boolean): boolean =>
    record.blank ? last : record.cells.length === width && !record.unbalanced && !totalLabel(record.cells);
  const body = records.filter((record) => record.line >= table.firstLine);
  if (body.length === 0) return false;
  if (!body.every((record) => sound(record, false))) return false;
  if (plan.totals) {
    const usual = new UsualRow(width);
    for (const {cells} of body) {
      if (usual.readsLikeNote(cells)) return false;
      usual.add(cells);
    }
  }
  const tail = sample.whole ? [] : recordsOf(sample.tail.slice(-TAIL_LINES), dialect, true);
  if (!tail.every((record) => sound(record, false) || record.unbalanced)) return false;
  const all = [...body, ...tail];
  if (all.every(({cells}) => (cells[width - 1] ?? "").trim() === "")) return false;
  const thin = width > 2 && all.slice(-10).some((row) => countFilled(row) <= 1);
  return !thin && !body.some(({cells}) => table.header?.every((name, at) => cells[at] === name));
}
