import {randomUUID} from "node:crypto";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Answer, Channel} from "../../../../src/channels/channel.ts";
import {createRuntime, type Runtime} from "../../../../src/commands/runtime.ts";
import {startTurns, type Turns} from "../../../../src/commands/turns.ts";
import {loadConfig} from "../../../../src/config.ts";

const TABLES = join(import.meta.dirname, "../../../golden/reference");

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

/** Real turns over one made-up table. */
export interface Clinic extends AsyncDisposable {
  runtime: Runtime;
  turns: Turns;
  /** Asks in a conversation of its own. */
  ask(question: string): Promise<Answer>;
}

/** The visits of a clinic (240 rows), or the orders of a shop (300): some values are missing in both. */
export function openClinic(table = "procedure_clinic.csv"): Clinic {
  const home = mkdtempSync(join(tmpdir(), "tabletalk-procedure-"));
  const runtime = createRuntime(loadConfig({home}));
  const turns = startTurns(runtime, [join(TABLES, table)]);
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
