import type {Mention} from "../mentions.ts";
import {rowsUpTo} from "./row_sets.ts";
import {chronological} from "./scene.ts";
import type {TableView} from "./table_view.ts";

const BEFORE =
  /\b(?:the|a|one) (?:year|month|quarter|week|day) (?:before|earlier|previously)\b|\bthe (?:previous|prior|preceding) (?:year|month|quarter|week|day)\b/gi;
const AFTER =
  /\b(?:the|a|one) (?:year|month|quarter|week|day) (?:after|later)\b|\bthe (?:following|next) (?:year|month|quarter|week|day)\b/gi;

/** "the year before", "a month later": the row beside that of the time named nearest. */
export function relativeTimes(
  text: string,
  mentions: readonly Mention[],
  views: readonly TableView[],
): Mention[] {
  const steps = [
    [BEFORE, -1],
    [AFTER, 1],
  ] as const;
  return steps.flatMap(([pattern, step]) =>
    [...text.matchAll(pattern)].flatMap((match): Mention[] => {
      const [start, end] = [match.index, match.index + match[0].length];
      const near = mentions
        .filter((one) => one.rows.size === 1 && Math.abs(one.start - start) < 120)
        .toSorted((a, b) => Math.abs(a.start - start) - Math.abs(b.start - start))
        .find((one) => views.some((view) => view.step === one.step && view.time?.column.name === one.column));
      const view = views.find((one) => one.step === near?.step);
      if (!near || !view) return [];
      const order = chronological(view, rowsUpTo(view.rows));
      const row = order[order.indexOf([...near.rows][0]!) + step];
      return row === undefined
        ? []
        : [{start, end, step: near.step, column: near.column, rows: new Set([row])}];
    }),
  );
}
