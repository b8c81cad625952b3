import type {z} from "zod";
import type {Column} from "../data/table.ts";
import type {Step} from "../planning/plan.ts";
import type {Artifact, ToolContext} from "../tools/tool.ts";
import type {ParameterValue, WorkflowNode} from "./document.ts";
import type {NodeParts} from "./node_parts.ts";

/** What a kind may use while it runs that is no call of a tool: what a tool may, and what is around the run. */
export interface NodeContext extends ToolContext {
  workspace: string;
  /** The run's id, and the node's. */
  run: string;
  node: string;
  /** 1 for the first try. */
  attempt: number;
  /** What reaches out of the run: imports, connections, other services, models, pages. */
  parts: NodeParts;
  /** What a person decided about this node, where it waited for one. */
  decision?: Decision;
}

/** What a person said to a node that waits. */
export interface Decision {
  approved: boolean;
  /** The person's id. */
  by: string;
  /** ISO 8601. */
  at: string;
  note?: string;
  /** Parameters that they changed: for the nodes that are not done. */
  parameters?: Record<string, ParameterValue>;
  /** What they changed in the input of the nodes behind it, by the node's id. */
  changes?: Record<string, Record<string, unknown>>;
}

/** A node that cannot go on before a person decided. */
export interface Pause {
  waits: {question: string; shown?: Artifact};
}

/** Where a kind asks which columns there are, before anything runs, and tells what is wrong. */
export interface ColumnScene {
  /** The columns of a dataset or of an earlier node's table; undefined where nobody can know before it runs. */
  of(table: string): readonly Column[] | undefined;
  /** The column of that name; one that is not there is told at `field`, with the nearest. Undefined too where not known. */
  expect(table: string, column: string, field: string): Column | undefined;
  /** Tells another problem of the node: the field, what is wrong, and what to do. */
  problem(field: string, message: string, next: string): void;
}

/**
 * A kind of node. One that is a call of a tool has `compile`, and the one executor runs it; any other has `run`. A file in
 * `kinds/` each, listed in `node_kinds.ts`.
 */
export interface NodeKind<Input = unknown> {
  kind: string;
  description: string;
  /** The node's input, with its parameters filled in. `tableReferenceSchema` takes a table's name or `{"$step": id}`. */
  input: z.ZodType<Input>;
  /** Fields of the input, dotted, that hold SQL for DuckDB: parameters are put in as literals. */
  sql?: readonly string[];
  /** Fields of the input, dotted, that hold code: no parameter may stand there. */
  code?: readonly string[];
  /** False: `{{node.column}}` may not stand in its texts, for a cell may be of a single row. */
  cells?: false;
  /** Where in the input the input of the tool stands, when `compile` is given: "input." for a step. Default: at its top. */
  under?: string;
  /** Whether it reads or changes something outside. What changes something is not done again when a run goes on. */
  effect?: "reads_outside" | "writes";
  /**
   * The call of a tool that it is. The step has the node's id; its input is checked by the registry.
   * @throws TabletalkError bad_plan where there is no such call
   */
  compile?(input: Input, node: WorkflowNode): Step;
  /** What it gives, or that it waits for a person. Rejects with a TabletalkError. */
  run?(input: Input, context: NodeContext): Promise<Artifact | Pause>;
  /** The columns of what it gives, as far as they are known before it runs. */
  columns?(input: Input, scene: ColumnScene): readonly Column[] | undefined;
}

/** A node that is ready to run: its parameters are filled in and its input is checked. */
export interface CompiledNode {
  id: string;
  kind: NodeKind;
  /** The filled input: parsed by the kind's schema for `run`; as written for `compile`. */
  input: Record<string, unknown>;
  /** Nodes that come before it: those that it reads, needs or asks in `when`. */
  waitsFor: string[];
  /** Those of them whose results it reads: without them it cannot run. */
  reads: string[];
  /** Present where it is a call of a tool. */
  step?: Step;
  when?: WorkflowNode["when"];
  retry?: WorkflowNode["retry"];
  timeoutMs?: number;
  onError: "fail" | "skip";
}
