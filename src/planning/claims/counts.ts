import type {Evidence} from "../evidence.ts";
import {fitsUnit} from "./column_units.ts";
import {boundOf, conditionOf} from "./conditions.ts";
import {FALLS, RISES, SMALL_NUMBERS} from "./relation_words.ts";
import {chronological, entitiesIn, entityRows, measuresFor, partAt, type Scene} from "./scene.ts";
import type {ColumnView, TableView} from "./table_view.ts";
import type {Token} from "./tokens.ts";
import {isAkin} from "./vocabulary.ts";

/** A count over rows that a sentence claims, and whether the rows agree. */
export interface Count {
  /** The token of the count, and that of the whole, where it is said. */
  token: Token;
  whole?: Token;
  /** The number that its condition compares with. */
  bound?: Token;
  holds: boolean;
  cells: Evidence[];
  /** How many there are; undefined where the condition is none that is known. */
  counted?: number;
}

const QUANTIFIERS: Record<string, "all" | "none"> = {
  all: "all",
  every: "all",
  each: "all",
  none: "none",
  no: "none",
  neither: "none",
  both: "all",
};

/**
 * "3 of the 17 are negative", "eight of the 17 are above the average", "went up in 7 of the 10 steps", "all five are above
 * 30", "none is below 10".
 */
export function countsOf(scene: Scene): Count[] {
  const found: Count[] = [];
  scene.tokens.forEach((token, at) => {
    const next = scene.tokens[at + 1];
    const count = countOf(token);
    const ofAt = next?.word === "of" ? at + 2 : at + 1;
    const isOf =
      next?.word === "of" && /^(?:the|its|all|these|those|our)$/.test(scene.tokens[ofAt]?.word ?? "");
    const wholeAt = isOf ? ofAt + 1 : next?.word === "of" ? ofAt : -1;
    const whole = wholeAt > 0 ? scene.tokens[wholeAt] : undefined;
    const wholeCount = whole ? countOf(whole) : undefined;
    if (count !== undefined && (wholeCount !== undefined || isOf)) {
      const counted = conditionAfter(scene, at, wholeAt);
      if (counted)
        found.push(
          judged(token, count, whole && wholeCount !== undefined ? {whole, wholeCount} : undefined, counted),
        );
      return;
    }
    const threshold = count !== undefined ? thresholdAfter(scene, at, count) : undefined;
    if (threshold) {
      found.push(threshold);
      return;
    }
    const quantifier = QUANTIFIERS[token.word];
    if (quantifier && token.kind === "word") {
      const claim = quantified(scene, at, quantifier);
      if (claim) found.push(claim);
    }
  });
  return found;
}

