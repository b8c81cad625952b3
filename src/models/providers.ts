import {TabletalkError} from "../errors.ts";
import type {ModelName} from "./name.ts";
import {type Price, priceOf} from "./prices.ts";
import type {Reach} from "./reach.ts";

/** A service that answers prompts, and how to reach it. */
export interface Provider {
  title: string;
  /** Which protocol it speaks. */
  protocol: "anthropic" | "openai" | "compatible";
  url?: string;
  /** Environment variables that hold another address, first found wins. */
  urlEnv: string[];
  /** Environment variables that hold its key, first found wins. */
  keyEnv: string[];
  needsKey: boolean;
  /** A key that was kept for it, and where messages say that it comes from. */
  key?: string;
  keyFrom?: string;
}

/** Every provider by the name that stands before the slash. */
export const providers: Readonly<Record<string, Provider>> = {
  anthropic: {
    title: "Anthropic",
    protocol: "anthropic",
    url: "https://api.anthropic.com/v1",
    urlEnv: ["ANTHROPIC_BASE_URL"],
    keyEnv: ["ANTHROPIC_API_KEY"],
    needsKey: true,
  },
  openai: {
    title: "OpenAI",
    protocol: "openai",
    url: "https://api.openai.com/v1",
    urlEnv: ["OPENAI_BASE_URL"],
    keyEnv: ["OPENAI_API_KEY"],
    needsKey: true,
  },
  openrouter: {
    title: "OpenRouter",
    protocol: "compatible",
    url: "https://openrouter.ai/api/v1",
    urlEnv: ["OPENROUTER_BASE_URL"],
    keyEnv: ["OPENROUTER_API_KEY"],
    needsKey: true,
  },
  ollama: local("Ollama", "http://127.0.0.1:11434/v1", "OLLAMA_HOST"),
  lmstudio: local("LM Studio", "http://127.0.0.1:1234/v1", "LMSTUDIO_BASE_URL"),
  llamacpp: local("llama.cpp", "http://127.0.0.1:8080/v1", "LLAMACPP_BASE_URL"),
  vllm: local("vLLM", "http://127.0.0.1:8000/v1", "VLLM_BASE_URL"),
  compatible: {
    title: "an OpenAI-compatible server",
    protocol: "compatible",
    urlEnv: ["TABLETALK_MODEL_URL"],
    keyEnv: ["TABLETALK_MODEL_KEY"],
    needsKey: false,
  },
};

function local(title: string, url: string, urlEnv: string): Provider {
  return {
    title,
    protocol: "compatible",
    url,
    urlEnv: [urlEnv],
    keyEnv: ["TABLETALK_MODEL_KEY"],
    needsKey: false,
  };
}

/** How the model hands over its answer: JSON in its text, the provider's JSON mode, or the call of one tool. */
export type AnswerMode = "text" | "json" | "tool";

/** A model that can be called: address and key found, price known or not. */
export interface HostedModel {
  /** provider/model, as shown in records. */
  id: string;
  provider: string;
  protocol: Provider["protocol"];
  model: string;
  url: string;
  key?: string;
  /** Where the key comes from, for messages: "ANTHROPIC_API_KEY in the environment". */
  keyFrom?: string;
  /** False for an address on this machine. */
  remote: boolean;
  price?: Price;
  answers: AnswerMode;
  /** What this model may be given and may take; a turn's budget holds beside it. */
  limits?: ModelLimits;
  /** Which addresses may be called for it; absent: any, since the operator named it. */
  reach?: Reach;
}

/** Limits of one model. */
export interface ModelLimits {
  /** For one request, from sending it to the end of its reply. */
  callMs?: number;
  /** Tokens that one reply may have. */
  replyTokens?: number;
  /** Tokens that prompt and reply may have together. */
  contextTokens?: number;
}

/** What a registry says of one model. */
export interface ModelTraits {
  answers?: AnswerMode;
  price?: Price;
  limits?: ModelLimits;
}

/**
 * Finds the address, key and price of a model. `own`: providers beside ours, or in their place. `reach`: names and providers were
 * written down over the network, so that the addresses in them are called only within it, and get no key from the environment.
 *
 * @throws TabletalkError `bad_use` when its key or address is missing: at start-up, not at the first question.
 */
export function resolveModel(
  name: ModelName,
  env: Readonly<Record<string, string | undefined>>,
  options: ModelTraits & {own?: Readonly<Record<string, Provider>>; reach?: Reach} = {},
): HostedModel {
  const all: Readonly<Record<string, Provider>> = {...providers, ...options.own};
  const provider = Object.hasOwn(all, name.provider) ? all[name.provider] : undefined;
  if (!provider)
    throw new TabletalkError(
      "bad_use",
      `Unknown provider ${name.provider}.`,
      `Use one of ${Object.keys(all).join(", ")}.`,
    );
  const {reach} = options;
  const isOwn = options.own !== undefined && Object.hasOwn(options.own, name.provider);
  const variable = reach && name.url ? undefined : provider.keyEnv.find((one) => env[one]);
  const key = name.key ?? provider.key ?? (variable && env[variable]);
  const setUrl = firstSet(provider.urlEnv, env);
  const url = name.url ?? setUrl ?? provider.url;
  if (reach === "public" && !isOwn && !name.url && !setUrl && url && isLoopback(url)) {
    throw new TabletalkError(
      "bad_use",
      `${provider.title} is on this machine, and its operator has not opened it to workspaces.`,
      `Name another model, or have the operator set ${provider.urlEnv.join(" or ")}.`,
    );
  }
  if (provider.needsKey && !key) {
    const missing = provider.keyFrom ?? provider.keyEnv.join(" or ");
    throw new TabletalkError(
      "bad_use",
      `${provider.title} needs a key: ${missing} is not set.`,
      `Set ${missing}, or use --model offline.`,
    );
  }
  if (!url) {
    const variables = provider.urlEnv.join(" or ");
    throw new TabletalkError(
      "bad_use",
      `The address of ${provider.title} is missing.`,
      `Write it before the model, as in http://127.0.0.1:8000/v1#qwen3${variables && `, or set ${variables}`}.`,
    );
  }
  const address = withVersion(url);
  const remote = !isLoopback(address);
  const price = options.price ?? (remote ? priceOf(name.provider, name.model) : {input: 0, output: 0});
  const keyFrom = provider.keyFrom ?? (variable && `${variable} in the environment`);
  return {
    id: `${name.provider}/${name.model}`,
    provider: name.provider,
    protocol: provider.protocol,
    model: name.model,
    url: address,
    ...(key && {key}),
    ...(key && keyFrom && !name.key && {keyFrom}),
    remote,
    ...(price && {price}),
    answers: options.answers ?? "text",
    ...(options.limits && {limits: options.limits}),
    ...(reach && (isOwn || name.url) && {reach}),
  };
}

function firstSet(
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return names.map((name) => env[name]).find((value) => value);
}

/** `127.0.0.1:11434` and `https://host` both mean the version 1 of the protocol at that host. */
function withVersion(url: string): string {
  const parsed = new URL(/^https?:\/\//.test(url) ? url : `http://${url}`);
  if (parsed.pathname === "/") parsed.pathname = "/v1";
  return parsed.href.replace(/\/+$/, "");
}

function isLoopback(url: string): boolean {
  const host = new URL(url).hostname;
  return host === "localhost" || host === "[::1]" || /^127\./.test(host);
}
