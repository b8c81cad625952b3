import {TabletalkError} from "../errors.ts";
import {type Provider, providers} from "./providers.ts";

/** A model as someone wrote it down: which provider, which of its models, and perhaps where and with which key. */
export interface ModelName {
  provider: string;
  model: string;
  url?: string;
  key?: string;
}

/** What a configuration may hold: "anthropic/claude-sonnet-4-5", "http://127.0.0.1:8000/v1#qwen3", or an address and key. */
export type ModelSetting = string | {id: string; url?: string; key?: string};

/** The name of the pair that needs no model; it may stand at the end of a list of models. */
export const OFFLINE = "offline";

/**
 * Reads a model's name. The provider is what stands before the first slash; the rest is the provider's own name for the
 * model and may hold slashes ("openrouter/anthropic/claude-sonnet-4.5"). An address with the model behind a `#` names any
 * OpenAI-compatible server. `own`: providers beside ours, or in their place.
 *
 * @throws TabletalkError `bad_use` when the provider is not known or no model is named.
 */
export function parseModelName(
  setting: ModelSetting,
  own: Readonly<Record<string, Provider>> = {},
): ModelName {
  const {id, url, key} = typeof setting === "string" ? {id: setting} : setting;
  const name = id.trim();
  const place = {...(url !== undefined && {url: checkedUrl(url)}), ...(key !== undefined && {key})};
  if (name === OFFLINE) return {provider: OFFLINE, model: OFFLINE};
  if (/^https?:\/\//.test(name)) {
    const [address = "", model = ""] = name.split("#");
    if (!model) {
      throw new TabletalkError(
        "bad_use",
        `${name} names no model.`,
        "Write the model after a #, as in http://127.0.0.1:8000/v1#qwen3.",
      );
    }
    return {provider: "compatible", model, ...place, url: checkedUrl(address)};
  }
  const slash = name.indexOf("/");
  const provider = slash < 0 ? "" : name.slice(0, slash).toLowerCase();
  const model = slash < 0 ? name : name.slice(slash + 1);
  if (!model)
    throw new TabletalkError(
      "bad_use",
      `"${name}" names no model.`,
      "Write provider/model, as in ollama/qwen3.",
    );
  if (Object.hasOwn(own, provider) || Object.hasOwn(providers, provider)) return {provider, model, ...place};
  if (url !== undefined) return {provider: "compatible", model: name, ...place};
  throw new TabletalkError(
    "bad_use",
    `"${name}" is not a model that can be reached.`,
    `Write provider/model with one of ${Object.keys({...providers, ...own}).join(", ")}, an address such as http://127.0.0.1:8000/v1#qwen3, or offline.`,
  );
}

/** Reads a comma-separated list of models, to be tried in order. */
export function parseModelList(list: string, own: Readonly<Record<string, Provider>> = {}): ModelName[] {
  const names = list.split(",").filter((part) => part.trim());
  if (!names.length)
    throw new TabletalkError("bad_use", "No model is named.", "Write provider/model, or offline.");
  return names.map((name) => parseModelName(name, own));
}

function checkedUrl(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new TabletalkError(
      "bad_use",
      `"${url}" is not a web address.`,
      "Write it as http://127.0.0.1:8000/v1.",
    );
  }
  return url.replace(/\/+$/, "");
}
