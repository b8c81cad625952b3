import type {TableProfile} from "../data/profile.ts";
import type {BoundNumber} from "../planning/evidence.ts";
import type {Plan} from "../planning/plan.ts";
import type {Artifact} from "../tools/tool.ts";

/** A finding of an analysis so far, as whoever chooses the next questions may see it: aggregates, no rows. */
export interface FindingSoFar {
  /** One sentence. */
  says: string;
  /** After correcting for all tests so far; `descriptive` where none was made. */
  strength: "strong" | "moderate" | "weak" | "descriptive";
}

export interface GuideInput {
  /** What the analysis is to find out, in the person's words. */
  goal?: string;
  profile: TableProfile;
  /** Questions that were asked already. */
  asked: readonly string[];
  findings: readonly FindingSoFar[];
  /** The most questions that may be asked next. */
  most: number;
  signal: AbortSignal;
}

/** Goes where the findings lead: what is asked next, and the summary at the end. */
export interface AnalysisGuide {
  readonly name: string;
  /** Questions in plain words, the most promising first; none where there is nothing left that is worth asking. */
  next(input: GuideInput): Promise<string[]>;
  /**
   * The order of the findings that a summary is made of, by their place in `findings`, the most important first. What they
   * say is not written anew.
   */
  order?(input: Omit<GuideInput, "most" | "asked">): Promise<number[]>;
  /** Tokens that it used so far. */
  tokens?(): number;
}

/** A question in plain words, planned, executed and written: every number of `text` is bound. */
export interface GuidedAnswer {
  plan: Plan;
  artifacts: ReadonlyMap<string, Artifact>;
  text: string;
  evidence: readonly BoundNumber[];
  recipe?: string;
}
