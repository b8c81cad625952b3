import type {Evidence} from "../evidence.ts";
import type {Mention} from "../mentions.ts";
import type {ShownNumber} from "../scan_numbers.ts";
import {isPoints} from "./column_units.ts";
import {AGAINST} from "./relation_words.ts";
import {bothOf, rowsUpTo} from "./row_sets.ts";
import type {ColumnView, TableView} from "./table_view.ts";
import {partsOf, type Stretch, type Token} from "./tokens.ts";

/** A row's name in a sentence and the rows that it stands for there. */
export interface Entity {
  /** Its place among the tokens. */
  at: number;
  token: Token;
  view: TableView;
  rows: ReadonlySet<number>;
  /** What is measured against it: "than East", "on 2016". */
  isAgainst: boolean;
}

/** How a number of the sentence was bound. */
export interface Binding {
  cells: Evidence[];
  how?: string;
}

/** A sentence with all that its claims are judged by. */
export interface Scene {
  text: string;
  tokens: Token[];
  parts: Stretch[];
  views: readonly TableView[];
  entities: Entity[];
  bound: Map<ShownNumber, Binding>;
  /** What the sentence before was about, for "it". */
  carried: Entity[];
  /** The last amount of the sentences before, for "above that". */
  lastAmount?: {number: ShownNumber; column: ColumnView};
}

export function sceneOf(
  text: string,
  tokens: Token[],
  views: readonly TableView[],
  carried: readonly Entity[],
): Scene {
  const parts = partsOf(tokens);
  const entities = tokens.flatMap((token, at) => {
    const entity = token.kind === "row" ? entityOf(tokens, at, views) : undefined;
    return entity ? [entity] : [];
  });
  return {text, tokens, parts, views, entities, bound: new Map(), carried: [...carried]};
}

/** The rows of a name, narrowed by the names of other keys beside it: "women in 3rd class". */
function entityOf(tokens: readonly Token[], at: number, views: readonly TableView[]): Entity | undefined {
  const token = tokens[at]!;
  for (const mention of token.mentions ?? []) {
    const view = views.find((one) => one.step === mention.step);
    if (!view?.keys.some((key) => key.name === mention.column)) continue;
    let rows = new Set(mention.rows);
    if (rows.size === view.rows && view.rows > 1) continue;
    if (rows.size > 1) {
      const others = Map.groupBy(
        tokens.flatMap((other, place) =>
          other.kind === "row" && place !== at ? (other.mentions ?? []).map((one) => ({one, place})) : [],
        ),
        ({one}) => `${one.step} ${one.column}`,
      );
      for (const group of others.values()) {
        if (group[0]!.one.step !== mention.step || group[0]!.one.column === mention.column) continue;
        const nearest = group.toSorted((a, b) => Math.abs(a.place - at) - Math.abs(b.place - at))[0]!;
        const both = bothOf(rows, nearest.one.rows);
        if (both.size > 0) rows = both;
      }
    }
    return {at, token, view, rows, isAgainst: isAgainst(tokens, at)};
  }
  return undefined;
}

/** Looks back from a name over its own number and small words for what sets it against another. */
function isAgainst(tokens: readonly Token[], at: number): boolean {
  for (let index = at - 1; index >= Math.max(0, at - 9); index--) {
    const token = tokens[index]!;
    if (
      token.kind === "number" ||
      /^(?:the|that|of|those|in|its|for|at|a|with|to|just|only|about|was|it|were|had|did|when|by|year|%|\(|°|c|f|[$€£])$/.test(
        token.word,
      )
    )
      continue;
    // "as high as West", "as many as in May"
    if (token.word === "as")
      return tokens
        .slice(Math.max(0, index - 9), index)
        .some((one) => one.word === "as" || one.word === "same");
    if (AGAINST.has(token.word))
      return token.word !== "on" && token.word !== "from" ? true : isAfterAmount(tokens, index);
    if (token.kind === "word" && token.end - token.start <= 6 && tokens[index - 1]?.kind === "number")
      continue;
    return false;
  }
  return false;
}

/** "up $5 on 2016", "down 3 % from 2016", "fell from 2016": not "on 6 May". */
function isAfterAmount(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]!.word === "from") return true;
  return tokens.slice(Math.max(0, at - 4), at).some((token) => token.kind === "number");
}

export function partAt({parts}: Scene, at: number): Stretch {
  return parts.find((part) => at >= part.from && at < part.to) ?? {from: at, to: at + 1};
}

export function entitiesIn({entities}: Scene, {from, to}: Stretch): Entity[] {
  return entities.filter((entity) => entity.at >= from && entity.at < to);
}

export function wholeOf({tokens}: Scene): Stretch {
  return {from: 0, to: tokens.length};
}

/**
 * The measures that a claim may be about: those named in its part of the sentence, else those of the numbers beside the
 * name, else those named anywhere in the sentence, else all.
 */
