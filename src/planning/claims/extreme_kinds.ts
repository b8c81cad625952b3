import type {End} from "./ranks.ts";
import {FALLS, PEAKS, RISES, TROUGHS} from "./relation_words.ts";
import {rowsUpTo} from "./row_sets.ts";
import {amountOf, chronological, type Entity, type Scene} from "./scene.ts";
import type {ColumnView} from "./table_view.ts";

export interface Extreme {
  at: number;
  end: End;
  side: Side;
  /** "third-largest" */
  place?: number;
}

/** Where the thing that has the extreme stands: before the word, after it, or as an adjective may. */
export type Side = "before" | "after" | "beside";

/** "the smallest flipper (203 mm)" of a column of minima: the number beside it tells which extreme is meant. */
export function namedExtreme(
  scene: Scene,
  {at, end}: Extreme,
  part: {from: number; to: number},
): boolean | undefined {
  const word = scene.tokens[at]!.word;
  if (end === "either" || PEAKS.has(word) || TROUGHS.has(word)) return undefined;
  const token = scene.tokens.slice(at + 1, Math.min(part.to, at + 6)).find((one) => one.number);
  const [cell] = (token?.number && scene.bound.get(token.number)?.cells) ?? [];
  const column = scene.views
    .find((view) => view.step === cell?.step)
    ?.measures.find((one) => one.name === cell?.column);
  const ends = (column?.words ?? []).flatMap((word): End[] =>
    /^(?:min|minimum|lowest|smallest|shortest)$/.test(word)
      ? ["least"]
      : /^(?:max|maximum|highest|largest|longest)$/.test(word)
        ? ["most"]
        : [],
  );
  if (ends.length === 0 || /^(?:the|a)$/.test(scene.tokens[at + 1]?.word ?? "")) return undefined;
  return ends.includes(end);
}

const CHANGE_NOUN =
  /^(?:drops?|falls?|declines?|decreases?|rises?|increases?|gains?|jumps?|growth|changes?|swing|improvement)$/;

/** "the steepest drop": the largest change between two columns of a row, or from the row before. */
export function steepestChange({tokens}: Scene, {at, end}: Extreme, subject: Entity): boolean | undefined {
  const noun = tokens.slice(at + 1, at + 3).find((token) => CHANGE_NOUN.test(token.word))?.word;
  const {view} = subject;
  if (noun === undefined || subject.rows.size !== 1 || view.measures.some((column) => column.isChange))
    return undefined;
  const isFall = /^(?:drop|fall|declin|decreas)/.test(noun);
  const sign = (isFall ? -1 : 1) * (end === "least" ? -1 : 1);
  const [row] = subject.rows;
  const order = view.time ? chronological(view, rowsUpTo(view.rows)) : [];
  const series = view.time
    ? view.measures.map((column) =>
        order.map((one, place) => ({
          row: one,
          before: place > 0 ? column.numbers[order[place - 1]!] : undefined,
          now: column.numbers[one],
        })),
      )
    : view.measures.length === 2
      ? [
          view.measures[0]!.numbers.map((before, one) => ({
            row: one,
            before,
            now: view.measures[1]!.numbers[one],
          })),
        ]
      : [];
  if (series.length === 0) return undefined;
  const measures = [(a: number, b: number) => b - a, (a: number, b: number) => (b - a) / Math.abs(a)];
  return series.some((steps) =>
    measures.some((measure) => {
      const known = steps.flatMap(({row: one, before, now}) =>
        before === undefined || now === undefined ? [] : [{row: one, change: sign * measure(before, now)}],
      );
      const most = Math.max(...known.map(({change}) => change));
      return known.some((one) => one.row === row && one.change === most);
    }),
  );
}

/** "after the low of 54.8 in 2000": lower than the times on both sides. */
export function isLocal(scene: Scene, {at, end}: Extreme, subject: Entity, column: ColumnView): boolean {
  const word = scene.tokens[at]!.word;
  if (!PEAKS.has(word) && !TROUGHS.has(word)) return false;
  if (!scene.tokens.slice(Math.max(0, at - 3), at).some((token) => /^(?:after|from|since)$/.test(token.word)))
    return false;
  const order = chronological(subject.view, rowsUpTo(subject.view.rows));
  const place = order.indexOf([...subject.rows][0]!);
  const value = amountOf(subject, column);
  return [place - 1, place + 1].every((other) => {
    const beside = column.numbers[order[other] ?? -1];
    return value !== undefined && beside !== undefined && (end === "least" ? value < beside : value > beside);
  });
}

export function otherEnd(end: End): End {
  return end === "most" ? "least" : end === "least" ? "most" : end;
}

/** "Per film, Disney does best": what no column holds. */
export function isPerPart({tokens, parts}: Scene, part: {from: number}): boolean {
  const before = parts.findLast((one) => one.to <= part.from);
  return before !== undefined && tokens[before.from]?.word === "per" && before.to - before.from <= 3;
}

/** "gained the most": the change between two columns, where there is no time; undefined where it is no such claim. */
export function mostChanged({tokens}: Scene, {at, end}: Extreme, subject: Entity): boolean | undefined {
  const verb = tokens.slice(0, at).findLast((token) => RISES.has(token.word) || FALLS.has(token.word));
  const {view} = subject;
  const [first, second] = view.measures;
  if (!verb || view.time || view.measures.length !== 2 || !first || !second) return undefined;
  const sign = (RISES.has(verb.word) ? 1 : -1) * (end === "least" ? -1 : 1);
  const changes = [(a: number, b: number) => b - a, (a: number, b: number) => (b - a) / Math.abs(a)];
  return changes.some((change) => {
    const all = first.numbers.map(
      (a, row) => sign * change(a ?? Number.NaN, second.numbers[row] ?? Number.NaN),
    );
    return [...subject.rows].some((row) => all[row] === Math.max(...all.filter((one) => !Number.isNaN(one))));
  });
}
