import type {ShownNumber} from "../scan_numbers.ts";
import {aggregates, MEAN, MEDIAN, ofNamedSets, ofTimeTotals, PER, SUM, wholes} from "./aggregates.ts";
import {fitsUnit, isNear, isPoints, shownValues} from "./column_units.ts";
import {explained} from "./explained.ts";
import {isOdds} from "./multiples.ts";
import {averageGap, pairQuantities} from "./pair_quantities.ts";
import {cellOf, type Quantity, soleRows} from "./quantities.ts";
import {FRACTIONS} from "./relation_words.ts";
import {amountOf, around, type Binding, entitiesIn, measuresFor, partAt, type Scene} from "./scene.ts";
import {rowRatios, shares} from "./shares.ts";
import {P_NAMES} from "./significance.ts";
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
  const level = pLevel(scene, number, before);
  if (level) return level;
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

/** "p < 0.001" */
function pLevel({views}: Scene, number: ShownNumber, before: string): Binding | undefined {
  const sign = /\bp(?:[- ]values?)?(?: is| was)?\s*(<|≤|>|below|under|less than|above)\s*$/i
    .exec(before)?.[1]
    ?.toLowerCase();
  if (sign === undefined) return undefined;
  const isOver = sign === ">" || sign === "above";
  for (const view of views)
    for (const column of view.measures.filter(({name}) => P_NAMES.test(name)))
      for (const [row, value] of column.numbers.entries())
        if (value !== undefined && (isOver ? value > number.value : value <= number.value))
          return {cells: [{step: view.step, row, column: column.name}], how: "bound"};
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
  /\b(?:missing|blank|empty|unknown|without|lack(?:s|ing)?|not (?:recorded|known|given|filled)|(?:has|have|had|with) no|unrecorded|null|(?:just|only) once|never|did not|didn't|the rest|the remaining)\b/i;

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
