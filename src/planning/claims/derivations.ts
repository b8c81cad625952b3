import type {Evidence} from "../evidence.ts";
import type {ShownNumber} from "../scan_numbers.ts";
import {
  aggregates,
  isAdded,
  MEAN,
  MEDIAN,
  ofNamedSets,
  ofTimeTotals,
  PER,
  SUM,
  wholes,
} from "./aggregates.ts";
import {fitsUnit, isNear, isPoints, shownValues} from "./column_units.ts";
import {explained} from "./explained.ts";
import {isOdds} from "./multiples.ts";
import {crossPairs} from "./named_sets.ts";
import {cellOf, columnOf, meanOf, type Quantity, soleRows} from "./quantities.ts";
import {FRACTIONS} from "./relation_words.ts";
import {
  amountOf,
  around,
  type Binding,
  type Entity,
  entitiesIn,
  measuresFor,
  type Pair,
  pairsAround,
  partAt,
  type Scene,
  wholeOf,
} from "./scene.ts";
import {ratioColumns, rowRatios, shares} from "./shares.ts";
import type {ColumnView, TableView} from "./table_view.ts";
import {timeSpans} from "./time_spans.ts";

const AMOUNT = String.raw`(?:by\s|of\s|was\s|is\s|:\s|comes?\sto\s|came\sto\s|at\s|stands\sat\s|some\s|about\s|around\s|roughly\s|nearly\s|almost\s|approximately\s|just\s|only\s|over\s|more\sthan\s|a\s|an\s|another\s|\()*[+\-−–]?\s*$`;
const DIFFERS_BEFORE = new RegExp(
  String.raw`\b(?:gap|difference|differential|margin|lead|distance|spread|span|range|changes?|changed|swing|increas\w*|decreas\w*|drop\w*|ris\w+|rose|f[ae]ll\w*|declin\w*|growth|grew|grow\w*|gain\w*|loss|lost|los\w+|added|adds|up|down|climb\w*|jump\w*|shr[aiu]nk\w*|dip\w*|reduc\w*|by|higher|lower|ahead|behind|improv\w*|surged|soared|plunged|slid|tumbled)\b[^;:]{0,60}?${AMOUNT}`,
  "i",
);
const DIFFERS_AFTER =
  /^\s*(?:%|[\p{L}°/-]+\s){0,3}?(?:more|less|fewer|higher|lower|above|below|ahead|behind|apart|longer|shorter|older|younger|heavier|lighter|faster|slower|better|worse|larger|smaller|greater|bigger|up\b|down\b|increase|decrease|drop|rise|gain|decline|difference|gap|warmer|colder|wetter|drier|cheaper|short of|over (?!\d))/iu;
const CHANGE_AFTER =
  /^\s*(?:more|less|fewer|higher|lower|above|below|up\b|down\b|increase|decrease|drop|rise|fall|decline|growth|gain|loss|jump|change|larger|smaller|greater|bigger|over\b|ahead|behind|on (?!a)|\w+er\b|reduction|decrease)/i;
const SHARE_BEFORE =
  /\b(?:makes? up|made up|making up|accounts? for|accounted for|accounting for|contribut\w+|represent\w*|compris\w+|constitut\w+|share|proportion|portion|generat\w+|br(?:ings?|ought) in|holds?|held|takes?|took|captures?|captured|responsible for|delivers?|delivered|or|equals?)\b[^;:]{0,90}$/i;
const SHARE_AFTER = /^\s*(?:share|of|from|came|comes|went|goes|belong\w*)\b/i;
const TIMES_AFTER = /^\s*(?:times\b|x\b|×|-?\s?fold\b)/i;
const TIMES_WHAT =
  /^\s*(?:times\s+(?:the|as|that|those|its|what|more|higher|larger|bigger|greater|smaller|less|fewer|lower|\p{Lu})|x\b|×(?!\s?\p{Ll}{4})|-?\s?fold\b)/u;
