import type {Dataset, DatasetVersion} from "../../data/dataset.ts";
import type {Session} from "../../data/engine.ts";
import type {Column} from "../../data/table.ts";
import type {Value} from "../../planning/evidence.ts";
import type {Plan} from "../../planning/plan.ts";
import type {ToolLookup} from "../../planning/validate.ts";
import type {Store} from "../../store/store.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {NodeKind} from "../node_kind.ts";
import type {NodeParts} from "../node_parts.ts";

/** What a run works with: a workspace, seen with the rights of whoever the run is for. */
export interface RunScene {
  store: Store;
  workspace: string;
  registry: ToolLookup;
  kinds: ReadonlyMap<string, NodeKind>;
  /** The names of the datasets that the run may read, now. */
  names(): Promise<string[]>;
  /** Of names the datasets as they are now, their files on this machine. */
  datasets(names: readonly string[]): Promise<Dataset[]>;
  /** Their columns alone: nothing is brought here. */
  columns(names: readonly string[]): Promise<ReadonlyMap<string, readonly Column[]>>;
  /** Works with a session over some versions. */
  withSession<T>(datasets: readonly Dataset[], work: (session: Session) => Promise<T>): Promise<T>;
  /** A version by its hash, its file on this machine; undefined where it is gone. */
  version(hash: string): Promise<DatasetVersion | undefined>;
  /** Keeps a table that a node made where every worker can read it. */
  share(table: Dataset): Promise<void>;
  /** Such a table, its file on this machine; undefined where it is gone. */
  shared(table: Dataset): Promise<Dataset | undefined>;
  /** What reaches out of the run. */
  parts: NodeParts;
  /** The offline writer: what a run says, unless its workflow says how. */
  write(input: {
    question: string;
    plan: Plan;
    artifacts: ReadonlyMap<string, Artifact>;
    signal: AbortSignal;
  }): Promise<{text: string; values: Value[]}>;
  timeZone: string;
  limits: {timeMs: number; rows: number};
  longStepMs: number;
  /** Told what happens, and how far it is, 0 to 1. */
  progress?: (doing: string, share?: number) => void;
  signal: AbortSignal;
}
