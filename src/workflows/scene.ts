import type {Column} from "../data/table.ts";
import type {ToolLookup} from "../planning/validate.ts";
import type {NodeKind} from "./node_kind.ts";
import type {ParameterClock} from "./parameters.ts";

/** What a workflow is checked and made ready against. */
export interface WorkflowScene extends ParameterClock {
  /** The tools that steps may call. */
  registry: ToolLookup;
  /** The columns of the datasets that there are, by name; absent: not known, and none is missed. */
  tables?: ReadonlyMap<string, readonly Column[]>;
  /** Default: the kinds of our own. */
  kinds?: ReadonlyMap<string, NodeKind>;
}

/** The same, with its kinds. */
export interface CheckScene extends WorkflowScene {
  kinds: ReadonlyMap<string, NodeKind>;
}
