import {fitsUnit} from "./column_units.ts";
import {meanOf, medianOf} from "./quantities.ts";
import {FALLS, RISES} from "./relation_words.ts";
import {amountOf, around, type Scene} from "./scene.ts";
import type {ColumnView, TableView} from "./table_view.ts";
import type {Token} from "./tokens.ts";

/** A test of a row's amount, and the number that it compares with where the sentence states one. */
export interface Condition {
  test: (value: number) => boolean;
  bound?: Token;
}

/** The condition that stands after a count: a sign, a bound, the average or another row. */
export function conditionOf(
  scene: Scene,
  from: number,
  column: ColumnView,
  view: TableView,
): Condition | undefined {
  const {tokens} = scene;
  for (let at = Math.max(0, from); at < Math.min(tokens.length, from + 14); at++) {
    const {word} = tokens[at]!;
    const negated = tokens
      .slice(Math.max(0, at - 3), at)
      .some((token) => /^(?:not|never|n't|aren't|isn't)$/.test(token.word));
    const flip = (test: (value: number) => boolean, bound?: Token): Condition => ({
      test: negated ? (value: number) => !test(value) : test,
      ...(bound && {bound}),
    });
    const next = tokens[at + 1]?.word ?? "";
    if (
      /^(?:negative|loss-making|unprofitable|loss|losses|red)$/.test(word) ||
      (word === "lost" && next === "money")
    )
      return flip((value) => value < 0);
    if (/^(?:positive|profitable)$/.test(word)) return flip((value) => value > 0);
    const above =
      /^(?:above|over|exceed|exceeds|exceeded|more|higher|greater|beat|beats|larger|bigger|top|topped|least)$/.test(
        word,
      );
    const below = /^(?:below|under|less|fewer|lower|smaller|most)$/.test(word);
    if (word === "least" && tokens[at - 1]?.word !== "at") continue;
    if (word === "most" && tokens[at - 1]?.word !== "at") continue;
    if (!above && !below) {
      if ((RISES.has(word) || FALLS.has(word)) && column.isChange)
        return flip(RISES.has(word) ? (value) => value > 0 : (value) => value < 0);
      continue;
    }
    const limit = boundAfter(scene, at, column, view);
    if (limit === undefined) return undefined;
    const {amount: bound, token} = limit;
    const inclusive = word === "least" || word === "most";
    return flip(
      above
        ? (value) => value > bound || (inclusive && value >= bound)
        : (value) => value < bound || (inclusive && value <= bound),
      token,
    );
  }
  return undefined;
}

/** What "above" and "below" are measured by: the average, another row's amount, or a number of the column's unit. */
function boundAfter(
  scene: Scene,
  at: number,
  column: ColumnView,
  view: TableView,
): {amount: number; token?: Token} | undefined {
  const {tokens} = scene;
  const all = column.numbers.filter((value) => value !== undefined);
  for (let index = at + 1; index < Math.min(tokens.length, at + 8); index++) {
    const token = tokens[index]!;
    if (/^(?:average|mean)$/.test(token.word)) return {amount: meanOf(all)};
    if (token.word === "median") return {amount: medianOf(all)};
    if (token.word === "zero") return {amount: 0};
    const isMeanSaid = tokens.slice(0, at).some((one) => /^(?:average|averages|mean)$/.test(one.word));
    if (/^(?:that|this|it)$/.test(token.word) && isMeanSaid) return {amount: meanOf(all)};
    if (/^(?:that|this|it)$/.test(token.word) && scene.lastAmount?.column.name === column.name)
      return {
        amount: boundOf(
          {...token, number: scene.lastAmount.number, text: scene.lastAmount.number.text},
          column,
        ),
      };
    const entity = scene.entities.find((one) => one.at === index && one.view === view);
    const amount = entity && amountOf(entity, column);
    if (entity) return amount === undefined ? undefined : {amount};
    if (!token.number || token.number.kind === "date") continue;
    const fits = fitsUnit(token.number, column.unit, around(scene, token).after);
    return fits ? {amount: boundOf(token, column), token} : undefined;
  }
  return undefined;
}

/** A shown number in the terms of the column. */
export function boundOf(token: Token, column: ColumnView): number {
  const {value, kind} = token.number!;
  if (kind === "percent" && column.unit.percent === "fraction") return value / 100;
  return column.unit.scale !== undefined && /[a-z]/i.test(token.text) ? value / column.unit.scale : value;
}
