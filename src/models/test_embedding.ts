import {TabletalkError} from "../errors.ts";
import {openAccount} from "./account.ts";
import {embedTexts} from "./embedding_model.ts";
import type {HostedModel} from "./providers.ts";
import {type ModelTest, TEST_BUDGET, type TestOptions} from "./test_model.ts";

/** Has a model make the vector of one word. Never throws but for `aborted`. */
export async function testEmbedding(model: HostedModel, options: TestOptions): Promise<ModelTest> {
  const {signal, health, account = openAccount(TEST_BUDGET)} = options;
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  try {
    const [vector] = await embedTexts(model, ["hello"], {account, signal, health, attempts: 1});
    const says = `makes vectors of ${vector?.length ?? 0} numbers in ${took()} ms`;
    return {model: model.id, works: true, ms: took(), says};
  } catch (error) {
    if (!(error instanceof TabletalkError) || error.code === "aborted") throw error;
    return {model: model.id, works: false, ms: took(), says: error.message, next: error.next};
  }
}
