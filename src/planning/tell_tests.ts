import type {Artifact} from "../tools/tool.ts";
import {type ComparisonLedger, corrected, sayLedger, withTestsOf} from "./comparison_ledger.ts";
import type {BoundNumber} from "./evidence.ts";
import type {Plan} from "./plan.ts";
import {scanNumbers} from "./scan_numbers.ts";
import {NOTES} from "./verify.ts";

/** The name under which a turn keeps the tests of its conversation so far; no step can be called so. */
export const TESTS_STEP = "(tests)";

/** The tests of a conversation, told after a turn that made one. */
export interface TestsTold {
  /** What the reply says, where it may say more than was asked for. */
  sentence: string;
  /** A row a test, with its corrected p-values; the sentence is its note. */
  artifact: Artifact;
}

/**
 * What a turn tells of the tests so far: those of earlier turns and its own. Undefined where it made none, or made the first
 * one: several p-values of one step are that step's to correct.
 */
export function tellTests(
  plan: Plan,
  artifacts: ReadonlyMap<string, Artifact>,
  earlier: ComparisonLedger,
): TestsTold | undefined {
  const made = plan.steps.flatMap(({id}) => artifacts.get(id) ?? []);
  const testing = made.filter((artifact) => withTestsOf([], artifact).length > 0);
  if (testing.length === 0 || (earlier.length === 0 && testing.length < 2)) return undefined;
  const ledger = testing.reduce(withTestsOf, earlier);
  const sentence = sayLedger(ledger);
  if (sentence === undefined) return undefined;
  const datasets = testing.flatMap(({provenance}) => provenance.datasets);
  const artifact: Artifact = {
    kind: "table",
    title: "Tests of this conversation so far",
    table: {
      columns: [
        {name: "test", type: "text"},
        {name: "p", type: "number"},
        {name: "holm", type: "number"},
        {name: "benjamini_hochberg", type: "number"},
      ],
      rows: corrected(ledger).map(({name, p, holm, benjaminiHochberg}) => [name, p, holm, benjaminiHochberg]),
    },
    units: {},
    truncated: false,
    provenance: {
      tool: "run_statistics",
      datasets: datasets.filter((one, at) => datasets.findIndex(({hash}) => hash === one.hash) === at),
      sql: [],
      notes: [sentence],
      elapsedMs: 0,
    },
  };
  return {sentence, artifact};
}

/** A reply with the sentence below it, unless the question fixed the reply's form; the sentence's numbers are its note's. */
export function withTestsTold(
  written: {text: string; evidence: readonly BoundNumber[]},
  plan: Plan,
  told: TestsTold | undefined,
): {text: string; evidence: BoundNumber[]} {
  const {text} = written;
  const evidence = [...written.evidence];
  if (!told || plan.outputs?.form === "named") return {text, evidence};
  const from = text.length + 1;
  const bound = scanNumbers(told.sentence).map((number) => ({
    text: number.text,
    start: from + number.start,
    end: from + number.end,
    evidence: [{step: TESTS_STEP, row: 0, column: NOTES}],
  }));
  return {text: `${text}\n${told.sentence}`, evidence: [...evidence, ...bound]};
}

/** The artifacts of a plan and, where tests were told, these. */
export function withTestsKept(
  artifacts: ReadonlyMap<string, Artifact>,
  told: TestsTold | undefined,
): Map<string, Artifact> {
  return new Map([...artifacts, ...(told ? [[TESTS_STEP, told.artifact] as const] : [])]);
}
