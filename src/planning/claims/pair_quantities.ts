import type {Evidence} from "../evidence.ts";
import {isAdded, ofTimeTotals} from "./aggregates.ts";
import {fitsUnit} from "./column_units.ts";
import {crossPairs} from "./named_sets.ts";
import {cellOf, columnOf, meanOf, type Quantity, soleRows} from "./quantities.ts";
import {
  amountOf,
  around,
  type Entity,
  entitiesIn,
  measuresFor,
  type Pair,
  pairsAround,
  partAt,
  type Scene,
  wholeOf,
} from "./scene.ts";
import {ratioColumns} from "./shares.ts";
import type {ColumnView, TableView} from "./table_view.ts";

export function* pairQuantities(
  scene: Scene,
  at: number,
  as: "difference" | "percent" | "times",
): Generator<Quantity> {
  for (const pair of crossPairs(scene, at)) yield* ofPair(scene, at, pair, as);
  for (const pair of pairsAround(scene, at)) yield* ofPair(scene, at, pair, as);
  yield* ofTimeTotals(scene, at, as);
  const base = scene.entities.find(
    (entity) =>
      entity.at > at &&
      /^[^,;]{0,24}?\b(?:on|from|than|versus|vs\.?|over|above|below|compared (?:to|with))\s(?:the\s)?$/i.test(
        scene.text.slice(scene.tokens[at]!.end, entity.token.start),
      ),
  );
  const subject = scene.entities.find(
    (entity) => entity.at < at && !entity.isAgainst && entity.rows.size === 1,
  );
  if (base && subject && base.view === subject.view && base.rows.size === 1)
    yield* ofPair(scene, at, {subject, base}, as);
  const [own, more] = entitiesIn(scene, partAt(scene, at));
  // "fell in 2015 (-2.8 %), then rose by 29.5 % in 2016": each against the one before.
  if (own?.view.time && !more && !own.isAgainst && scene.entities.length > 1)
    for (const pair of pairsAround({...scene, entities: [own]}, at).slice(0, 1))
      yield* ofPair(scene, at, pair, as);
  yield* ofGroups(scene, at, as);
  yield* ofShownPair(scene, at, as);
  yield* ofColumns(scene, at, as);
}

function* ofPair(
  scene: Scene,
  at: number,
  {subject, base}: Pair,
  as: "difference" | "percent" | "times",
): Generator<Quantity> {
  const {view} = subject;
  if (view !== base.view) return;
  const swapped = /\b(?:less|fewer|smaller|lower)\b/i.test(
    around(scene, scene.tokens[at]!).after.slice(0, 24),
  );
  for (const column of measuresFitting(scene, view, at)) {
    const [one, other] = [amountOf(subject, column), amountOf(base, column)];
    if (one === undefined || other === undefined) continue;
    const cells = [cellOf(subject, column), cellOf(base, column)];
    yield* quantities(one, other, column, cells, as);
    if (as === "times" && swapped) yield* quantities(other, one, column, cells, as);
  }
  for (const [top, bottom] of ratioColumns(scene, view)) {
    if (as !== "difference") continue;
    const ratio = (entity: Entity) =>
      (amountOf(entity, top) ?? Number.NaN) / (amountOf(entity, bottom) ?? Number.NaN);
    const column: ColumnView = {...top, unit: {percent: "fraction"}};
    const cells = [subject, base].flatMap((entity) => [cellOf(entity, top), cellOf(entity, bottom)]);
    yield* quantities(ratio(subject), ratio(base), column, cells, as);
  }
}

/** "West earned 18 % more than East", each of several rows: their sums against each other. */
function* ofGroups(scene: Scene, at: number, as: "difference" | "percent" | "times"): Generator<Quantity> {
  const groups = scene.tokens.flatMap((token, place) =>
    (token.mentions ?? []).filter((one) => one.rows.size > 1).map((one) => ({...one, place})),
  );
  const base = groups.find(({place}) => place > at) ?? groups.at(-1);
  const subject = groups.find((one) => one !== base && one.column === base?.column && one.step === base.step);
  const view = scene.views.find((one) => one.step === base?.step);
  if (!base || !subject || !view || view.time?.column.name === base.column) return;
  for (const column of measuresFitting(scene, view, at).filter(isAdded)) {
    const of = (rows: ReadonlySet<number>) =>
      [...rows].reduce((sum, row) => sum + (column.numbers[row] ?? 0), 0);
    const cells = [...subject.rows, ...base.rows].map((row) => ({step: view.step, row, column: column.name}));
    yield* quantities(of(subject.rows), of(base.rows), column, cells, as);
  }
}

