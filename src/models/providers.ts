import {TabletalkError} from "../errors.ts";
import type {ModelName} from "./name.ts";
import {type Price, priceOf} from "./prices.ts";

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
  /** False for an address on this machine. */
  remote: boolean;
  price?: Price;
  answers: AnswerMode;
}

/**
 * Finds the address, key and price of a model.
 *
 * @throws TabletalkError `bad_use` when its key or address is missing: at start-up, not at the first question.
 */
export function resolveModel(
  name: ModelName,
  env: Readonly<Record<string, string | undefined>>,
  options: {answers?: AnswerMode; price?: Price} = {},
): HostedModel {
  const provider = providers[name.provider];
  if (!provider)
    throw new TabletalkError(
      "bad_use",
      `Unknown provider ${name.provider}.`,
      `Use one of ${Object.keys(providers).join(", ")}.`,
    );
  const key = name.key ?? firstSet(provider.keyEnv, env);
  const url = name.url ?? firstSet(provider.urlEnv, env) ?? provider.url;
  if (provider.needsKey && !key) {
    const variable = provider.keyEnv.join(" or ");
    throw new TabletalkError(
      "bad_use",
      `${provider.title} needs a key: ${variable} is not set.`,
      `Set ${variable}, or use --model offline.`,
    );
  }
  if (!url) {
    throw new TabletalkError(
      "bad_use",
      "The server's address is missing.",
      "Write it before the model: http://127.0.0.1:8000/v1#qwen3.",
    );
  }
  const address = withVersion(url);
  const remote = !isLoopback(address);
  const price = options.price ?? (remote ? priceOf(name.provider, name.model) : {input: 0, output: 0});
  return {
    id: `${name.provider}/${name.model}`,
    provider: name.provider,
    protocol: provider.protocol,
    model: name.model,
    url: address,
    ...(key && {key}),
    remote,
    ...(price && {price}),
    answers: options.answers ?? "text",
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
