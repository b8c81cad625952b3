import {readable} from "../charts/format.ts";
import {TabletalkError} from "../errors.ts";
import {type ComparisonLedger, corrected, sayLedger, withTestsOf} from "../planning/comparison_ledger.ts";
import type {BoundNumber} from "../planning/evidence.ts";
import type {Plan} from "../planning/plan.ts";
import {sayReading} from "../planning/say_reading.ts";
import {sentencesOf} from "../planning/sentences.ts";
import type {Artifact} from "../tools/tool.ts";
import {answerBlocks} from "./answer_blocks.ts";
import {bindText} from "./bind_text.ts";
import type {Block, BoundText, DocumentDataset, DocumentTable, ReportDocument} from "./document.ts";
import {headlineOf, type Kept} from "./headline.ts";
import {verifyDocument} from "./verify_document.ts";

/** An answer that a report tells. */
export interface ReportedAnswer {
  question: string;
  text: string;
  /** How the question was taken. */
  reading?: string;
  evidence: readonly BoundNumber[];
  plan?: Plan;
  artifacts: Readonly<Record<string, Artifact>>;
  /** The recipe's id. */
  recipe?: string;
  /** What taught words meant in it: "net means without refunds". */
  definitions?: readonly string[];
  /** Why it is not wholly sure. */
  doubts?: readonly string[];
}

/** What a report says besides its answers. */
export interface ReportAbout {
  title?: string | undefined;
  subtitle?: string | undefined;
  /** ISO 8601. */
  madeAt: string;
  asOf: string;
  timeZone: string;
  datasets: readonly DocumentDataset[];
}

/** What all tests come to, and where the data is from, is told once, for the whole report. */
const TOLD_ONCE =
  /^(?:\d+ tests so far in this conversation:|Data: |Warning: this workspace is marked commercial)/;
const MOST_IN_SUMMARY = 8;

/**
 * A report of answers, oldest first: each is a finding with its chart or its table, and how it was read and computed. A
 * sentence with a number that no cell says is left out, and that it was is told.
 * @throws TabletalkError no_data where no answer found anything
 */
export function reportFromAnswers(answers: readonly ReportedAnswer[], about: ReportAbout): ReportDocument {
  const told = answers.filter(({artifacts}) =>
    Object.values(artifacts).some(({table}) => table.rows.length > 0),
  );
  if (told.length === 0)
    throw new TabletalkError(
      "no_data",
      "There is no finding yet that a report could be made of.",
      'Ask a question of the data first ("revenue by month"), then ask for the report.',
    );
  const tables: Record<string, DocumentTable> = {};
  for (const [at, {artifacts}] of told.entries())
    for (const [step, artifact] of Object.entries(artifacts))
      if (artifact.table.columns.length > 0) tables[keyOf(at, step)] = tableOf(step, artifact);
  const ledger = told
    .flatMap(({artifacts}) => Object.values(artifacts))
    .reduce<ComparisonLedger>(withTestsOf, []);
  const left: string[] = [];
  const findings = told.map((answer, at) => findingOf(answer, at, tables, ledger, left));
  const {title, subtitle, madeAt, asOf, timeZone, datasets} = about;
  const summary = findings.map(([finding]) => finding.headline);
  const document: ReportDocument = {
    format: 1,
    kind: "report",
    title: title ?? titleOf(datasets),
    ...(subtitle !== undefined && {subtitle}),
    madeAt,
    asOf,
    timeZone,
    summary: findings.length > 1 ? summary.slice(0, MOST_IN_SUMMARY) : summary,
    sections: [{id: "findings", title: "Findings", blocks: findings.flat()}],
    tables,
    datasets: [...datasets],
    assumptions: unique([
      ...told.flatMap(({definitions = []}) => definitions),
      ...told.flatMap(({doubts = [], question}) => doubts.map((one) => `${quoted(question)}: ${one}`)),
      ...left.map((text) => `Left out, because no cell says its number: ${quoted(text)}`),
    ]),
    methods: unique(
      told.map(({question, reading, plan}) => {
        const read = reading ?? (plan?.reading && sayReading(plan.reading));
        return read === undefined
          ? `Asked: ${quoted(question)}`
          : `${quoted(question)} ${read.replace(/^Read as:/, "was read as:")}`;
      }),
    ),
    recipes: told.flatMap(({recipe, question}) => (recipe === undefined ? [] : [{id: recipe, question}])),
    ...(ledger.length > 1 && {comparisons: sayLedger(ledger)?.replace(" so far in this conversation", "")}),
    filters: [],
  };
  verifyDocument(document);
  return document;
}

