import {isAdded} from "./aggregates.ts";
import {cellOf, meanOf, type Quantity, soleRows, sumOf} from "./quantities.ts";
import {allOf, bothOf, type Rows, rowsUpTo} from "./row_sets.ts";
import {amountOf, type Entity, measuresFor, type Pair, partAt, type Scene} from "./scene.ts";
import type {ColumnView, TableView} from "./table_view.ts";

/** How likely a chance hit may be before no further arithmetic is tried. */
const CHANCE = 0.04;

/**
 * What a number may be where no words call for an arithmetic: the likeliest first, over the rows that its sentence names. Only as
 * many are tried as its digits can tell apart: "$62,157" is hardly hit by chance, "53 %" is.
 * @param isCued words around it call for a difference, which has been tried as they say
 */
export function* explained(scene: Scene, at: number, isCued: boolean): Generator<Quantity> {
  const number = scene.tokens[at]!.number!;
  if (number.kind === "date" || number.kind === "ordinal" || number.value === 0) return;
  if (number.kind === "word") return;
  const chance = Math.max((2 * number.tolerance) / Math.abs(number.value), 1e-6);
  const most = Math.floor(CHANCE / chance);
  const seen = new Set<string>();
  for (const quantity of number.kind === "percent"
    ? percents(scene, at, isCued)
    : amounts(scene, at, isCued)) {
    const key = `${quantity.as} ${quantity.value.toPrecision(6)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (seen.size > most) return;
    yield quantity;
  }
}

/** The names that a number may be about: what it is tied to by a small word, what its part names before it, then after it. */
function anchors(scene: Scene, at: number): Entity[] {
  const {tokens, entities, text} = scene;
  const part = partAt(scene, at);
  const linked = entities.filter(
    (entity) =>
      entity.at > at &&
      /^\s*(?:\p{L}+\s){0,2}?(?:in|for|of|on|at|by|from|during|are in|were in|come from|comes from|among)\s+(?:the\s)?$/iu.test(
        text.slice(tokens[at]!.end, entity.token.start),
      ),
  );
  const here = entities.filter((entity) => entity.at >= part.from && entity.at < part.to);
  const before = here.filter((entity) => entity.at < at).reverse();
  const after = here.filter((entity) => entity.at > at);
  const others = entities
    .filter((entity) => !here.includes(entity))
    .toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at));
  return [...new Set([...linked, ...before, ...after, ...others, ...scene.carried])];
}

/** The rows of a name as they are, and with those of each other name beside it. */
function setsOf(scene: Scene, at: number): {view: TableView; rows: Rows}[] {
  const found = anchors(scene, at);
  const raw = (entity: Entity): Rows[] =>
    (entity.token.mentions ?? []).filter((one) => one.step === entity.view.step).map((one) => one.rows);
  return found.flatMap((entity) => [
    {view: entity.view, rows: entity.rows},
    ...raw(entity).map((rows) => ({view: entity.view, rows})),
  ]);
}

function* percents(scene: Scene, at: number, isCued: boolean): Generator<Quantity> {
  const sets = setsOf(scene, at);
  const part = partAt(scene, at);
  const views = new Set(sets.map(({view}) => view));
  // "West's profit comes from Consumer": a group within a group.
  for (const one of sets)
    for (const other of sets) {
      const both = bothOf(one.rows, other.rows);
      if (one.view !== other.view || both.size === 0 || both.size === other.rows.size) continue;
      for (const column of added(scene, one.view, part)) yield* share(one.view, column, both, other.rows);
    }
  for (const {view, rows} of sets)
    for (const column of added(scene, view, part)) yield* share(view, column, rows, rowsUpTo(view.rows));
  for (const pair of isCued ? [] : changes(scene, at))
    for (const column of measuresFor(scene, pair.subject.view, part)) yield* change(pair, column, "percent");
  for (const view of views) {
    const here = sets.filter((one) => one.view === view);
    if (here.length < 2) continue;
    for (const column of added(scene, view, part))
      yield* share(view, column, allOf(here), rowsUpTo(view.rows));
  }
  for (const entity of [...anchors(scene, at), ...soleRows(scene)]) yield* inRow(entity, "percent");
}

function* amounts(scene: Scene, at: number, isCued: boolean): Generator<Quantity> {
  const part = partAt(scene, at);
  for (const {view, rows} of setsOf(scene, at))
    if (rows.size > 1) for (const column of added(scene, view, part)) yield* total(column, rows);
  for (const pair of isCued ? [] : changes(scene, at))
    for (const column of measuresFor(scene, pair.subject.view, part))
      yield* change(pair, column, "difference");
  for (const entity of [...anchors(scene, at), ...soleRows(scene)]) yield* inRow(entity, "amount");
  for (const view of scene.views) {
    if (!view.whole || view.rows < 2) continue;
    const every = rowsUpTo(view.rows);
    for (const column of measuresFor(scene, view, part)) {
      if (isAdded(column)) yield* total(column, every);
      const numbers = column.numbers.filter((value) => value !== undefined);
      const cells = [...every].slice(0, 50).map((row) => ({step: view.step, row, column: column.name}));
      if (numbers.length > 1) yield {value: meanOf(numbers), column, cells, how: "mean", as: "amount"};
    }
  }
}

/** The rows against what is named beside them, or against the time before. */
function changes(scene: Scene, at: number): Pair[] {
  const [first, ...rest] = anchors(scene, at).filter((entity) => entity.rows.size === 1);
  if (!first) return [];
  const pairs = rest
    .filter((entity) => entity.view === first.view)
    .flatMap((entity): Pair[] => [
      first.isAgainst ? {subject: entity, base: first} : {subject: first, base: entity},
      first.isAgainst ? {subject: first, base: entity} : {subject: entity, base: first},
    ]);
  return pairs;
}

function added(scene: Scene, view: TableView, part: {from: number; to: number}): ColumnView[] {
  const columns = measuresFor(scene, view, part).filter(isAdded);
  return [...columns, ...view.measures.filter((column) => isAdded(column) && !columns.includes(column))];
}

function* share(view: TableView, column: ColumnView, rows: Rows, whole: Rows): Generator<Quantity> {
  if (!view.whole && whole.size === view.rows) return;
  const of = (some: Rows) => sumOf([...some].map((row) => column.numbers[row] ?? 0));
  const bottom = of(whole);
  if (bottom === 0 || rows.size === whole.size) return;
  const cells = [...rows].slice(0, 50).map((row) => ({step: view.step, row, column: column.name}));
  yield {value: of(rows) / bottom, column, cells, how: "share of the total", as: "percent"};
}

function* total(column: ColumnView, rows: Rows): Generator<Quantity> {
  const numbers = [...rows].flatMap((row) => column.numbers[row] ?? []);
  const cells = [...rows].slice(0, 50).map((row) => ({step: column.step, row, column: column.name}));
  yield {value: sumOf(numbers), column, cells, how: "sum", as: "amount"};
}

function* change(
  {subject, base}: Pair,
  column: ColumnView,
  as: "percent" | "difference",
): Generator<Quantity> {
  const [now, before] = [amountOf(subject, column), amountOf(base, column)];
  if (now === undefined || !before) return;
  const cells = [cellOf(subject, column), cellOf(base, column)];
  if (as === "difference") yield {value: now - before, column, cells, how: "difference", as};
  else yield {value: (now - before) / Math.abs(before), column, cells, how: "percent change", as};
}

/** Amounts of one row by each other: what there is for each, and what part it is. */
function* inRow(entity: Entity, as: "amount" | "percent"): Generator<Quantity> {
  if (entity.rows.size !== 1) return;
  const columns = entity.view.measures.filter(isAdded);
  for (const top of columns)
    for (const bottom of columns) {
      const [a, b] = [amountOf(entity, top), amountOf(entity, bottom)];
      if (top === bottom || a === undefined || !b || !bottom.unit.counts) continue;
      const cells = [cellOf(entity, top), cellOf(entity, bottom)];
      const isPart = top.unit.counts === true && a < b;
      if (as === "amount" && a > b)
        yield {value: a / b, column: {...top, unit: {...top.unit, counts: false}}, cells, how: "mean", as};
      if (as === "percent" && isPart) yield {value: a / b, column: top, cells, how: "ratio in its row", as};
    }
}
