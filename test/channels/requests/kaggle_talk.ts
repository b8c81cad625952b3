import {randomUUID} from "node:crypto";
import {markCommercial} from "../../../src/access/commercial.ts";
import {localPrincipal} from "../../../src/access/principal.ts";
import type {Answer, Channel} from "../../../src/channels/channel.ts";
import {createRuntime, type Runtime} from "../../../src/commands/runtime.ts";
import {startTurns} from "../../../src/commands/turns.ts";
import {loadConfig} from "../../../src/config.ts";
import {SECRETS} from "../../kaggle/server/shelf.ts";

const silent: Channel = {
  platform: "terminal",
  capabilities: {
    nativeTable: true,
    nativeChart: true,
    image: true,
    buttons: false,
    files: true,
    maxTextLength: 1e6,
  },
  async render() {},
};

/** A talk at a terminal without any file, where Kaggle is the one of these tests. */
export interface KaggleTalk {
  runtime: Runtime;
  /** @throws TabletalkError what the turn ended in */
  say(message: string): Promise<Answer>;
  markCommercial(): Promise<void>;
  end(): Promise<void>;
}

/** Talks with the Kaggle at this address, as Ada; with the model at another, else offline. */
export function talkOfKaggle(url: string, home: string, model?: string): KaggleTalk {
  process.env.KAGGLE_API_ENDPOINT = url;
  process.env.KAGGLE_API_TOKEN = SECRETS.token;
  const runtime = createRuntime({...loadConfig(model === undefined ? {} : {model}, {}), home});
  const turns = startTurns(runtime, [], {
    drawChart: async (step, {title}) => ({step, title, altText: title, paths: {}}),
  });
  const to = {conversation: randomUUID(), channel: silent};
  return {
    runtime,
    async say(message) {
      const result = await turns.ask(message, to);
      if ("answer" in result) return result.answer;
      throw "error" in result ? result.error : new Error(result.state);
    },
    async markCommercial() {
      const store = await runtime.store();
      await markCommercial({store}, localPrincipal("terminal"), true);
    },
    end: () => runtime[Symbol.asyncDispose]() as Promise<void>,
  };
}
