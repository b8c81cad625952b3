import type {Session} from "../data/engine.ts";
import type {TableProfile} from "../data/profile.ts";
import type {TabletalkError} from "../errors.ts";
import type {DatasetSummary} from "../kaggle/answers.ts";
import type {KaggleClient} from "../kaggle/client.ts";
import type {Value} from "../planning/evidence.ts";
import type {Plan} from "../planning/plan.ts";
import type {Reading} from "../planning/reading.ts";
import type {Artifact} from "../tools/tool.ts";
import type {AnalysisGuide} from "./analysis.ts";

/** A turn that was answered: what a follow-up changes. */
export interface EarlierTurn {
  question: string;
  plan: Plan;
  /** The headline's first rows, as far as the model may see them. */
  summary: string;
}

/** A word that the workspace was taught: "net" means "without refunds". */
export interface TaughtWord {
  term: string;
  version: number;
  meaning: string;
}

/** A question of the workspace that was answered, and whose answer was kept. */
export interface KeptExample {
  question: string;
  plan: Plan;
}

/** Kaggle, to look at: nothing is fetched by a planner. */
export type KaggleShelf = Pick<KaggleClient, "search" | "dataset" | "files" | "credentials">;

/** What was found on Kaggle, best first. Each stands there as told; only the person brings one in. */
export interface FoundOnKaggle {
  /** The words that were searched for. */
  searched: readonly string[];
  datasets: readonly {dataset: DatasetSummary /** What it is found for; may be empty. */; why: string}[];
  /** What was asked for and is in none; may be empty. */
  lacks: string;
  /** The question asked for more, which was not answered. */
  isPart?: boolean;
}

export interface PlannerInput {
  question: string;
  profiles: readonly TableProfile[];
  /** What words mean in this workspace. */
  definitions?: readonly TaughtWord[];
  /** Questions like this one that were answered and kept, most alike first. */
  examples?: readonly KeptExample[];
  /** Newest last. */
  earlier: readonly EarlierTurn[];
  /** For questions that ask for data which is not here; absent where nothing can be fetched. */
  kaggle?: () => Promise<KaggleShelf>;
  /** The workspace works for money: data from elsewhere is looked for that allows it. */
  commercial?: boolean;
  /** To look up values that the profile does not list, and to run competing readings. */
  session: Session;
  asOf: Date;
  timeZone: string;
  signal: AbortSignal;
}

/**
 * What the planner made of a question. Competing readings are run by the turn: equal results are an answer. `against` are what a
 * second reader made of it: where none of them gives the same result, the person is asked. `doubts` say what the question asks for and
 * these do not, after their model was asked again: they are offered with what is doubted, and not answered.
 */
export type PlannerOutput =
  | {
      kind: "plan";
      plan: Plan;
      doubts?: readonly string[];
      /** What a plan without a reading computes, where a reading can say it. */
      readAs?: Reading;
    }
  | {
      kind: "readings";
      readings: Reading[];
      against?: readonly Reading[] | undefined;
      doubts?: readonly string[];
    }
  | {
      kind: "declined";
      reason: string;
      suggestions: string[];
      unplaced: string[];
      /** What may be meant, to be offered as choices with their numbers. */
      nearest?: readonly Nearest[];
      /** Data from elsewhere was asked for: it is told in place of the reason. */
      found?: FoundOnKaggle;
    };

/** A whole reading of a question that was declined, and the words that it leaves out. */
export interface Nearest {
  reading: Reading;
  without: string[];
}

/** A step that failed when it ran. */
export interface StepFailure {
  step: string;
  error: TabletalkError;
}

export interface Planner {
  readonly name: string;
  plan(input: PlannerInput): Promise<PlannerOutput>;
  /** What is wrong with a plan of steps that ran, where the planner can look at it: faults that `mend` takes. */
  review?(
    input: PlannerInput,
    plan: Plan,
    artifacts: ReadonlyMap<string, Artifact>,
  ): Promise<readonly StepFailure[]>;
  /** A plan in place of one whose headline was not made, where the planner can write one. */
  mend?(input: PlannerInput, plan: Plan, failures: readonly StepFailure[]): Promise<PlannerOutput>;
  /** What an analysis asks next, and what its summary begins with, where the planner can tell. */
  guide?: Pick<AnalysisGuide, "next" | "order">;
}

export interface WriterInput {
  question: string;
  plan: Plan;
  artifacts: ReadonlyMap<string, Artifact>;
  /** What verification could not bind in the last draft: the writer's one chance to mend it. */
  unbound?: string[];
  signal: AbortSignal;
}

/** A reply before verification: the text, and its headline values with evidence. */
export interface Draft {
  text: string;
  values: Value[];
}

export interface Writer {
  readonly name: string;
  write(input: WriterInput): Promise<Draft>;
}