/** "two days hit 35 °C or more", "four regions sold over 1,000": a count, the rows' noun, and a bound. */
function thresholdAfter(scene: Scene, at: number, count: number): Count | undefined {
  const {tokens, text} = scene;
  const isWhole = [1, 2].some((step) => tokens[at - step]?.word === "of");
  if (isWhole || ![1, 2].some((step) => isRowNoun(tokens[at + step]?.word ?? "", scene))) return undefined;
  if (tokens.slice(at + 2, at + 7).some((token) => /^(?:it|that|this|average|mean)$/.test(token.word))) {
    const met = scene.views.flatMap((view): Counted[] =>
      view.rows < 2
        ? []
        : measuresFor(scene, view, partAt(scene, at)).flatMap((column): Counted[] => {
            const test = conditionOf(scene, at + 1, column, view)?.test;
            const rows = test
              ? [...entityRows(scene, view)].filter(
                  (row) => column.numbers[row] !== undefined && test(column.numbers[row]!),
                )
              : undefined;
            return rows ? [{rows, of: view.rows, view, column}] : [];
          }),
    );
    if (met.length > 0) return judged(tokens[at]!, count, undefined, met);
  }
  const boundAt = tokens.findIndex(
    (token, place) => place > at + 1 && place <= at + 8 && token.number !== undefined,
  );
  const bound = tokens[boundAt];
  if (
    !bound?.number ||
    tokens.slice(at + 1, boundAt).some((token) => token.kind === "row" || /^[,;:(]$/.test(token.text))
  )
    return undefined;
  const after = text.slice(bound.end, bound.end + 40);
  const before = text.slice(tokens[at]!.end, bound.start);
  const isMore =
    /^\s?(?:[^\s\d]{1,12}\s(?:[CF]\s)?)?or (?:more|higher|above|over|hotter|warmer|longer)\b/i.test(after);
  const isLess =
    /^\s?(?:[^\s\d]{1,12}\s(?:[CF]\s)?)?or (?:less|lower|below|under|fewer|colder|shorter)\b/i.test(after);
  const isLeast = /\bat least\s*\S?$/i.test(before);
  const isOver = /\b(?:over|above|more than|exceed\w*)\s*\S?$/i.test(before);
  const isUnder = /\b(?:under|below|less than|fewer than)\s*\S?$/i.test(before);
  const isShared = /\b(?:share|shares|shared|tie|tied|each|all)\b/i.test(before);
  if (![isMore, isLess, isLeast, isOver, isUnder, isShared].some(Boolean)) return undefined;
  const counted = scene.views.flatMap((view): Counted[] =>
    view.rows < 2
      ? []
      : measuresFor(scene, view, partAt(scene, at)).flatMap((column): Counted[] => {
          if (!fitsUnit(bound.number!, column.unit, after)) return [];
          const limit = boundOf(bound, column);
          const test = (value: number) =>
            isShared && !isMore && !isLeast && !isOver && !isLess && !isUnder
              ? Math.abs(value - limit) <= bound.number!.tolerance
              : isMore || isLeast
                ? value >= limit
                : isOver
                  ? value > limit
                  : isLess
                    ? value <= limit
                    : value < limit;
          const rows = [...entityRows(scene, view)].filter(
            (row) => column.numbers[row] !== undefined && test(column.numbers[row]!),
          );
          return [{rows, of: view.rows, view, column, bound}];
        }),
  );
  return counted.length === 0 ? undefined : judged(tokens[at]!, count, undefined, counted);
}

function countOf(token: Token): number | undefined {
  if (token.kind === "number" && token.number && ["plain", "word"].includes(token.number.kind))
    return Number.isInteger(token.number.value) ? token.number.value : undefined;
  if (token.kind === "word" && token.word in SMALL_NUMBERS) return SMALL_NUMBERS[token.word];
  return token.kind === "word" && token.word === "none" ? 0 : undefined;
}

interface Counted {
  bound?: Token;
  rows: number[];
  of: number;
  view: TableView;
  column: ColumnView;
}

function judged(
  token: Token,
  count: number,
  whole: {whole: Token; wholeCount: number} | undefined,
  counted: readonly Counted[],
): Count {
  const right = counted.find((one) => one.rows.length === count && (!whole || one.of === whole.wholeCount));
  const shown = right ?? counted[0]!;
  return {
    token,
    ...(whole && {whole: whole.whole}),
    holds: right !== undefined,
    cells: shown.rows.map((row) => ({
      step: shown.view.step,
      row: Math.max(0, row),
      column: shown.column.name,
    })),
    counted: shown.rows.length,
    ...(shown.bound && {bound: shown.bound}),
  };
}

/** The rows that meet the condition which follows a count, by each measure that it may be about. */
function conditionAfter(scene: Scene, at: number, wholeAt: number): Counted[] | undefined {
  const {tokens} = scene;
  const part = partAt(scene, at);
  const noun = tokens[wholeAt + 1]?.word ?? "";
  const found: Counted[] = [];
  for (const view of scene.views) {
    if (view.rows < 2) continue;
    const rows = [...entityRows(scene, view)];
    for (const column of measuresFor(scene, view, part)) {
      const isSteps =
        /^(?:steps?|changes?|transitions?|moves?|intervals?|comparisons?|pairs?)$/.test(noun) ||
        /year.on.year|month.on.month|from one .* to the next/i.test(
          scene.text.slice(tokens[part.from]!.start),
        );
      if (isSteps && view.time) {
        const steps = stepsOf(view, column, new Set(rows), directionBefore(tokens, at, wholeAt));
        if (steps) found.push({...steps, view, column});
        continue;
      }
      const condition = conditionOf(scene, wholeAt, column, view);
      if (!condition) continue;
      const {test, bound} = condition;
      found.push({
        rows: rows.filter((row) => column.numbers[row] !== undefined && test(column.numbers[row]!)),
        of: rows.length,
        ...(bound && {bound}),
        view,
        column,
      });
    }
  }
  return found.length > 0 ? found : undefined;
}

function directionBefore(tokens: readonly Token[], at: number, wholeAt: number): "up" | "down" | undefined {
  for (const token of [...tokens.slice(0, at).reverse(), ...tokens.slice(wholeAt)])
    if (RISES.has(token.word)) return "up";
    else if (FALLS.has(token.word)) return "down";
  return undefined;
}

function stepsOf(
  view: TableView,
  column: ColumnView,
  rows: ReadonlySet<number>,
  direction: "up" | "down" | undefined,
) {
  if (!direction) return undefined;
  const order = chronological(view, rows);
  const changed = order.slice(1).filter((row, place) => {
    const [before, now] = [column.numbers[order[place]!], column.numbers[row]];
    return before !== undefined && now !== undefined && (direction === "up" ? now > before : now < before);
  });
  return {rows: changed, of: order.length - 1};
}

/** "every region is above 10", "none of the regions fell below 5", "no month had more than 7". */
function quantified(scene: Scene, at: number, quantifier: "all" | "none"): Count | undefined {
  const {tokens} = scene;
  const part = partAt(scene, at);
  if (
    tokens[at]!.word === "all" &&
    /^(?:in|it|of|at|over|but|the|told)$/.test(tokens[at - 1]?.word ?? "") &&
    tokens[at - 1]?.word === "in"
  )
    return undefined;
  if (tokens[at]!.word === "all" && tokens[at + 1]?.word === "in") return undefined;
  if (tokens[at]!.word === "no" && ![1, 2].some((step) => isRowNoun(tokens[at + step]?.word ?? "", scene)))
    return undefined;
  if (entitiesIn(scene, part).some((entity) => entity.at < at)) return undefined;
  for (const view of scene.views) {
    if (view.rows < 2) continue;
    const rows = [...entityRows(scene, view)];
    const verdicts = measuresFor(scene, view, part).flatMap((column) => {
      const condition = conditionOf(scene, at + 1, column, view);
      if (!condition) return [];
      const {test, bound} = condition;
      const met = rows.filter((row) => column.numbers[row] !== undefined && test(column.numbers[row]!));
      return [
        {holds: quantifier === "all" ? met.length === rows.length : met.length === 0, met, column, bound},
      ];
    });
    if (verdicts.length === 0) continue;
    const right = verdicts.find((one) => one.holds);
    const {met, column, bound} = right ?? verdicts[0]!;
    return {
      token: tokens[at]!,
      holds: right !== undefined,
      cells: met.map((row) => ({step: view.step, row, column: column.name})),
      counted: met.length,
      ...(bound && {bound}),
    };
  }
  return undefined;
}

function isRowNoun(word: string, scene: Scene): boolean {
  return (
    /^(?:others?|rows?|groups?|one)$/.test(word) ||
    (/^(?:days?|weeks?|months?|quarters?|years?)$/.test(word) && scene.views.some((view) => view.time)) ||
    scene.views.some((view) =>
      view.keys.some((key) => key.words.some((one) => word.split(/[ _]/).some((part) => isAkin(one, part)))),
    )
  );
}
