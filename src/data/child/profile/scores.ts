import type {ColumnProfile, TableProfile} from "../../profile.ts";
import type {Score} from "../../profile_details.ts";

/** Filled cells of all cells; blank texts and placeholders are not filled. */
export function completenessOf(profile: TableProfile): Score {
  const of = profile.rows * profile.columns.length;
  const missing = sum(profile.columns, (column) => column.nulls);
  const blank = sum(profile.columns, (column) => column.details?.text?.blank ?? 0);
  const placeholders = sum(profile.columns, (column) =>
    (column.details?.placeholders ?? []).reduce((all, one) => all + one.count, 0),
  );
  return score(of, [
    {what: "missing cells", count: missing, of},
    {what: "blank cells", count: blank, of},
    {what: "cells with a word for nothing", count: placeholders, of},
  ]);
}

/**
 * Cells without a fault of form, of the filled cells: spaces at the ends, spellings that differ in capitals alone, texts
 * unlike the pattern of their column, numbers that are none; and repeated rows, each counted with all its cells.
 */
export function consistencyOf(profile: TableProfile): Score {
  const of = sum(profile.columns, (column) => profile.rows - column.nulls);
  const texts = (
    take: (text: NonNullable<NonNullable<ColumnProfile["details"]>["text"]>) => number,
  ): number => sum(profile.columns, (column) => (column.details?.text ? take(column.details.text) : 0));
  return score(of, [
    {what: "cells with spaces at their ends", count: texts((text) => text.untrimmed), of},
    {what: "cells spelled in another way", count: texts((text) => text.variants.rows), of},
    {what: "cells unlike the others of their column", count: texts((text) => text.pattern?.misfits ?? 0), of},
    {
      what: "infinite or undefined numbers",
      count: sum(profile.columns, (column) => column.nonFinite ?? 0),
      of,
    },
    {what: "cells of repeated rows", count: profile.duplicateRows * profile.columns.length, of},
  ]);
}

function score(of: number, parts: Score["parts"]): Score {
  const off = parts.reduce((all, one) => all + one.count, 0);
  return {value: of === 0 ? 1 : Math.max(0, 1 - off / of), parts: parts.filter(({count}) => count > 0)};
}

const sum = (columns: readonly ColumnProfile[], of: (column: ColumnProfile) => number): number =>
  columns.reduce((all, column) => all + of(column), 0);
