import type {Dataset} from "../../data/dataset.ts";
import {bindText} from "../bind_text.ts";
import type {Block, BoundText, DocumentDataset, DocumentTable, ReportDocument, Section} from "../document.ts";
import {columnName, plainName, say} from "./bound_text.ts";
import {type AnalysisBudget, sayReached} from "./budget.ts";
import type {Finding} from "./findings.ts";
import {unsureOf} from "./findings.ts";
import {correctedTests, countOf, sayTests} from "./ledger.ts";
import {nextQuestions} from "./next_questions.ts";
import type {AnalysisState} from "./run_questions.ts";
import type {Subjects} from "./subjects.ts";
import {listed, sectionsOf, summarised, summaryOf, unsureSection} from "./synthesis.ts";
import {assumptionsOf, methodsOf} from "./told_methods.ts";
import {unboundIn} from "./verify_bound.ts";

/** What an analysis remembers of itself, to be run again or gone on with. */
export interface AnalysisMaker {
  kind: "analysis";
  goal?: string;
  table: string;
  target?: string;
  budget: AnalysisBudget;
}

export interface DocumentParts {
  goal?: string;
  subjects: Subjects;
  state: AnalysisState;
  findings: Finding[];
  dataset: Dataset;
  asOf: Date;
  timeZone: string;
  /** What was taken for granted beside what every analysis does. */
  assumptions: readonly string[];
  recipes: readonly {id: string; question: string}[];
  /** The name of who chose questions, where a model did. */
  guide?: string;
}

const TESTS = "tests";
const PROGRAMME = "programme";

/**
 * The report of an analysis. Every number of its sentences is checked against its cell once more: a finding that has one which
 * does not show is left out, and that is said.
 */
export function documentOf(parts: DocumentParts): ReportDocument {
  const {subjects, state, dataset} = parts;
  const tables = tablesOf(state);
  const isBound = (one: Finding): boolean =>
    one.asked.guided !== undefined ||
    [one.headline, one.detail, one.caveat].every((text) => !text || unboundIn(text, tables).length === 0);
  const findings = parts.findings.filter(isBound);
  const dropped = parts.findings.length - findings.length;
  const target = subjects.target?.name;
  const table = plainName(dataset.name);
  const chosen = summarised(findings);
  const summary = summaryOf(findings, chosen, {
    nothing: nothingSure(state, target),
    ...(state.leftOut.length > 0 && {left: leftOver(state)}),
  });
  const drawn = [
    ...sectionsOf(findings, target ?? table),
    ...unsureSection(unsureOf(state, findings)),
    ...nextSection(nextQuestions(findings, state, subjects)),
    ...leftOutSection(state, subjects),
    ...testsSection(state),
  ];
  const listed = drawn.flatMap(({blocks}) =>
    blocks.flatMap((block) => (block.kind === "text" ? [block.body.text] : [])),
  );
  // Names and budgets that the lists say are numbers like any other: they are bound too.
  tables[PROGRAMME]!.notes.push(...listed);
  const sections = drawn.map((section) => ({
    ...section,
    blocks: section.blocks.map((one) => withBound(one, tables)),
  }));
  const comparisons = sayTests(state.ledger);
  return {
    format: 1,
    kind: "analysis",
    title: parts.goal ? titleOf(parts.goal) : `What ${table} shows`,
    subtitle: subtitleOf(parts),
    madeAt: new Date().toISOString(),
    asOf: parts.asOf.toISOString(),
    timeZone: parts.timeZone,
    summary,
    sections,
    tables: usedTables(tables, summary, sections),
    datasets: [datasetOf(dataset)],
    assumptions: [...parts.assumptions, ...assumptionsOf(subjects)],
    methods: methodsOf(parts, dropped),
    recipes: [...parts.recipes],
    ...(comparisons !== undefined && {comparisons}),
    maker: {
      kind: "analysis",
      ...(parts.goal !== undefined && {goal: parts.goal}),
      table: dataset.name,
      ...(target !== undefined && {target}),
      budget: state.budget,
    } satisfies AnalysisMaker,
    filters: [],
  };
}

