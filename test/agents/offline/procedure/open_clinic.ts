import {randomUUID} from "node:crypto";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Answer, Channel} from "../../../../src/channels/channel.ts";
import {createRuntime, type Runtime} from "../../../../src/commands/runtime.ts";
import {startTurns, type Turns} from "../../../../src/commands/turns.ts";
import {loadConfig} from "../../../../src/config.ts";

const CLINIC = join(import.meta.dirname, "../../../golden/reference/procedure_clinic.csv");

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

/** Real turns over the visits of a made-up clinic: 240 rows, some values missing. */
export interface Clinic extends AsyncDisposable {
  runtime: Runtime;
  turns: Turns;
  /** Asks in a conversation of its own. */
  ask(question: string): Promise<Answer>;
}

export function openClinic(): Clinic {
  const home = mkdtempSync(join(tmpdir(), "tabletalk-procedure-"));
  const runtime = createRuntime(loadConfig({home}));
  const turns = startTurns(runtime, [CLINIC]);
  return {
    runtime,
    turns,
    async ask(question) {
      const result = await turns.ask(question, {conversation: randomUUID(), channel: silent});
      if ("error" in result) throw result.error;
      if (result.state === "repeated") throw new Error("The question was taken for a repetition.");
      return result.answer;
    },
    async [Symbol.asyncDispose]() {
      await runtime[Symbol.asyncDispose]();
      rmSync(home, {recursive: true, force: true});
    },
  };
}
