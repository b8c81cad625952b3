import type {Artifact} from "../tools/tool.ts";
import {bindNumber} from "./bind_number.ts";
import {viewsOf, wordFaults} from "./claims/check_claims.ts";
import {type Count, countsOf} from "./claims/counts.ts";
import {derive, mustBeDerived} from "./claims/derivations.ts";
import {columnNameSpans, nameColumns} from "./claims/names.ts";
import {columnOf} from "./claims/quantities.ts";
import {relativeTimes} from "./claims/relative_times.ts";
import {type Binding, type Entity, partAt, type Scene, sceneOf, withRoutes} from "./claims/scene.ts";
import {type Token, tokensOf} from "./claims/tokens.ts";
import {knownWords} from "./claims/vocabulary.ts";
import {type BoundNumber, type Evidence, NOTES, ROW_COUNT, readingEvidence, type Value} from "./evidence.ts";
import {byLabels, columnLabels, statisticLabels} from "./label_cells.ts";
import {findMentions, wholeMatches} from "./mentions.ts";
import {isRowCount, otherEvidence} from "./other_evidence.ts";
import {type Outputs, outputLine, shownOutput} from "./outputs.ts";
import type {Reading} from "./reading.ts";
import {coveredByReading} from "./reading_numbers.ts";
import {type ShownNumber, scanNumbers} from "./scan_numbers.ts";
import {sentencesOf} from "./sentences.ts";

export {bindNumber} from "./bind_number.ts";
export {NOTES, READING_STEP, ROW_COUNT} from "./evidence.ts";

/** A number that no evidence was found for, and why. */
export interface UnboundNumber {
  text: string;
  start: number;
  end: number;
  why: string;
}

export interface Verification {
  text: string;
  evidence: BoundNumber[];
  /** The headline values whose cell exists and is equal. */
  values: Value[];
  /** What could not be bound, as it stands in the text; and values without their cell, by name. */
  unbound: string[];
  unboundAt: UnboundNumber[];
}

/**
 * Binds every number of a draft: to a cell within the rounding shown, to an arithmetic over cells that its words call for
 * and its clause fixes, to the row count of a whole table, or to the reading. A number beside the name of another row or
 * column than its own is not bound: swapped numbers are wrong ones. Words that claim something (rose, the highest, more
 * than, doubled, most of, a name) are checked against the cells they are about.
 */
