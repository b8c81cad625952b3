import {type CorrectedEntry, corrected, type LedgerEntry} from "../../planning/comparison_ledger.ts";
import type {Artifact} from "../../tools/tool.ts";
import {LEVEL} from "./strength.ts";

/** A test of an analysis: which question made it, and what it compared. */
export interface AnalysisTest extends LedgerEntry {
  question: string;
  step: string;
  /** What was compared, where the artifact's title does not tell it from another's. */
  said?: string;
}

/** Every test that an analysis made, shown or not. Hidden ones are those whose p no artifact shows. */
export interface AnalysisLedger {
  tests: AnalysisTest[];
  /** Tests that were looked at and left out of a table for being no more than chance: they count with p 1. */
  hidden: number;
}

/**
 * The tests of an artifact: the row "p" of a test, or every row of a table with a column "p". A table whose rows are pairs
 * names both. What is p of another kind (corrected within a table) is taken as it is: corrected again it is too careful, never
 * too bold.
 */
export function testsOfArtifact(
  of: {question: string; step: string; said?: string},
  {kind, title, table}: Artifact,
): AnalysisTest[] {
  if (kind !== "statistic") return [];
  const place = table.columns.findIndex(({name}) => name === "p");
  const found: {name: string; p: unknown}[] =
    place < 0
      ? table.rows.filter(([figure]) => figure === "p").map(([, p]) => ({name: title, p}))
      : table.rows.map((row) => ({
          name: `${title}: ${labelOf(row, table.columns[1]?.type === "text")}`,
          p: row[place],
        }));
  return found.flatMap(({name, p}) => (typeof p === "number" && p >= 0 && p <= 1 ? [{...of, name, p}] : []));
}

function labelOf(row: readonly unknown[], isPair: boolean): string {
  return isPair ? `${String(row[0])} and ${String(row[1])}` : String(row[0]);
}

export interface CorrectedTest extends CorrectedEntry, AnalysisTest {}

/** All tests with p corrected for how many there are, the hidden ones counted. */
export function correctedTests({tests, hidden}: AnalysisLedger): CorrectedTest[] {
  const unseen = Array.from({length: hidden}, () => ({name: "", p: 1}));
  const all = corrected([...tests, ...unseen]);
  return tests.map((test, at) => ({...all[at]!, ...test}));
}

/** How many tests were made. */
export const countOf = ({tests, hidden}: AnalysisLedger): number => tests.length + hidden;

/** One sentence on how many comparisons were made and how many hold; undefined where there was none. */
export function sayTests(ledger: AnalysisLedger): string | undefined {
  const count = countOf(ledger);
  if (count === 0) return undefined;
  const all = correctedTests(ledger);
  const below = (p: (one: CorrectedTest) => number): number => all.filter((one) => p(one) < LEVEL).length;
  return `${count} ${count === 1 ? "comparison was" : "comparisons were"} made, shown here or not: ${below(({p}) => p)} with p below ${LEVEL} taken alone, ${below(({holm}) => holm)} after Holm's correction for all of them, ${below(({benjaminiHochberg}) => benjaminiHochberg)} after Benjamini and Hochberg's.`;
}
