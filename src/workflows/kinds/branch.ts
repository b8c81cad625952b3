import {z} from "zod";
import {TabletalkError} from "../../errors.ts";
import type {ColumnScene, NodeKind} from "../node_kind.ts";
import {whenHolds} from "../run/when_holds.ts";
import {nodesAsked, whenSchema} from "../when.ts";

const branchInputSchema = z.strictObject({
  ways: z
    .array(z.strictObject({is: z.string().min(1).max(60), when: whenSchema}))
    .min(1)
    .max(20)
    .describe("the first whose condition holds is taken"),
  otherwise: z.string().min(1).max(60).default("otherwise"),
  nodes: z
    .array(z.strictObject({$step: z.string()}))
    .max(40)
    .default([])
    .describe("the nodes that the conditions ask"),
});
type BranchInput = z.infer<typeof branchInputSchema>;

/** Takes one of several ways; nodes go it by `when: {test: branch, node, is}`. */
export const branchKind: NodeKind<BranchInput> = {
  kind: "branch",
  description: "Chooses which way a run goes on, by what earlier nodes gave.",
  input: branchInputSchema as z.ZodType<BranchInput>,
  columns(input, scene) {
    tellUnlisted(input, scene);
    return [{name: "way", type: "text"}];
  },
  async run({ways, otherwise}, {artifacts}) {
    const begun = performance.now();
    let taken = otherwise;
    for (const {is, when} of ways) {
      if (!(await whenHolds(when, {artifacts, changed: cannotTell}))) continue;
      taken = is;
      break;
    }
    return {
      kind: "text",
      title: `Goes on: ${taken}`,
      text: taken,
      table: {columns: [{name: "way", type: "text"}], rows: [[taken]]},
      units: {},
      truncated: false,
      provenance: {tool: "branch", datasets: [], sql: [], notes: [], elapsedMs: performance.now() - begun},
    };
  },
};

function tellUnlisted({ways, nodes}: BranchInput, scene: ColumnScene): void {
  const listed = new Set(nodes.map(({$step}) => $step));
  for (const [at, {when}] of ways.entries())
    for (const node of nodesAsked(when))
      if (!listed.has(node))
        scene.problem(
          `ways.${at}.when`,
          `the node "${node}" is asked, and is not among "nodes".`,
          `Add {"$step": "${node}"} to "nodes".`,
        );
}

const cannotTell = async (): Promise<never> => {
  throw new TabletalkError(
    "bad_plan",
    "A branch does not ask what changed.",
    'Put {"test": "changed"} into `when` of the nodes themselves.',
  );
};