export function verifyDraft(
  draft: {text: string; values: readonly Value[]},
  artifacts: ReadonlyMap<string, Artifact>,
  about: {
    reading?: Reading | undefined;
    outputs?: Outputs | undefined;
    question?: string | undefined;
    conditions?: readonly number[] | undefined;
  } = {},
): Verification {
  const {text} = draft;
  const tables = withoutCharts(artifacts);
  const views = viewsOf(tables);
  const numbers = scanNumbers(text).map((number) => asPaired(number, text, tables));
  const covered = about.reading ? coveredByReading(text, about.reading) : [];
  const names = nameSpans(text, tables);
  const columnNames = columnNameSpans(text, views);
  const outside = (span: {start: number; end: number}) => !covered.some((one) => isWithin(span, one));
  const cellMentions = withRoutes(text, findMentions(text, tables, numbers).filter(outside));
  const mentions = [...cellMentions, ...relativeTimes(text, cellMentions, views)].sort(
    (a, b) => a.start - b.start,
  );
  const known = knownWords(tables.values(), [
    about.question ?? "",
    ...(about.reading ? [JSON.stringify(about.reading)] : []),
  ]);
  const evidence: BoundNumber[] = [];
  const unboundAt: UnboundNumber[] = [];
  const bindAll = (number: ShownNumber, {cells, how}: Binding) =>
    evidence.push({
      text: number.text,
      start: number.start,
      end: number.end,
      evidence: cells,
      ...(how !== undefined && {how}),
    });
  const bind = (number: ShownNumber, ...cells: Evidence[]) => bindAll(number, {cells});

  const lines = boundLines(text, about.outputs, artifacts);
  for (const line of lines)
    for (const number of numbers.filter((one) => isWithin(one, line))) bind(number, ...line.evidence);

  let carried: readonly Entity[] = [];
  let lastAmount: Scene["lastAmount"];
  for (const sentence of sentencesOf(text)) {
    const inside = <T extends {start: number; end: number}>(spans: readonly T[]) =>
      spans.filter((span) => isWithin(span, sentence));
    const here = inside(mentions);
    const hidden = (span: {start: number; end: number}) =>
      !outside(span) ||
      lines.some((line) => isWithin(span, line)) ||
      names.some((one) => isWithin(span, one));
    const tokens = tokensOf(text, sentence, here, numbers, columnNames).filter((token) => !hidden(token));
    const scene: Scene = {...sceneOf(text, tokens, views, carried), ...(lastAmount && {lastAmount})};
    nameColumns(scene);
    const claimed = new Map<number, {count: Count; isWhole: boolean}>();
    for (const count of countsOf(scene)) {
      claimed.set(count.token.start, {count, isWhole: false});
      if (count.whole) claimed.set(count.whole.start, {count, isWhole: true});
      if (count.bound && count.holds) claimed.set(count.bound.start, {count, isWhole: true});
    }
    const open: {number: ShownNumber; cells: Evidence[]; at: number}[] = [];
    for (const number of inside(numbers)) {
      if (lines.some((line) => isWithin(number, line))) continue;
      const named = here.find((mention) => isWithin(number, mention));
      const name = names.find((one) => isWithin(number, one));
      const at = tokens.findIndex((token) => token.number === number);
      const claim = claimed.get(number.start);
      if (!outside(number)) bind(number, readingEvidence());
      else if (named) bind(number, {step: named.step, row: Math.min(...named.rows), column: named.column});
      else if (name) bind(number, name.evidence);
      else if (isRowCount(number, sentence, text, tables))
        bind(number, {step: [...tables.keys()].at(-1)!, row: 0, column: ROW_COUNT});
      else if (claim?.count.holds) bindAll(number, {cells: claim.count.cells, how: "count"});
      else if (claim && !claim.isWhole)
        unboundAt.push({...spanOf(number), why: `the rows give ${claim.count.counted ?? "another count"}`});
      else {
        const context = {
          before: text.slice(sentence.start, number.start),
          after: text.slice(number.unitAt ?? number.end, sentence.end),
        };
        const isDerived = at >= 0 && mustBeDerived(scene, at);
        open.push({number, at, cells: isDerived ? [] : bindNumber(number, tables, context)});
      }
    }
    const columns = columnLabels(text, sentence, tables).filter(
      (label) => !here.some((mention) => isWithin(label, mention)),
    );
    const placed = byLabels(
      open,
      here,
      columns,
      tables,
      text,
      statisticLabels(scene.tokens),
      scene.tokens,
      sentence,
    );
    open.forEach(({number}, index) => {
      const [best] = placed[index]!;
      if (best) scene.bound.set(number, {cells: [best]});
    });
    for (const {number, cells, at} of open) {
      const binding =
        scene.bound.get(number) ?? (at >= 0 ? derive(scene, at, cells.length === 0) : undefined);
      const other = binding ? undefined : otherEvidence(number, sentence, text, tables, here, about);
      if (binding) {
        scene.bound.set(number, binding);
        bindAll(number, binding);
      } else if (other) bind(number, other);
      else
        unboundAt.push({
          ...spanOf(number),
          why: cells.length > 0 ? "it stands beside the name of another row or column" : "no cell shows it",
        });
    }
    const faults = isQuestion(text.slice(sentence.start, sentence.end))
      ? []
      : wordFaults(
          scene,
          [...claimed.values()].map(({count}) => count),
          known,
        );
    for (const {token, why} of faults)
      if (!unboundAt.some((one) => isWithin(one, partSpan(scene, token))))
        unboundAt.push({text: token.text, start: token.start, end: token.end, why});
    if (scene.entities.length > 0) carried = scene.entities;
    lastAmount = amountSaid(scene) ?? lastAmount;
  }
  unboundAt.sort((a, b) => a.start - b.start);
  const values = draft.values.filter((value) => isCell(value, artifacts));
  const lost = draft.values.filter((value) => !values.includes(value)).map((value) => value.name);
  return {
    text,
    evidence: evidence.sort((a, b) => a.start - b.start),
    values,
    unbound: [...unboundAt.map((one) => one.text), ...lost],
    unboundAt,
  };
}