/** The measures that a claim may be about and whose unit the number has; where none has it, all others that have. */
function measuresFitting(scene: Scene, view: TableView, at: number): ColumnView[] {
  const named = measuresFor(scene, view, partAt(scene, at));
  const token = scene.tokens[at]!;
  if (token.number!.kind === "percent") return named;
  const {after} = around(scene, token);
  const fits = (column: ColumnView) => fitsUnit(token.number!, column.unit, after);
  // "narrowed from 1,500 to 450": each of its own year's column.
  const isYearly = (column: ColumnView) => /(?:19|20)\d\d/.test(column.name);
  const isYearSaid = /(?<!\d)(?:19|20)\d\d(?!\d)/.test(
    scene.text.slice(scene.tokens[0]!.start, scene.tokens.at(-1)!.end),
  );
  if (named.some(isYearly) && !isYearSaid)
    return [...named, ...view.measures.filter((column) => isYearly(column) && fits(column))];
  return named.some(fits) ? named : [...named, ...view.measures.filter(fits)];
}

function* quantities(
  one: number,
  other: number,
  column: ColumnView,
  cells: Evidence[],
  as: "difference" | "percent" | "times",
): Generator<Quantity> {
  if (as === "difference") yield {value: one - other, column, cells, how: "difference", as};
  if (as === "percent" && other !== 0)
    yield {value: (one - other) / Math.abs(other), column, cells, how: "percent change", as};
  if (as === "times" && other !== 0) yield {value: one / other, column, cells, how: "ratio", as};
}

/** The two numbers of one column that the sentence has shown last: "from 5.9 to 3.0, down 2.95". */
function* ofShownPair(scene: Scene, at: number, as: "difference" | "percent" | "times"): Generator<Quantity> {
  const shown = scene.tokens.flatMap((token, place) => {
    const binding = token.number && scene.bound.get(token.number);
    const [cell] = binding && !binding.how ? binding.cells : [];
    return cell && place !== at ? [{place, cell}] : [];
  });
  const ordered = [
    ...shown.filter((one) => one.place < at).slice(-2),
    ...shown.filter((one) => one.place > at).slice(0, 2),
  ];
  const [first, second] = shown.filter((one) => one.place < at).length >= 2 ? ordered : ordered.slice(-2);
  if (!first || !second) return;
  const column = columnOf(scene, first.cell);
  if (!column || second.cell.step !== first.cell.step) return;
  const other = columnOf(scene, second.cell)!;
  if (other.unit.unit !== column.unit.unit || other.unit.sign !== column.unit.sign) return;
  const [a, b] = [column.numbers[first.cell.row], other.numbers[second.cell.row]];
  if (a === undefined || b === undefined) return;
  const isChange = /\bfrom\b|\bto\b|then|at the end|went/i.test(
    scene.text.slice(scene.tokens[0]!.start, scene.tokens.at(-1)!.end),
  );
  const [base, subject] = isChange ? [a, b] : [b, a];
  yield* quantities(subject, base, column, [second.cell, first.cell], as);
}

/** Two columns of the row that the sentence is about: first and last price, this year and last. */
function* ofColumns(scene: Scene, at: number, as: "difference" | "percent" | "times"): Generator<Quantity> {
  for (const entity of [...soleRows(scene), ...entitiesIn(scene, wholeOf(scene)), ...shownRows(scene, at)]) {
    if (entity.rows.size !== 1) continue;
    const {view} = entity;
    if (view.time && view.rows > 1) continue;
    const named = measuresFor(scene, view, partAt(scene, at));
    const columns = named.length === 2 ? named : view.measures.length === 2 ? view.measures : [];
    const [first, second] = columns;
    if (!first || !second || first.unit.sign !== second.unit.sign || first.unit.unit !== second.unit.unit)
      continue;
    const [a, b] = [amountOf(entity, first), amountOf(entity, second)];
    if (a === undefined || b === undefined) continue;
    const cells = [cellOf(entity, second), cellOf(entity, first)];
    yield* quantities(b, a, first, cells, as);
    if (!/\b(?:first|start|begin|before|previous|initial|open)/i.test(first.name))
      yield* quantities(a, b, first, cells, as);
  }
}

/** The rows of the numbers that the same part shows, where it names none: "rose by $11.91 to $150.39". */
function shownRows(scene: Scene, at: number): Entity[] {
  const part = partAt(scene, at);
  if (entitiesIn(scene, wholeOf(scene)).length > 0) return [];
  return scene.tokens.slice(part.from, part.to).flatMap((token): Entity[] => {
    const [cell] = (token.number && scene.bound.get(token.number)?.cells) ?? [];
    const view = scene.views.find((one) => one.step === cell?.step);
    return cell && view ? [{at: -1, token, view, rows: new Set([cell.row]), isAgainst: false}] : [];
  });
}

/** "5 above the average". */
export function* averageGap(scene: Scene, at: number): Generator<Quantity> {
  const {after} = around(scene, scene.tokens[at]!);
  if (
    !/(?:above|below|over|under|than) (?:the |its )?(?:plain |overall |simple )?(?:average|mean)/i.test(after)
  )
    return;
  for (const entity of scene.entities)
    for (const column of measuresFor(scene, entity.view, partAt(scene, at))) {
      const value = amountOf(entity, column);
      const all = column.numbers.filter((one) => one !== undefined);
      if (value === undefined || all.length === 0) continue;
      yield {
        value: value - meanOf(all),
        column,
        cells: [cellOf(entity, column)],
        how: "difference from the mean",
        as: "difference",
      };
    }
}
