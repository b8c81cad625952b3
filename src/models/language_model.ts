import type {MastraModelConfig} from "@mastra/core/llm";
import type {HostedModel} from "./providers.ts";

/** Makes the object through which Mastra calls a model. Loads only the one provider's package, and only now. */
export async function languageModel(model: HostedModel): Promise<MastraModelConfig> {
  const place = {
    baseURL: model.url,
    apiKey: model.key ?? "none",
    ...(model.reach && {fetch: (await import("./guarded_fetch.ts")).guardedFetch(model.reach)}),
  };
  switch (model.protocol) {
    case "anthropic": {
      const {createAnthropic} = await import("@ai-sdk/anthropic");
      return createAnthropic(place)(model.model) as MastraModelConfig;
    }
    case "openai": {
      const {createOpenAI} = await import("@ai-sdk/openai");
      return createOpenAI(place).chat(model.model) as MastraModelConfig;
    }
    case "compatible": {
      const {createOpenAICompatible} = await import("@ai-sdk/openai-compatible");
      return createOpenAICompatible({...place, name: model.provider, includeUsage: true})(
        model.model,
      ) as MastraModelConfig;
    }
  }
}
