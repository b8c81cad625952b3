import {type Account, openAccount} from "../../models/account.ts";
import {embedTexts} from "../../models/embedding_model.ts";
import {parseModelName} from "../../models/name.ts";
import {type HostedModel, resolveModel} from "../../models/providers.ts";
import type {Reach} from "../../models/reach.ts";
import {type Embedder, normalized} from "./embedder.ts";

/** What indexing may ask of a model, by our own count: a limit against mistakes; limits of a day are the account's. */
const BUDGET = {calls: 20_000, tokens: 200_000_000};
/** The sizes of vectors that models turned out to make. */
const sizes = new Map<string, number>();

/** Where a provider's models are found, and what their use is counted in. */
export interface ProviderSetting {
  env: Readonly<Record<string, string | undefined>>;
  /** Finds a model by its name: with the keys of a workspace, and only addresses that it may call. Default: by the environment. */
  hosted?: (name: string) => Promise<HostedModel>;
  account?: Account;
  reach?: Reach;
}

/**
 * Vectors that a provider's model makes. Asks it for one vector, once, where nobody says how large they are.
 * @throws TabletalkError bad_use where its key or address is missing; model_failed
 */
export async function providerEmbedder(
  {model: name, dimensions}: {model: string; dimensions?: number | undefined},
  {env, hosted, reach, account = openAccount(BUDGET)}: ProviderSetting,
): Promise<Embedder> {
  const model = hosted
    ? await hosted(name)
    : resolveModel(parseModelName(name), env, {...(reach && {reach})});
  const embed = async (texts: readonly string[], signal = new AbortController().signal) => {
    const asked = {account, signal, ...(dimensions !== undefined && {dimensions})};
    // A model refuses a text of nothing.
    const vectors = await embedTexts(
      model,
      texts.map((text) => text.trim() || "-"),
      asked,
    );
    return vectors.map(normalized);
  };
  const known = `${model.url}#${model.model}`;
  const size = dimensions ?? sizes.get(known) ?? (await embed(["size"]))[0]!.length;
  sizes.set(known, size);
  return {id: `${model.id}@${size}`, dimensions: size, embed};
}