export function measuresFor(scene: Scene, view: TableView, part: Stretch, entity?: Entity): ColumnView[] {
  const named = (stretch: Stretch) => [
    ...new Set(
      scene.tokens
        .slice(stretch.from, stretch.to)
        .flatMap((token) => (token.columns ?? []).filter((column) => column.step === view.step)),
    ),
  ];
  const here = named(part);
  if (here.length > 0) return here;
  const shown = scene.tokens
    .slice(part.from, part.to)
    .flatMap((token) => (token.number ? [token.number] : []))
    .flatMap((number) => {
      const binding = scene.bound.get(number);
      return binding?.how === "ratio in its row" ? [] : (binding?.cells ?? []);
    })
    .filter((cell) => cell.step === view.step && (!entity || entity.rows.has(cell.row)));
  const ofNumbers = view.measures.filter((column) => shown.some((cell) => cell.column === column.name));
  if (ofNumbers.length > 0) return ofNumbers;
  const anywhere = named(wholeOf(scene));
  return anywhere.length > 0 ? anywhere : view.measures;
}

/** The one number of an entity in a column; undefined where it has several rows or none. */
export function amountOf(entity: Pick<Entity, "rows">, column: ColumnView): number | undefined {
  if (entity.rows.size !== 1) return undefined;
  const [row] = entity.rows;
  return column.numbers[row!];
}

/** The amount that the sentence itself states for an entity, where it is no cell: "the 13.4 % of 2016". */
export function saidFor(scene: Scene, entity: Entity): number | undefined {
  const {tokens} = scene;
  if (entity.at < 0) return undefined;
  const isRatio = (at: number) => {
    const token = tokens[at];
    return token?.number && scene.bound.get(token.number)?.how === "ratio in its row"
      ? token.number.value
      : undefined;
  };
  for (let reach = 1; reach <= 7; reach++) {
    for (const at of [entity.at + reach, entity.at - reach]) {
      const [low, high] = [Math.min(at, entity.at), Math.max(at, entity.at)];
      if (scene.entities.some((other) => other.at > low && other.at < high)) continue;
      const value = isRatio(at);
      if (value !== undefined) return value;
    }
  }
  return undefined;
}

/** "Technology (+20 %)": what the sentence derives for a name, right beside it, and how. */
export function shownBeside(
  {tokens, bound}: Scene,
  entity: Entity,
): {value: number; how: string} | undefined {
  if (entity.at < 0) return undefined;
  for (const token of tokens.slice(entity.at + 1, entity.at + 9)) {
    if (token.kind === "row") return undefined;
    const how = token.number && bound.get(token.number)?.how;
    if (token.number && /^(?:percent change|difference|share of the total|mean|sum|ratio)$/.test(how ?? ""))
      return {value: token.number.value, how: how!};
  }
  return undefined;
}

/** Two rows that a change or a comparison is between: the thing itself, and what it is measured against. */
export interface Pair {
  subject: Entity;
  base: Entity;
}

/** The pairs that the names around a token fix, the natural one first. */
export function pairsAround(scene: Scene, at: number): Pair[] {
  const distinct: Entity[] = [];
  for (const entity of scene.entities)
    if (!distinct.some((other) => isSameRows(other, entity) && other.view === entity.view))
      distinct.push(entity);
  const single = distinct.filter((entity) => entity.rows.size === 1);
  if (single.length === 0) {
    const grouped = groupPairs(scene, at);
    if (grouped.length > 0) return grouped;
  }
  if (single.length === 2) return [oriented(single[0]!, single[1]!)];
  if (single.length > 2) {
    const all = scene.entities.filter((entity) => entity.rows.size === 1);
    const before = all.filter((entity) => entity.at < at).reverse();
    const after = all.filter((entity) => entity.at > at);
    const options: [Entity | undefined, Entity | undefined][] = [
      [before[0], after[0]],
      [after[0], after[1]],
      [before[1], before[0]],
    ];
    return options.flatMap(([a, b]) => (a && b && !isSameRows(a, b) ? [oriented(a, b)] : []));
  }
  if (single.length === 1) return withOne(scene, single[0]!);
  const carried = scene.carried.filter((entity) => entity.rows.size === 1);
  const [first, second] = carried.filter(
    (entity, place) => !carried.slice(0, place).some((other) => isSameRows(other, entity)),
  );
  if (carried.length === 2 && first && second && first.view === second.view && distinct.length === 0)
    return [oriented(first, second), ...withNone(scene)];
  return withNone(scene);
}

/** The first and the last row in time of the group named nearest: "in India by 50 %". */
function groupPairs(scene: Scene, at: number): Pair[] {
  const part = partAt(scene, at);
  const isHere = (entity: Entity) => entity.at >= part.from && entity.at < part.to;
  const groups = scene.entities
    .filter((entity) => entity.rows.size > 1 && entity.view.time)
    .toSorted((a, b) => Number(isHere(b)) - Number(isHere(a)) || Math.abs(a.at - at) - Math.abs(b.at - at));
  return groups.slice(0, 1).flatMap((entity): Pair[] => {
    const order = chronological(entity.view, entity.rows);
    const to = (row: number): Entity => ({...entity, at: -1, rows: new Set([row])});
    return [{subject: to(order.at(-1)!), base: to(order[0]!)}];
  });
}

