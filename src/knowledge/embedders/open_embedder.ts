import {TabletalkError} from "../../errors.ts";
import type {Account} from "../../models/account.ts";
import type {HostedModel} from "../../models/providers.ts";
import type {Reach} from "../../models/reach.ts";
import type {EmbedderChoice} from "../pipeline.ts";
import type {Embedder} from "./embedder.ts";

/** Where embedders find what they need. */
export interface EmbedderSetting {
  /** Keys and addresses of providers. Default: the environment. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Finds a provider's model by its name, with the keys of a workspace; absent: by the environment. */
  hosted?: (name: string) => Promise<HostedModel>;
  /** What the use of a provider's model is counted in. */
  account?: Account;
  /** Which addresses of models may be called that a pipeline names; absent: any, as in a person's own terminal. */
  reach?: Reach;
  /** The folders that local models may lie in; absent: any, as in a person's own terminal. */
  localFolders?: readonly string[];
}

/**
 * Opens an embedder; what it needs is loaded only now.
 * @throws TabletalkError bad_use where its model, key or folder is missing or may not be used
 */
export async function openEmbedder(choice: EmbedderChoice, setting: EmbedderSetting = {}): Promise<Embedder> {
  switch (choice.kind) {
    case "words":
      return (await import("./word_vectors.ts")).wordEmbedder();
    case "hashed":
      return (await import("./hashed.ts")).hashedEmbedder();
    case "local": {
      await checkFolder(choice.folder, setting.localFolders);
      return (await import("./local.ts")).localEmbedder(choice.folder);
    }
    case "provider":
      return (await import("./provider.ts")).providerEmbedder(choice, {
        ...setting,
        env: setting.env ?? process.env,
      });
  }
}

async function checkFolder(folder: string, allowed: readonly string[] | undefined): Promise<void> {
  if (!allowed) return;
  const {realpath} = await import("node:fs/promises");
  const {sep} = await import("node:path");
  const real = await realpath(folder).catch(() => folder);
  const roots = await Promise.all(allowed.map((one) => realpath(one).catch(() => one)));
  if (roots.some((root) => real === root || real.startsWith(root + sep))) return;
  throw new TabletalkError(
    "bad_use",
    `Models may not be read from ${folder} here.`,
    "Ask who runs this service which folders of models it has.",
  );
}