function titleOf(goal: string): string {
  const line = plainName(goal, 110).replace(/[.!\s]+$/, "");
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}`;
}

function subtitleOf({subjects, goal}: DocumentParts): string {
  const {target, profile} = subjects;
  const about = target ? `, with ${columnName(target.name)} looked at most closely` : "";
  return `${goal ? "Deep analysis" : "Exploratory analysis"} of ${plainName(profile.table)}${about}`;
}

function nothingSure(state: AnalysisState, target: string | undefined): BoundText {
  const count = countOf(state.ledger);
  if (count === 0)
    return say`There was nothing to compare: what follows describes the data, and tests nothing.`;
  const shown = {text: String(count), evidence: [{step: PROGRAMME, row: 0, column: "value"}]};
  return say`Nothing was found ${target ? `that goes with ${plainName(target)} ` : ""}by more than chance: of ${shown} ${count === 1 ? "comparison" : "comparisons"} none holds after correcting for how many were made.`;
}

function leftOver(state: AnalysisState): BoundText {
  const [first] = state.leftOut;
  const count = {text: String(state.leftOut.length), evidence: [{step: PROGRAMME, row: 2, column: "value"}]};
  return say`${count} ${state.leftOut.length === 1 ? "question was" : "questions were"} not asked, because ${first!.why === "time" ? "the time was over" : first!.why === "steps" ? "its steps were used up" : "the tokens were used up"}.`;
}

/** Every table that a text may name, with how it was computed. */
function tablesOf(state: AnalysisState): Record<string, DocumentTable> {
  const tables: Record<string, DocumentTable> = {};
  for (const {results, artifacts} of state.asked)
    for (const [step, artifact] of artifacts)
      tables[results.key(step)] = {
        title: artifact.title,
        table: artifact.table,
        units: artifact.units,
        sql: artifact.provenance.sql,
        notes: artifact.provenance.notes,
      };
  tables[PROGRAMME] = {
    title: "What the analysis did",
    table: {
      columns: [
        {name: "what", type: "text"},
        {name: "value", type: "integer"},
      ],
      rows: [
        ["comparisons made", countOf(state.ledger)],
        ["questions asked", state.asked.length],
        ["questions not asked", state.leftOut.length],
        ["steps run", state.spent.steps],
      ],
    },
    units: {},
    sql: [],
    notes: [],
  };
  const tests = correctedTests(state.ledger);
  if (tests.length > 0)
    tables[TESTS] = {
      title: "Every comparison, and what correcting for all of them leaves",
      table: {
        columns: [
          {name: "comparison", type: "text"},
          {name: "p", type: "number"},
          {name: "p by Holm", type: "number"},
          {name: "p by Benjamini and Hochberg", type: "number"},
        ],
        rows: [...tests]
          .sort((a, b) => a.p - b.p)
          .map((one) => [plainName(one.said ?? one.name, 120), one.p, one.holm, one.benjaminiHochberg]),
      },
      units: {},
      sql: [],
      notes:
        state.ledger.hidden > 0
          ? [`${state.ledger.hidden} more were made whose p was not kept: they count with p 1.`]
          : [],
    };
  return tables;
}

/** A list with the numbers of its names bound. */
function withBound(block: Block, tables: Record<string, DocumentTable>): Block {
  if (block.kind !== "text") return block;
  const {[PROGRAMME]: programme} = tables;
  return {...block, body: bindText(block.body.text, {[PROGRAMME]: programme!}).body};
}

/** Those tables alone that something on the page is from. */
function usedTables(
  tables: Record<string, DocumentTable>,
  summary: readonly BoundText[],
  sections: readonly Section[],
): Record<string, DocumentTable> {
  const used = new Set<string>([PROGRAMME]);
  const take = (text: BoundText | undefined): void => {
    for (const one of text?.evidence ?? []) for (const {step} of one.evidence) used.add(step);
  };
  summary.forEach(take);
  for (const block of sections.flatMap(({blocks}) => blocks)) {
    if (block.kind === "chart" || block.kind === "table") used.add(block.table);
    if (block.kind === "finding") [block.headline, block.detail].forEach(take);
    if (block.kind === "text") take(block.body);
  }
  return Object.fromEntries(Object.entries(tables).filter(([key]) => used.has(key)));
}

function datasetOf({name, version}: Dataset): DocumentDataset {
  const {receipt} = version;
  return {
    name,
    hash: version.hash,
    rows: version.rows,
    columns: version.columns.length,
    source: [receipt.source.member ?? receipt.source.path.split(/[\\/]/).at(-1), receipt.source.sheet]
      .filter(Boolean)
      .join(", "),
    receipt: receipt.entries.map(({message}) => message),
    ...(receipt.source.origin && {origin: receipt.source.origin}),
  };
}

function nextSection(questions: readonly string[]): Section[] {
  if (questions.length === 0) return [];
  return [{id: "next", title: "What to ask next", blocks: [{kind: "text", body: listed(questions)}]}];
}

function leftOutSection(state: AnalysisState, {leftOut}: Subjects): Section[] {
  const questions = state.leftOut.map(
    ({asks, why}) => `${plainName(asks, 160)} (${sayReached(why, state.budget)})`,
  );
  const failed = state.asked
    .filter(({drafts, failed: why}) => drafts.length === 0 && why.length > 0)
    .map(({question, failed: why}) => `${plainName(question.asks, 160)} (${plainName(why[0]!, 200)})`);
  const columns = leftOut.map(({names, why}) => `${namesOf(names)}: ${why}`);
  const blocks: Block[] = [];
  const add = (intro: string, items: readonly string[]): void => {
    if (items.length > 0)
      blocks.push({kind: "text", body: {text: intro, evidence: []}}, {kind: "text", body: listed(items)});
  };
  add("Questions that were not asked:", questions);
  add("Questions that could not be answered from this data:", failed);
  add("Columns that no comparison used:", columns);
  return blocks.length === 0 ? [] : [{id: "left-out", title: "What was left out", blocks}];
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => plainName(name));
  const more = names.length > shown.length ? `, and ${names.length - shown.length} more` : "";
  return `${shown.join(", ")}${more}`;
}

function testsSection(state: AnalysisState): Section[] {
  if (state.ledger.tests.length === 0) return [];
  return [
    {
      id: "comparisons",
      title: "Every comparison that was made",
      blocks: [{kind: "table", table: TESTS, title: "Comparisons, the surest first", rows: 25}],
    },
  ];
}
