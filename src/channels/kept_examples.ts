import type {Planner, PlannerInput} from "../agents/contracts.ts";
import type {Store} from "../store/store.ts";
import type {SimilarOptions} from "../workspace/memory/similar.ts";

/**
 * A planner that is shown the workspace's kept questions that are like the one asked. The offline one needs none. Without an
 * embedder, questions are compared by their words and pieces of words.
 */
export function withExamples(
  planner: Planner,
  store: () => Promise<Store>,
  workspace: string,
  options: Pick<SimilarOptions, "embedder"> = {},
): Planner {
  if (planner.name === "offline") return planner;
  return {
    ...planner,
    async plan(input: PlannerInput) {
      const [{examplesFor}, {hashedEmbedder}] = await Promise.all([
        import("../workspace/memory/examples.ts"),
        import("../knowledge/embedders/hashed.ts"),
      ]);
      const embedder = options.embedder ?? hashedEmbedder();
      const similar = {embedder, signal: input.signal};
      const {question, profiles} = input;
      const examples = await examplesFor(await store(), workspace, question, profiles, similar);
      return planner.plan(examples.length > 0 ? {...input, examples} : input);
    },
  };
}
