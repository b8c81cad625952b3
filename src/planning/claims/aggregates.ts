import {namePartsOf} from "./column_units.ts";
import {namedSets, timeTotals} from "./named_sets.ts";
import {cellOf, meanOf, medianOf, type Quantity, soleRows, sumOf} from "./quantities.ts";
import {allOf, rowsUpTo} from "./row_sets.ts";
import {amountOf, entitiesIn, entityRows, measuresFor, partAt, type Scene} from "./scene.ts";
import type {ColumnView} from "./table_view.ts";

export const MEAN = /\b(?:averages?|averaged|averaging|mean)\b/i;
export const MEDIAN = /\bmedian\b/i;
export const SUM =
  /\b(?:total\w*|sums?|summed|altogether|in all|all in all|combined|together|overall|jointly|aggregate|adds? up|of all|of the(?=\s*$)|of all the(?=\s*$)|out of)\b/i;

/** "a year", "per film", "each": an amount by the thing. */
export const PER = /\b(?:per|apiece|each|(?:a|every) (?:year|quarter|month|week|day|hour|piece|head))\b/i;
const PER_TIME = /\b(?:a|per|each|every) (?:year|quarter|month|week|day|hour)\b/i;
/** Columns whose cells cannot be added up: means, rates and the like. */
const NOT_ADDED =
  /^(?:avg|average|mean|median|rate|ratio|share|percent|pct|r|rho|corr|index|min|max|std|sd)$/;

/** Whether the cells of a column may be added up. */
export function isAdded(column: ColumnView): boolean {
  return column.unit.percent === undefined && !namePartsOf(column.name).some((part) => NOT_ADDED.test(part));
}

/** Sums and means of rows that are named together: a stretch of time, a season, the rows of a group. */
export function* ofNamedSets(scene: Scene, at: number, words: string): Generator<Quantity> {
  for (const {view, rows} of namedSets(scene, at))
    for (const column of measuresFor(scene, view, partAt(scene, at))) {
      const numbers = [...rows].flatMap((row) => column.numbers[row] ?? []);
      if (numbers.length < 2) continue;
      const cells = [...rows].slice(0, 50).map((row) => ({step: view.step, row, column: column.name}));
      if (MEAN.test(words) || PER.test(words))
        yield {value: meanOf(numbers), column, cells, how: "mean", as: "amount"};
      else if (isAdded(column)) yield {value: sumOf(numbers), column, cells, how: "sum", as: "amount"};
    }
}

/** All groups of a time together: "across the three categories sales went from 609 to 733". */
export function* ofTimeTotals(
  scene: Scene,
  at: number,
  as: "amount" | "difference" | "percent" | "times",
): Generator<Quantity> {
  for (const {view, base, now} of timeTotals(scene))
    for (const column of measuresFor(scene, view, partAt(scene, at))) {
      if (!isAdded(column)) continue;
      const [before, after] = [base, now].map((rows) =>
        sumOf([...rows].map((row) => column.numbers[row] ?? 0)),
      );
      const cells = [...now, ...base].map((row) => ({step: view.step, row, column: column.name}));
      if (as === "difference") yield {value: after! - before!, column, cells, how: "difference", as};
      else if (as === "percent" && before)
        yield {value: (after! - before) / Math.abs(before), column, cells, how: "percent change", as};
      else if (as === "times" && before) yield {value: after! / before, column, cells, how: "ratio", as};
      else if (as === "amount")
        for (const value of [before!, after!]) yield {value, column, cells, how: "sum", as};
    }
}

/** "5,968 of 9,994": the whole that the amount before it is a part of. */
export function* wholes(scene: Scene, at: number): Generator<Quantity> {
  const token = scene.tokens[at]!;
  const before = scene.text.slice(scene.tokens[0]!.start, token.start);
  const part = scene.tokens.slice(0, at).findLast((one) => one.number);
  const [cell] = (part?.number && scene.bound.get(part.number)?.cells) ?? [];
  const isOf =
    part !== undefined &&
    /^[^\d.;:]{0,40}?\b(?:out )?of (?:the |all |all the |a total of |its |some |about |roughly |total )*$/i.test(
      scene.text.slice(part.end, token.start),
    );
  for (const view of scene.views) {
    if (!view.whole || view.rows < 2) continue;
    for (const column of view.measures) {
      if (!isAdded(column)) continue;
      const isCount =
        column.unit.counts === true && token.number!.value >= 100 && Number.isInteger(token.number!.value);
      const isPart = isOf && cell?.step === view.step && cell.column === column.name;
      if (!isPart && !(isCount && /\b(?:of|from|across|all|over|among)\s(?:the |all |some )*$/i.test(before)))
        continue;
      const all = rowsUpTo(view.rows);
      const cells = [...all].slice(0, 50).map((row) => ({step: view.step, row, column: column.name}));
      yield {
        value: sumOf([...all].map((row) => column.numbers[row] ?? 0)),
        column,
        cells,
        how: "sum",
        as: "amount",
      };
    }
  }
}

/** Means, medians and sums over the rows that the words name, else over all. */
export function* aggregates(scene: Scene, at: number, words: string): Generator<Quantity> {
  if (MEAN.test(words) || PER.test(words)) yield* perUnit(scene, at);
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
        if (MEAN.test(words) || PER_TIME.test(words))
          yield {value: meanOf(numbers), column, cells, how: "mean", as: "amount"};
        if (MEDIAN.test(words)) yield {value: medianOf(numbers), column, cells, how: "median", as: "amount"};
        if (SUM.test(words) && column.unit.percent === undefined)
          yield {value: sumOf(numbers), column, cells, how: "sum", as: "amount"};
      }
    }
  }
}

/** An amount over a count in the same row: what a strike cost on average. */
function* perUnit(scene: Scene, at: number): Generator<Quantity> {
  const counted = scene.tokens[at + 1]?.columns ?? [];
  const named = new Set(scene.tokens.flatMap((token) => token.columns ?? []));
  const rows = [...soleRows(scene), ...scene.entities.filter((entity) => entity.rows.size === 1)];
  for (const entity of rows)
    for (const amount of entity.view.measures)
      for (const count of entity.view.measures) {
        const isNamed = entity.view.measures.length === 2 || named.has(count);
        if (
          amount === count ||
          count.unit.counts !== true ||
          (amount.unit.counts && !counted.includes(amount)) ||
          !isNamed
        )
          continue;
        const [top, bottom] = [amountOf(entity, amount), amountOf(entity, count)];
        if (top === undefined || !bottom) continue;
        const cells = [cellOf(entity, amount), cellOf(entity, count)];
        yield {value: top / bottom, column: amount, cells, how: "mean", as: "amount"};
      }
}
