import {namedAfter, namedSets} from "./named_sets.ts";
import {cellOf, type Quantity, soleRows} from "./quantities.ts";
import {allOf, rowsUpTo} from "./row_sets.ts";
import {
  amountOf,
  around,
  type Entity,
  entitiesIn,
  measuresFor,
  pairsAround,
  partAt,
  type Scene,
} from "./scene.ts";
import type {ColumnView, TableView} from "./table_view.ts";

/** Rows as a part of their column's total. */
export function* shares(scene: Scene, at: number): Generator<Quantity> {
  const part = partAt(scene, at);
  const [before, after] = [
    entitiesIn(scene, {from: 0, to: at}),
    entitiesIn(scene, {from: at, to: scene.tokens.length}),
  ];
  const here = entitiesIn(scene, part);
  const beside = here.filter((entity) => entity.at < at);
  const following = here.filter((entity) => entity.at > at);
  const sets: Entity[][] = [];
  if (beside.length > 0) sets.push(beside.slice(-1), beside);
  if (
    following.length > 0 &&
    (beside.length === 0 || /^[^,]*\b(?:from|by|in|for)\b/i.test(around(scene, scene.tokens[at]!).after))
  )
    sets.push(following, following.slice(0, 1));
  if (here.length === 0 && before.length > 0) sets.push(before.slice(-1), before);
  if (here.length === 0 && before.length === 0 && after.length > 0) sets.push(after, after.slice(0, 1));
  if (sets.length === 0 && scene.carried.length > 0) sets.push(scene.carried);
  const [within] = namedAfter(scene, at);
  const named = sets.map((set) => ({view: set[0]!.view, rows: allOf(set)}));
  for (const {view, rows} of [...named, ...namedSets(scene, at)]) {
    if (!view.whole) continue;
    for (const column of measuresFor(scene, view, part)) {
      if (column.unit.percent !== undefined) continue;
      const of = (some: Iterable<number>) =>
        [...some].reduce((sum, row) => sum + (column.numbers[row] ?? 0), 0);
      const isWithin = within?.view === view;
      const total = of(isWithin ? within.rows : rowsUpTo(view.rows));
      const cells = [...rows].map((row) => ({step: view.step, row, column: column.name}));
      if (total !== 0)
        yield {value: of(rows) / total, column, cells, how: "share of the total", as: "percent"};
    }
  }
}

/** Two columns of one row as a share: "209 strikes (2.1 %)", the margin of a year. */
export function* rowRatios(scene: Scene, at: number): Generator<Quantity> {
  const part = partAt(scene, at);
  const ordered = [...scene.entities].sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at));
  const beside = [...entitiesIn(scene, part), ...ordered].filter((entity) => entity.rows.size === 1);
  const linked = scene.entities.find(
    (entity) =>
      entity.rows.size === 1 &&
      entity.at > at &&
      /^\s*(?:in|for|of|at|by)\s+(?:the\s)?$/i.test(
        scene.text.slice(scene.tokens[at]!.end, entity.token.start),
      ),
  );
  const [nearest] = [...(linked ? [linked] : []), ...beside, ...soleRows(scene), ...scene.carried];
  const candidates = nearest ? [nearest] : [];
  // "fell from 10 % to 8 %": the first and the last row, named or not.
  if (scene.entities.length === 0)
    for (const {subject, base} of pairsAround(scene, at)) {
      const {before} = around(scene, scene.tokens[at]!);
      candidates.push(/\bfrom\s*$/i.test(before) ? base : /\bto\s*$/i.test(before) ? subject : subject);
    }
  for (const entity of candidates)
    for (const [top, bottom] of ratioColumns(scene, entity.view)) {
      const [a, b] = [amountOf(entity, top), amountOf(entity, bottom)];
      if (a === undefined || b === undefined || b === 0) continue;
      yield {
        value: a / b,
        column: top,
        cells: [cellOf(entity, top), cellOf(entity, bottom)],
        how: "ratio in its row",
        as: "percent",
      };
    }
}

/** Pairs of amounts of one kind, the smaller over the larger, that a share in a row can be made of. */
export function ratioColumns(scene: Scene, view: TableView): [ColumnView, ColumnView][] {
  const amounts = view.measures.filter((column) => column.unit.percent === undefined && !column.isChange);
  if (amounts.length < 2 || amounts.length > 6) return [];
  const named = new Set(scene.tokens.flatMap((token) => token.columns ?? []));
  const largest = amounts.find((column) =>
    amounts.every((other) =>
      other.numbers.every((value, row) => Math.abs(value ?? 0) <= Math.abs(column.numbers[row] ?? 0)),
    ),
  );
  return amounts.flatMap((top) =>
    amounts.flatMap((bottom): [ColumnView, ColumnView][] => {
      if (
        top === bottom ||
        top.unit.sign !== bottom.unit.sign ||
        holdsWhole(top) !== holdsWhole(bottom) ||
        top.unit.scale !== bottom.unit.scale
      )
        return [];
      const isSmaller = top.numbers.every(
        (value, row) => value === undefined || Math.abs(value) <= Math.abs(bottom.numbers[row] ?? Number.NaN),
      );
      if (!isSmaller || top.unit.unit !== bottom.unit.unit) return [];
      if (amounts.length === 2) return [[top, bottom]];
      const isWhole = named.has(bottom)
        ? true
        : bottom === largest && ![...named].some((column) => column !== top);
      return isWhole ? [[top, bottom]] : [];
    }),
  );
}

/** Whether a column without a currency holds whole numbers only: a rating is no part of a count. */
function holdsWhole({numbers, unit}: ColumnView): boolean {
  return unit.sign !== undefined || numbers.every((value) => value === undefined || Number.isInteger(value));
}
