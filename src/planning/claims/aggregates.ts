import {meanOf, medianOf, type Quantity, sumOf} from "./quantities.ts";
import {allOf, rowsUpTo} from "./row_sets.ts";
import {entitiesIn, entityRows, measuresFor, partAt, type Scene} from "./scene.ts";

export const MEAN = /\b(?:averages?|averaged|averaging|mean)\b/i;
export const MEDIAN = /\bmedian\b/i;
export const SUM =
  /\b(?:total\w*|sums?|summed|altogether|in all|all in all|combined|together|overall|jointly|aggregate|adds? up|of all|out of)\b/i;

/** Means, medians and sums over the rows that the words name, else over all. */
export function* aggregates(scene: Scene, at: number, words: string): Generator<Quantity> {
  for (const view of scene.views) {
    if (view.rows < 2) continue;
    const here = entitiesIn(scene, partAt(scene, at)).filter((entity) => entity.view === view);
    const all = entityRows(scene, view);
    const every = rowsUpTo(view.rows);
    const sets = [
      ...(here.length >= 2 ? [allOf(here)] : []),
      ...(scene.entities.length >= 2 && /together|combined|both|sum|jointly/i.test(words)
        ? [allOf(scene.entities)]
        : []),
      all,
      ...(view.whole ? [every] : []),
      ...(/together|combined|both|jointly/i.test(words)
        ? scene.carried.slice(0, 1).map(() => allOf(scene.carried))
        : []),
    ];
    for (const column of measuresFor(scene, view, partAt(scene, at))) {
      for (const rows of sets) {
        if (!view.whole && rows.size === view.rows) continue;
        const numbers = [...rows].flatMap((row) => column.numbers[row] ?? []);
        if (numbers.length === 0) continue;
        const cells = [...rows].slice(0, 50).map((row) => ({step: view.step, row, column: column.name}));
        if (MEAN.test(words)) yield {value: meanOf(numbers), column, cells, how: "mean", as: "amount"};
        if (MEDIAN.test(words)) yield {value: medianOf(numbers), column, cells, how: "median", as: "amount"};
        if (SUM.test(words) && column.unit.percent === undefined)
          yield {value: sumOf(numbers), column, cells, how: "sum", as: "amount"};
      }
    }
  }
}
