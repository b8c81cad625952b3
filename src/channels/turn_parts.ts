import type {EarlierTurn, Planner, Writer} from "../agents/contracts.ts";
import type {Dataset} from "../data/dataset.ts";
import type {ImportOptions, Session} from "../data/engine.ts";
import type {KaggleClient} from "../kaggle/client.ts";
import type {ComparisonLedger} from "../planning/comparison_ledger.ts";
import type {Execution} from "../planning/execute.ts";
import type {Plan} from "../planning/plan.ts";
import type {Reading} from "../planning/reading.ts";
import type {ToolLookup} from "../planning/validate.ts";
import type {Verification} from "../planning/verify.ts";
import type {ModelUse, Sent} from "../store/usage.ts";
import type {Artifact} from "../tools/tool.ts";
import type {Pinned} from "../workspace/memory/pinned.ts";
import type {RenderedChart} from "./channel.ts";

/** What a turn works with. Everything heavy comes as a function, called when it is first needed. */
export interface TurnParts {
  session: Session;
  registry: ToolLookup;
  planner: () => Promise<Planner>;
  writer: () => Promise<Writer>;
  /** Draws the chart of an artifact; an error is told, and never loses the answer. */
  drawChart: (step: string, artifact: Artifact, signal: AbortSignal) => Promise<RenderedChart>;
  /** Keeps the recipe of an executed plan and returns its id. */
  keepRecipe: KeepRecipe;
  /** What models were asked in the turn of this signal. */
  usage?: (signal: AbortSignal) => Promise<ModelUsage | undefined>;
  /** The workspace works for money: what licences say against that is told. */
  commercial?: boolean;
  /** Imports every table of a file on this machine as datasets of the asker's. Absent where nothing can be kept. */
  importFile?: (path: string, options?: ImportOptions) => Promise<Dataset[]>;
  /** Works with the parts of a turn over other datasets of the asker's: those that were imported just now. */
  over?: <T>(datasets: readonly Dataset[], work: (parts: TurnParts) => Promise<T>) => Promise<T>;
  /** Kaggle, with a cache of the workspace's own. Absent where nothing can be fetched. */
  kaggle?: () => Promise<KaggleClient>;
  limits: {timeMs: number; rows: number};
  /** The most that one step of long work gets. */
  longStepMs?: number;
}

/** What a recipe is made of: the question, its executed plan and the verified reply. */
export interface Finished {
  question: string;
  plan: Plan;
  execution: Execution;
  written: Verification;
  /** The tests of earlier turns, where the reply tells of tests. */
  tests?: ComparisonLedger;
  /** The writer's name. */
  writer: string;
  /** The versions of the prompts that models were given, by role. */
  prompts?: Readonly<Record<string, string>>;
  asOf: Date;
  timeZone: string;
}
export type KeepRecipe = (finished: Finished) => Promise<string>;

/** Tokens and cost of the models of a turn, and what left the machine. */
export interface ModelUsage {
  tokens: unknown;
  sent: unknown;
  /** The same by role and model, for usage and for the record of what left the machine. */
  used?: {uses: readonly ModelUse[]; sent: readonly Sent[]};
  /** The version of each role's prompt. */
  prompts: Readonly<Record<string, string>>;
}

export interface TurnSetting {
  question: string;
  earlier: readonly EarlierTurn[];
  /** The tests of earlier turns, which those of this one are counted with. */
  tests?: ComparisonLedger;
  asOf: Date;
  timeZone: string;
  signal: AbortSignal;
  /** `asked`: only where the question asks for one; `always`: where the plan has one. */
  charts: "asked" | "always";
  /** A choice that was made: this reading is taken, and the planner is not asked. */
  reading?: Reading;
  /** The plan of the choice that was made, where it has one of its own. */
  plan?: Plan;
  /** Answers that an owner pinned, in the workspace. */
  pins?: readonly Pinned[];
  /** The steps (by `stepDigest`) that the person agreed to when they made that choice. */
  confirmed?: readonly string[];
}
