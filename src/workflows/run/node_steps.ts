import {z} from "zod";
import type {Plan, Step} from "../../planning/plan.ts";
import type {ToolLookup} from "../../planning/validate.ts";
import type {Artifact, Tool} from "../../tools/tool.ts";
import type {CompiledNode, Decision, NodeContext, Pause} from "../node_kind.ts";
import {withCells} from "./cells_in_text.ts";

/** What is around the nodes of a run that are no calls of tools. */
export interface NodeScene extends Pick<NodeContext, "workspace" | "run" | "parts"> {
  attempt(node: string): number;
  decision(node: string): Decision | undefined;
}

/** Nodes as the executor runs them. */
export interface NodeSteps {
  plan: Plan;
  registry: ToolLookup;
  /** What comes before a node that it does not read. */
  after: Map<string, string[]>;
  timeOfStep: Map<string, number>;
  mayFail: Set<string>;
}

const PREFIX = "node:";

/** How a node that waits for a person ends its step: no failure, and no result. */
class Waiting extends Error {
  readonly pause: Pause & {node: string};
  constructor(pause: Pause & {node: string}) {
    super(pause.waits.question);
    this.pause = pause;
  }
}

/** What the node that threw this waits for; undefined for everything else that is thrown. */
export function pauseOf(thrown: unknown): (Pause & {node: string}) | undefined {
  return thrown instanceof Waiting ? thrown.pause : undefined;
}

/** A plan of nodes, and tools that run those that are no calls of one. Every node is a step of its own id. */
export function nodeSteps(
  nodes: readonly CompiledNode[],
  headline: string,
  tools: ToolLookup,
  scene: NodeScene,
): NodeSteps {
  const known = new Set(nodes.map(({id}) => id));
  const own = new Map<string, Tool>();
  const steps = nodes.map((node): Step => {
    if (node.step) return node.step;
    own.set(`${PREFIX}${node.id}`, toolOf(node, scene));
    const reads = node.reads.filter((id) => known.has(id)).map(($step) => ({$step}));
    return {id: node.id, tool: `${PREFIX}${node.id}`, input: {reads}};
  });
  return {
    plan: {steps, headline: known.has(headline) ? headline : nodes[0]!.id},
    registry: {
      get: (name) => own.get(name) ?? tools.get(name),
      names: () => [...tools.names(), ...own.keys()],
      validateInput: (name, input) =>
        own.has(name)
          ? input
          : tools.validateInput
            ? tools.validateInput(name, input)
            : tools.get(name)?.input.parse(input),
      ...(tools.sources && {sources: () => tools.sources!()}),
    },
    after: new Map(
      nodes.map(({id, waitsFor, reads}) => [
        id,
        waitsFor.filter((one) => known.has(one) && !reads.includes(one)),
      ]),
    ),
    timeOfStep: new Map(
      nodes.flatMap(({id, timeoutMs}) => (timeoutMs === undefined ? [] : [[id, timeoutMs]])),
    ),
    mayFail: new Set(nodes.flatMap(({id, onError}) => (onError === "skip" ? [id] : []))),
  };
}

function toolOf(node: CompiledNode, scene: NodeScene): Tool {
  const {kind, id} = node;
  return {
    name: `${PREFIX}${id}`,
    description: kind.description,
    input: z.unknown(),
    async run(_input, context): Promise<Artifact> {
      const decision = scene.decision(id);
      const given = await kind.run!(withCells(node.input, context.artifacts), {
        ...context,
        workspace: scene.workspace,
        run: scene.run,
        node: id,
        attempt: scene.attempt(id),
        parts: scene.parts,
        ...(decision && {decision}),
      });
      if ("waits" in given) throw new Waiting({node: id, waits: given.waits});
      return given;
    },
  };
}
