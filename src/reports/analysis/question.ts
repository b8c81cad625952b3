import type {ChartSpec} from "../../charts/spec.ts";
import type {Evidence} from "../../planning/evidence.ts";
import type {Plan} from "../../planning/plan.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {BoundText} from "../document.ts";
import type {EffectKind} from "./strength.ts";

/** What a question of an analysis is about; each is a section of the report. */
export const THEMES = [
  "goal",
  "drivers",
  "groups",
  "time",
  "associations",
  "clusters",
  "model",
  "shape",
  "outliers",
  "quality",
] as const;
export type Theme = (typeof THEMES)[number];

/** What came of a question's plan. `key` is the name that a step's table has in the report. */
export interface Results {
  artifact(step: string): Artifact | undefined;
  key(step: string): string;
}

/** A test that a finding rests on. */
export interface FindingTest {
  /** The step whose artifact holds p. */
  step: string;
  /** What the ledger calls it: the artifact's title, or "title: row". */
  entry: string;
  /** The size of what was found, and its interval where there is one; `kind` says what sizes count as small. */
  effect: {kind: EffectKind; value: number; low?: number; high?: number};
  /** An assumption of the test that does not hold, so that p is smaller than it should be. */
  shaky?: string;
}

/** What a question found, before the tests of the whole analysis are corrected for one another. */
export interface FindingDraft {
  /** One sentence that states it. */
  headline: BoundText;
  detail?: BoundText;
  /** Absent: no test was made, it describes. */
  test?: FindingTest;
  /** The columns that it is about: two findings of the same ones say the same. */
  about: readonly string[];
  /** 0 to 1: how much it matters beside others of its theme. */
  weight: number;
  chart?: {step: string; spec: ChartSpec};
  /** A step whose table is shown below it. */
  table?: {step: string; title: string; rows?: number};
  /** What a reader must bear in mind, in a sentence. */
  caveat?: BoundText;
  /** Said only so that a section is not empty: never in the summary. */
  minor?: boolean;
}

/** One question of an analysis: an executed plan, and how its artifacts are read. */
export interface AnalysisQuestion {
  theme: Theme;
  /** As a person would ask it. */
  asks: string;
  plan: Plan;
  /** Larger is asked earlier within its wave. */
  priority: number;
  read(results: Results): FindingDraft[];
  /** Tests that were made and are not among the rows of the artifacts. */
  hiddenTests?(results: Results): number;
}

/** A cell of a step's table, as evidence names it in a report. */
export function evidenceOf(results: Results, step: string, row: number, column: string): Evidence {
  return {step: results.key(step), row, column};
}