/** What the reader asked, said again: it claims nothing. */
function isQuestion(sentence: string): boolean {
  return (
    /\?["”*_)\s]*$/.test(sentence) ||
    /^\W*(?:you (?:asked|wanted|want|were asking)|your question)\b/i.test(sentence)
  );
}

/** The last amount of a sentence, for "above that" in the next. */
function amountSaid(scene: Scene): Scene["lastAmount"] {
  const last = scene.tokens.findLast(
    ({number}) => number && ["plain", "money", "percent"].includes(number.kind) && scene.bound.has(number),
  )?.number;
  const cell = last && scene.bound.get(last)?.cells[0];
  const column = cell && columnOf(scene, cell);
  return column ? {number: last!, column} : undefined;
}

/** A number of a pair whose scale or unit is said once: in full where that is a cell, or where the bare number is none. */
function asPaired(number: ShownNumber, text: string, tables: ReadonlyMap<string, Artifact>): ShownNumber {
  if (!number.shared) return number;
  const full = {...number, ...number.shared};
  const context = {before: text.slice(0, number.start), after: text.slice(number.end)};
  const isBare = bindNumber(number, tables, context).length > 0;
  return !isBare || bindNumber(full, tables, context).length > 0 ? full : number;
}

/** Where the text states an output exactly as its cells give it. */
function boundLines(
  text: string,
  outputs: Outputs | undefined,
  artifacts: ReadonlyMap<string, Artifact>,
): {start: number; end: number; evidence: Evidence[]}[] {
  return (outputs?.all ?? []).flatMap((output) => {
    const shown = shownOutput(output, artifacts);
    if (!shown) return [];
    const line = outputLine(output, outputs!.form, shown.text);
    const start = text.indexOf(line);
    return start < 0 ? [] : [{start, end: start + line.length, evidence: shown.evidence}];
  });
}

/** A chart's table is that of the step it shows: evidence names that step. */
function withoutCharts(artifacts: ReadonlyMap<string, Artifact>): ReadonlyMap<string, Artifact> {
  const tables = new Map([...artifacts].filter(([, artifact]) => artifact.kind !== "chart"));
  return tables.size > 0 ? tables : artifacts;
}

/** Names of columns and data sets that hold digits: "mpg 2020", "orders-2024". */
function nameSpans(
  text: string,
  artifacts: ReadonlyMap<string, Artifact>,
): {start: number; end: number; evidence: Evidence}[] {
  return [...artifacts].flatMap(([step, {table, provenance}]) => {
    const columns = table.columns.map((column) => column.name);
    const datasets = provenance.datasets.map((dataset) => dataset.name);
    const names = [...columns, ...datasets].filter((name) => /\d/.test(name) && /\p{L}/u.test(name));
    return names.flatMap((name) =>
      [name, name.replaceAll("_", " ")]
        .flatMap((one) => wholeMatches(text, one))
        .map((span) => ({
          ...span,
          evidence: {step, row: 0, column: columns.includes(name) ? name : NOTES},
        })),
    );
  });
}

function isCell(value: Value, artifacts: ReadonlyMap<string, Artifact>): boolean {
  const {step, row, column} = value.evidence;
  const table = artifacts.get(step)?.table;
  if (!table) return false;
  const index = table.columns.findIndex((one) => one.name === column);
  if (column === ROW_COUNT) return value.value === table.rows.length;
  return index >= 0 && row < table.rows.length && Object.is(table.rows[row]![index], value.value);
}

/** The part of its sentence that a word stands in. */
function partSpan(scene: Scene, token: Token): {start: number; end: number} {
  const {from, to} = partAt(scene, scene.tokens.indexOf(token));
  return {start: scene.tokens[from]!.start, end: scene.tokens[to - 1]!.end};
}

function spanOf(number: ShownNumber): {text: string; start: number; end: number} {
  return {text: number.text, start: number.start, end: number.end};
}

function isWithin(inner: {start: number; end: number}, outer: {start: number; end: number}): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
