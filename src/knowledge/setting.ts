import type {Store} from "../store/store.ts";
import type {Embedder} from "./embedders/embedder.ts";
import {type EmbedderSetting, openEmbedder} from "./embedders/open_embedder.ts";
import type {EmbedderChoice} from "./pipeline.ts";

/** Whose documents, and what they are worked on with. */
export interface KnowledgeSetting extends EmbedderSetting {
  store: Store;
  workspace: string;
  /** Default: as `openEmbedder` opens it. */
  embedder?: (choice: EmbedderChoice) => Promise<Embedder>;
}

/** The embedder of a choice in a setting. What a provider's model is asked is kept with the workspace: tokens, cost, and what left. */
export async function embedderFor(choice: EmbedderChoice, setting: KnowledgeSetting): Promise<Embedder> {
  if (setting.embedder) return setting.embedder(choice);
  if (choice.kind !== "provider" || setting.account) return openEmbedder(choice, setting);
  const opened = await recorded(setting, (account) => openEmbedder(choice, {...setting, account}));
  return {
    ...opened,
    embed: (texts, signal) =>
      recorded(setting, async (account) => {
        const embedder = await openEmbedder(choice, {...setting, account});
        return embedder.embed(texts, signal);
      }),
  };
}

/** What indexing may ask of a model at a time, by our own count: a limit against mistakes. */
const BUDGET = {calls: 1_000, tokens: 10_000_000};

async function recorded<T>(
  {store, workspace}: KnowledgeSetting,
  work: (account: NonNullable<EmbedderSetting["account"]>) => Promise<T>,
): Promise<T> {
  const [{openAccount}, {usageRecord}, {saveUsage}] = await Promise.all([
    import("../models/account.ts"),
    import("../models/usage_record.ts"),
    import("../store/usage.ts"),
  ]);
  const account = openAccount(BUDGET);
  try {
    return await work(account);
  } finally {
    await saveUsage(store, workspace, {}, usageRecord(account));
  }
}