function withOne(scene: Scene, entity: Entity): Pair[] {
  const {view} = entity;
  const [row] = entity.rows;
  const at = (other: number): Entity => ({...entity, at: -1, rows: new Set([other]), isAgainst: true});
  const carried = scene.carried.find(
    (one) => one.view === view && one.rows.size === 1 && !isSameRows(one, entity),
  );
  const found: Pair[] = [];
  if (view.rows === 2) found.push({subject: entity, base: at(1 - row!)});
  if (view.time) {
    const order = chronological(view, entityRows(scene, view));
    const place = order.indexOf(row!);
    const before = order[place - 1];
    if (
      /\bsince\b|\bafter\b/i.test(scene.text.slice(Math.max(0, entity.token.start - 12), entity.token.start))
    ) {
      const last = order.at(-1);
      if (last !== undefined && last !== row) return [{subject: at(last), base: entity}];
    }
    if (before !== undefined) found.push({subject: entity, base: at(before)});
    if (order[0] !== undefined && order[0] !== row && order[0] !== before)
      found.push({subject: entity, base: at(order[0])});
  }
  if (carried) found.push(oriented(carried, entity));
  return found;
}

function withNone(scene: Scene): Pair[] {
  return scene.views.flatMap((view): Pair[] => {
    const rows = entityRows(scene, view);
    const order = view.time
      ? chronological(view, rows)
      : view.rows === 2
        ? [0, 1]
        : [...rows].length === 2
          ? [...rows]
          : [];
    const [first, last] = [order[0], order.at(-1)];
    if (first === undefined || last === undefined || first === last) return [];
    const entity = (row: number): Entity => ({
      at: -1,
      token: scene.tokens[0]!,
      view,
      rows: new Set([row]),
      isAgainst: false,
    });
    return [{subject: entity(last), base: entity(first)}];
  });
}

/** The rows that the sentence is about: those of a name that holds for several ("India"), else all. */
export function entityRows(scene: Scene, view: TableView): ReadonlySet<number> {
  const several = [...scene.entities, ...scene.carried].find(
    (entity) => entity.view === view && entity.rows.size > 1,
  );
  if (several) return several.rows;
  return rowsUpTo(view.rows);
}

export function chronological(view: TableView, rows: ReadonlySet<number>): number[] {
  const order = view.time?.order;
  return [...rows].sort((a, b) =>
    order ? (order[a]! < order[b]! ? -1 : order[a]! > order[b]! ? 1 : 0) : a - b,
  );
}

/** What is measured against comes last: what its words mark, else the earlier time, else what is named second. */
export function oriented(first: Entity, second: Entity): Pair {
  if (first.isAgainst !== second.isAgainst)
    return first.isAgainst ? {subject: second, base: first} : {subject: first, base: second};
  const order = first.view === second.view ? first.view.time?.order : undefined;
  if (order) {
    const [a, b] = [order[[...first.rows][0]!]!, order[[...second.rows][0]!]!];
    if (a !== b) return a < b ? {subject: second, base: first} : {subject: first, base: second};
  }
  return {subject: first, base: second};
}

export function isSameRows(a: Pick<Entity, "rows">, b: Pick<Entity, "rows">): boolean {
  return a.rows.size === b.rows.size && [...a.rows].every((row) => b.rows.has(row));
}

/** The text before and after a token, within its sentence. */
export function around(scene: Scene, token: Token): {before: string; after: string} {
  const [first, last] = [scene.tokens[0]!, scene.tokens.at(-1)!];
  return {before: scene.text.slice(first.start, token.start), after: scene.text.slice(token.end, last.end)};
}

export function saysPoints(scene: Scene, token: Token): boolean {
  return token.number !== undefined && isPoints(token.number, around(scene, token).after);
}

/** Mentions of two keys that name one row together: "SFO to LAX". */
export function withRoutes(text: string, mentions: readonly Mention[]): Mention[] {
  const spans = [...Map.groupBy(mentions, (one) => `${one.start} ${one.end}`).values()];
  const found: Mention[] = [];
  for (let at = 0; at < spans.length; at++) {
    const [here, next] = [spans[at]!, spans[at + 1]];
    const between = next ? text.slice(here[0]!.end, next[0]!.start) : "";
    const isNamed =
      next && [here[0]!, next[0]!].every((one) => /\p{L}/u.test(text.slice(one.start, one.end)));
    const joined = isNamed && /^ *(?:to|→|->|–|-|\/) *$/.test(between) ? joinedRows(here, next!) : undefined;
    if (joined) {
      found.push(joined);
      at++;
    } else found.push(...here);
  }
  return found;
}

function joinedRows(first: readonly Mention[], second: readonly Mention[]): Mention | undefined {
  for (const a of first)
    for (const b of second) {
      if (a.step !== b.step || a.column === b.column) continue;
      const rows = bothOf(a.rows, b.rows);
      if (rows.size > 0 && first.indexOf(a) <= second.indexOf(b)) return {...a, end: b.end, rows};
    }
  return undefined;
}
