import type {Embedder} from "../knowledge/embedders/embedder.ts";
import type {Store} from "../store/store.ts";
import type {Asked} from "../workspace/memory/asked.ts";
import type {Answer} from "./channel.ts";
import {harmless} from "./harmless.ts";

/** A question, and what of the workspace may be told to whoever asks it. */
export interface AskedBeforeScene {
  store: Store;
  workspace: string;
  question: string;
  /** The datasets that the asker may see. */
  datasets: readonly string[];
  embedder?: Embedder | undefined;
  /** At a place of a chat platform, what people ask elsewhere is not told; what an owner pinned is everybody's. */
  askedAt?: {audience: "one" | "several"; conversation: string; actor: string};
  signal: AbortSignal;
}

/** A reply that is declined or asks back, with questions like the one asked that the workspace has answered. */
export async function withAskedBefore(answer: Answer, scene: AskedBeforeScene): Promise<Answer> {
  const isUnclear = answer.choices.length > 0;
  if ((!answer.declined && !isUnclear) || answer.parts || scene.datasets.length === 0) return answer;
  const [{askedBefore}, {hashedEmbedder}] = await Promise.all([
    import("../workspace/memory/suggestions.ts"),
    import("../knowledge/embedders/hashed.ts"),
  ]);
  const {store, workspace, datasets, signal, askedAt} = scene;
  const embedder = scene.embedder ?? hashedEmbedder();
  const question = answer.question ?? scene.question;
  const mayBeTold = ({isPinned, conversation, actor}: Asked) =>
    !askedAt ||
    isPinned ||
    conversation === askedAt.conversation ||
    (askedAt.audience === "one" && actor === askedAt.actor);
  const found = await askedBefore(store, workspace, question, datasets, {embedder, signal, mayBeTold});
  if (found.length === 0) return answer;
  const said = found.map((one) => `Asked before: ${harmless(one.question).replace(/\s+/g, " ")}`);
  return {
    ...answer,
    answer: [answer.answer, ...said.map((line) => `  - ${line}`)].join("\n"),
    ...(answer.declined && {
      declined: {
        ...answer.declined,
        suggestions: [...answer.declined.suggestions, ...found.map((one) => one.question)],
      },
    }),
  };
}