type Finding = Extract<Block, {kind: "finding"}>;

function findingOf(
  answer: ReportedAnswer,
  at: number,
  tables: Record<string, DocumentTable>,
  ledger: ComparisonLedger,
  left: string[],
): [Finding, ...Block[]] {
  const known = answer.evidence.map((one) => ({
    ...one,
    evidence: one.evidence.map((cell) =>
      tables[keyOf(at, cell.step)] ? {...cell, step: keyOf(at, cell.step)} : cell,
    ),
  }));
  const own = Object.fromEntries(Object.entries(tables).filter(([key]) => key.startsWith(keyOf(at, ""))));
  const kept: Kept[] = [];
  for (const {start, end} of statementsOf(answer.text)) {
    const text = answer.text.slice(start, end);
    const inside = known
      .filter((one) => one.start >= start && one.end <= end)
      .map((one) => ({...one, start: one.start - start, end: one.end - start}));
    const {body, unbound} = bindText(text, own, inside);
    if (TOLD_ONCE.test(text)) continue;
    if (unbound.length > 0) left.push(text);
    else kept.push({body, isLine: /\n\s*$/.test(answer.text.slice(0, start))});
  }
  const {headline, rest} = headlineOf(answer, kept, own);
  const blocks = answerBlocks(answer, (step) => keyOf(at, step));
  const told = blocks.length > 0 ? rest.filter((one) => !isListed(one)) : rest;
  const detail = told.length > 0 ? joined(told) : undefined;
  const strength = strengthOf(answer, ledger);
  return [{kind: "finding", headline, ...(detail && {detail}), ...(strength && {strength})}, ...blocks];
}

/** How sure a test is after Holm's correction for all that were made; nothing is said of what was not tested. */
function strengthOf({artifacts}: ReportedAnswer, ledger: ComparisonLedger): Finding["strength"] {
  const own = Object.values(artifacts).reduce<ComparisonLedger>(withTestsOf, []);
  if (own.length === 0) return undefined;
  const best = Math.min(
    ...corrected(ledger)
      .filter(({name, p}) => own.some((one) => one.name === name && one.p === p))
      .map(({holm}) => holm),
  );
  return best < 0.01 ? "strong" : best < 0.05 ? "moderate" : "weak";
}

/** What a chat lists in words ("North 4,222 · West 4,182"), and the chart or the table beside it shows. */
function isListed({body: {text}}: Kept): boolean {
  if (/^Few rows behind:/.test(text)) return false;
  return /^[-•*] /.test(text) || / · .* · /s.test(text) || /:$/.test(text) || /^\d+ \w+ in all\.$/.test(text);
}

/** The sentences of a text without the spaces around them; what a semicolon parts stays together. */
function statementsOf(text: string): {start: number; end: number}[] {
  const made: {start: number; end: number}[] = [];
  let goesOn = false;
  for (const span of sentencesOf(text)) {
    const said = text.slice(span.start, span.end);
    const start = span.start + /^\s*/.exec(said)![0].length;
    const end = span.start + said.trimEnd().length;
    if (end <= start) continue;
    if (goesOn) made.at(-1)!.end = end;
    else made.push({start, end});
    goesOn = said.trimEnd().endsWith(";");
  }
  return made;
}

function joined(kept: readonly Kept[]): BoundText {
  let text = "";
  const evidence: BoundText["evidence"] = [];
  for (const {body, isLine} of kept) {
    if (text !== "") text += isLine ? "\n" : " ";
    const by = text.length;
    evidence.push(...body.evidence.map((one) => ({...one, start: one.start + by, end: one.end + by})));
    text += body.text;
  }
  return {text, evidence};
}

function tableOf(step: string, {title, table, units, provenance, select}: Artifact): DocumentTable {
  const {sql, notes} = provenance;
  return {title, table, units, sql, notes, step, ...(select !== undefined && {select})};
}

function titleOf(datasets: readonly DocumentDataset[]): string {
  const names = datasets.map(({name, origin}) => origin?.title ?? readable(name));
  if (names.length === 0) return "Report";
  return names.length > 3 ? `${names.slice(0, 2).join(", ")} and others` : names.join(" and ");
}

const keyOf = (at: number, step: string): string => `a${at + 1}.${step}`;
const quoted = (text: string): string => `“${text.replace(/\s+/g, " ").trim()}”`;
const unique = (lines: readonly string[]): string[] => [...new Set(lines)];
