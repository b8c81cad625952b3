import type {Principal} from "../../access/principal.ts";
import type {EarlierTurn, PlannerInput} from "../../agents/contracts.ts";
import type {Store} from "../../store/store.ts";
import type {Answer, InboundMessage, TurnEvent} from "../channel.ts";
import type {StandingPlace} from "../schedules/standing.ts";
import type {TurnParts, TurnSetting} from "../turn_parts.ts";
import type {RunService} from "../workflow_runs/start_run.ts";

/** A message, and what it is said into, for requests that make something lasting: a dashboard, a report, a workflow. */
export interface RequestScene {
  store: Store;
  workspace: string;
  message: InboundMessage;
  /** The conversation's id in the store. */
  conversation: string;
  /** Who can read the answer. */
  audience: "one" | "several";
  /** Whether whoever asks may change what the workspace shares. */
  mayTeach: boolean;
  /** Who asks, as they were when they did; undefined where nobody knows: then nothing is made that acts for them later. */
  asker?: Principal;
  /** Where on a chat platform what is done later is told: here first, then the channels that the message names. */
  standing: readonly StandingPlace[];
  /** What begins runs of workflows; absent where nobody would take them. */
  runs?: RunService;
  /** Answers so far; newest last. */
  earlier: readonly EarlierTurn[];
  parts: TurnParts;
  setting: TurnSetting;
  /** Profiles are read only where they are needed. */
  input: () => Promise<PlannerInput>;
}

/**
 * What a message asks for that is no question to the data. Recognising it is cheap: words alone, nothing opened. Undefined
 * for every other message.
 */
export type RecogniseRequest = (scene: RequestScene) => Promise<RunRequest | undefined>;

/** Does what was asked, tells what happens, and gives the answer; whoever calls it tells `answer`. */
export type RunRequest = (emit: (event: TurnEvent) => void) => Promise<Answer>;
