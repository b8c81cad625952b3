import {cellOf, meanOf, medianOf, type Quantity, soleRows, sumOf} from "./quantities.ts";
import {allOf, rowsUpTo} from "./row_sets.ts";
import {amountOf, entitiesIn, entityRows, measuresFor, partAt, type Scene} from "./scene.ts";

export const MEAN = /\b(?:averages?|averaged|averaging|mean)\b/i;
export const MEDIAN = /\bmedian\b/i;
export const SUM =
  /\b(?:total\w*|sums?|summed|altogether|in all|all in all|combined|together|overall|jointly|aggregate|adds? up|of all|of the(?=\s*$)|of all the(?=\s*$)|out of)\b/i;

/** Means, medians and sums over the rows that the words name, else over all. */
export function* aggregates(scene: Scene, at: number, words: string): Generator<Quantity> {
  if (MEAN.test(words) || /\bper\b/.test(words)) yield* perUnit(scene);
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

/** An amount over a count in the same row: what a strike cost on average. */
function* perUnit(scene: Scene): Generator<Quantity> {
  const named = new Set(scene.tokens.flatMap((token) => token.columns ?? []));
  const rows = [...soleRows(scene), ...scene.entities.filter((entity) => entity.rows.size === 1)];
  for (const entity of rows)
    for (const amount of entity.view.measures)
      for (const count of entity.view.measures) {
        const isNamed = entity.view.measures.length === 2 || named.has(count);
        if (
          amount === count ||
          !count.numbers.every((value) => Number.isInteger(value ?? 0)) ||
          count.unit.sign !== undefined ||
          amount.unit.counts ||
          !isNamed
        )
          continue;
        const [top, bottom] = [amountOf(entity, amount), amountOf(entity, count)];
        if (top === undefined || !bottom) continue;
        const cells = [cellOf(entity, amount), cellOf(entity, count)];
        yield {value: top / bottom, column: amount, cells, how: "mean", as: "amount"};
      }
}