const DIRECT =
  /\b(?:averages?|averaged|averaging|mean|median|total|sum)\b(?:\s(?!of\b|is\b|was\b)[\p{L}-]+){0,3}\s?(?:\(|:|(?:is|was|are|were|of|at|comes? to|came to|stands at|being|,)\s)+(?:about |roughly |around |just |only )?$/iu;

/** Whether the words around a number call for an arithmetic and allow no cell: "the average is 23", "K times". */
export function mustBeDerived(scene: Scene, at: number): boolean {
  const token = scene.tokens[at]!;
  const {before, after} = around(scene, token);
  if (TIMES_WHAT.test(after) && token.number?.kind !== "percent") return true;
  const direct = DIRECT.exec(before.slice(-70));
  if (!direct) return false;
  const said = direct[0].toLowerCase();
  if (entitiesIn(scene, partAt(scene, at)).some((entity) => entity.at < at)) return false;
  const named = scene.views.some((view) =>
    [
      ...view.columns.map((column) => column.name),
      view.artifact.title,
      ...view.artifact.table.rows.flatMap((row) => row.filter((cell) => typeof cell === "string")),
    ].some((name) =>
      (/aver|mean/.test(said) ? /av(?:er|g)|mean/i : /median/.test(said) ? /median/i : /total|sum/i).test(
        name,
      ),
    ),
  );
  return !named || /\bplain\b|\bsimple\b|\boverall\b/.test(before.slice(-70).toLowerCase());
}

/** The cells and the arithmetic that a number is, where its words call for one and its operands are fixed. */
export function derive(scene: Scene, at: number, isOpen = true): Binding | undefined {
  const token = scene.tokens[at]!;
  const number = token.number!;
  const {before, after} = around(scene, token);
  if (isWordMultiple(scene, at)) return {cells: [], how: "multiple"};
  const limit = limitOf(scene, at, before, after);
  if (limit) return limit;
  for (const quantity of quantitiesFor(scene, at))
    if (isShown(quantity, number, after, scene)) return {cells: quantity.cells, how: quantity.how};
  if (!isOpen || LACKING.test(before) || LACKING.test(after) || mustBeDerived(scene, at)) return undefined;
  const isCued = CHANGE_AFTER.test(after) || DIFFERS_AFTER.test(after);
  for (const quantity of explained(scene, at, isCued))
    if (isShown(quantity, number, after, scene)) return {cells: quantity.cells, how: quantity.how};
  return undefined;
}

const LOST = /\b(?:lost|loses|losing|loss(?:es)? of|deficit of|cut|shed)\b/i;

/** "three times", "two thirds": the words are judged by what they claim. */
function isWordMultiple({tokens, views}: Scene, at: number): boolean {
  const next = tokens[at + 1]?.word ?? "";
  const isMultiple =
    /^(?:times|fold)$/.test(next) ||
    (next === "-" && tokens[at + 2]?.word === "fold") ||
    (next in FRACTIONS && /s$/.test(next));
  if (isOdds(tokens, at)) return views.length > 0;
  return tokens[at]!.number?.kind === "word" && isMultiple && views.length > 0;
}

const OVER =
  /\b(?:more than|over|above|at least|exceed\w*|upwards of|well over|just over|beyond|north of)\s*$/i;
const UNDER =
  /\b(?:less than|fewer than|under|below|at most|up to|just under|nearly|almost|close to|short of)\s*$/i;

/** "more than £40,000": a round bound that the row's own amount keeps, and is not far from. */
function limitOf(scene: Scene, at: number, before: string, after: string): Binding | undefined {
  const token = scene.tokens[at]!;
  const number = token.number!;
  const [over, under] = [OVER.test(before), UNDER.test(before)];
  if ((!over && !under) || number.kind === "date" || number.kind === "ordinal") return undefined;
  const here = entitiesIn(scene, partAt(scene, at)).filter((entity) => entity.rows.size === 1);
  const [subject] = [...here.filter((entity) => entity.at < at).reverse(), ...here, ...soleRows(scene)];
  if (!subject) return undefined;
  for (const column of measuresFor(scene, subject.view, partAt(scene, at))) {
    const amount = amountOf(subject, column);
    if (amount === undefined || !fitsUnit(number, column.unit, after)) continue;
    const fits = shownValues(amount, number, column.unit, before + after, after).some((value) => {
      const ratio = value / number.value;
      return over ? ratio > 1 && ratio < 1.5 : ratio < 1 && ratio > 0.75;
    });
    if (fits) return {cells: [cellOf(subject, column)], how: "bound"};
  }
  return undefined;
}

function isShown({value, column, as}: Quantity, number: ShownNumber, after: string, scene: Scene): boolean {
  if (!Number.isFinite(value)) return false;
  const points = isPoints(number, after);
  const isSigned = number.value < 0 || scene.text[number.start - 1] === "+";
  const signs = isSigned
    ? [1]
    : value < 0 &&
        (as !== "amount" || LOST.test(scene.text.slice(Math.max(number.start - 60, 0), number.end + 40)))
      ? [-1]
      : [1];
  if (as === "percent")
    return number.kind === "percent" && !points && signs.some((sign) => isNear(value * 100, number, sign));
  if (as === "times")
    return number.kind !== "percent" && number.kind !== "money" && !points && isNear(value, number);
  if (number.kind === "percent") {
    if (as === "difference" && !points) return false;
    if (as === "amount" && points) return false;
    if (column.unit.percent === undefined && !(Math.abs(value) <= 1)) return false;
  }
  if (!fitsUnit(number, column.unit, after)) return false;
  if (
    as === "difference" &&
    number.kind === "plain" &&
    column.unit.percent &&
    /^\s(?:points?|pp)\b/i.test(after)
  )
    return signs.some((sign) =>
      isNear(column.unit.percent === "fraction" ? value * 100 : value, number, sign),
    );
  return shownValues(value, number, column.unit, scene.text, after).some((shown) =>
    signs.some((sign) => isNear(shown, number, sign)),
  );
}

function* quantitiesFor(scene: Scene, at: number): Generator<Quantity> {
  const token = scene.tokens[at]!;
  const number = token.number!;
  const {before, after} = around(scene, token);
  const near = before.slice(-90);
  if (number.kind === "ordinal" || number.kind === "date") return;
  const isSigned = number.value < 0 || scene.text[number.start - 1] === "+";
  const isPercent = number.kind === "percent";
  const points = isPoints(number, after);
  const tail = after.replace(/^\s*(?:percentage\s)?(?:points?|pp)\b/i, "");
  const differs =
    DIFFERS_BEFORE.test(near) || DIFFERS_AFTER.test(tail) || (points && /^\s*\)?[.,]?\s*$/.test(tail));
  if (TIMES_AFTER.test(after) && !isPercent) {
    yield* pairQuantities(scene, at, "times");
    return;
  }
  if (isPercent && !points) {
    if (CHANGE_AFTER.test(after) || DIFFERS_BEFORE.test(near) || isSigned)
      yield* pairQuantities(scene, at, "percent");
    if (
      SHARE_BEFORE.test(before) ||
      SHARE_AFTER.test(after) ||
      /\(\s*$/.test(near) ||
      /share|total/i.test(before)
    ) {
      yield* shares(scene, at);
      if (!LACKING.test(before)) yield* rowRatios(scene, at);
    } else if (!LACKING.test(before)) yield* rowRatios(scene, at);
    yield* ofLack(scene, at, "percent");
  } else if (differs || points) yield* pairQuantities(scene, at, "difference");
  if (!isPercent && differs) yield* averageGap(scene, at);
  const how = howBefore(scene, at);
  if (how === "difference" && !isPercent && !differs) yield* pairQuantities(scene, at, "difference");
  if (how === "percent change" && isPercent) yield* pairQuantities(scene, at, "percent");
  if (how === "share of the total" && isPercent) yield* shares(scene, at);
  if (
    MEAN.test(before) ||
    MEDIAN.test(before) ||
    SUM.test(before) ||
    SUM.test(after.slice(0, 40)) ||
    MEAN.test(after.slice(0, 24)) ||
    PER.test(after.slice(0, 24)) ||
    PER.test(near)
  )
    yield* aggregates(scene, at, `${after.slice(0, 40)} ${before.slice(-120)}`);
  if (isPercent) return;
  yield* wholes(scene, at);
  yield* ofNamedSets(scene, at, `${after.slice(0, 24)} ${before.slice(-60)}`);
  yield* ofTimeTotals(scene, at, "amount");
  yield* timeSpans(scene, at);
  yield* ofLack(scene, at);
}

/** What the number before it was, of the same kind: "added $62k, more than East ($45k) and West ($16k)". */
function howBefore({tokens, bound}: Scene, at: number): string | undefined {
  const {kind} = tokens[at]!.number!;
  const last = tokens.slice(0, at).findLast((token) => token.number?.kind === kind)?.number;
  return last && bound.get(last)?.how;
}

const LACKING =
  /\b(?:missing|blank|empty|unknown|without|lack(?:s|ing)?|not (?:recorded|known|given|filled)|(?:has|have|had|with) no|unrecorded|null)\b/i;

/** "Age is missing for 557 of 1,313": what one count of a row lacks to another, and as a part of it. */
function* ofLack(scene: Scene, at: number, as: "amount" | "percent" = "amount"): Generator<Quantity> {
  const {before, after} = around(scene, scene.tokens[at]!);
  if (!LACKING.test(before) && !LACKING.test(after)) return;
  for (const entity of [...soleRows(scene), ...scene.entities])
    for (const whole of entity.view.measures)
      for (const part of entity.view.measures) {
        const [all, some] = [amountOf(entity, whole), amountOf(entity, part)];
        if (all === undefined || some === undefined || some >= all) continue;
        if (!whole.unit.counts || !part.unit.counts) continue;
        const cells = [cellOf(entity, whole), cellOf(entity, part)];
        if (as === "amount") yield {value: all - some, column: whole, cells, how: "difference", as};
        else yield {value: (all - some) / all, column: whole, cells, how: "share of the total", as};
      }
}

function* pairQuantities(
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
function* averageGap(scene: Scene, at: number): Generator<Quantity> {
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
