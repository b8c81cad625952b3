import {randomUUID} from "node:crypto";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Answer, Channel} from "../../../src/channels/channel.ts";
import {createRuntime} from "../../../src/commands/runtime.ts";
import {startTurns, type Turns} from "../../../src/commands/turns.ts";
import {loadConfig} from "../../../src/config.ts";

const DATA = join(import.meta.dirname, "../../../evals/main-job/data");

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

/** Whole turns with the model at an address, over files of the main job, each file opened once. */
export interface HostedTurns extends AsyncDisposable {
  ask(question: string, file: string): Promise<Answer>;
  rows(file: string, sql: string): Promise<readonly (readonly unknown[])[]>;
}

/** @param patient gives a person who plays the model an hour for each reply */
export function openHostedTurns(url: string, patient = false): HostedTurns {
  const home = mkdtempSync(join(tmpdir(), "tabletalk-turns-"));
  const hour = "3600000";
  const runtime = createRuntime(
    loadConfig(
      {home, model: `${url}#recorded`, timeZone: "UTC", asOf: "2024-06-20T12:00:00Z"},
      patient ? {TABLETALK_TURN_MS: hour, TABLETALK_MODEL_MS: hour} : {},
    ),
  );
  const open = new Map<string, Turns>();
  const over = (file: string): Turns => {
    const known = open.get(file);
    if (known) return known;
    const made = startTurns(runtime, [join(DATA, file)], {
      drawChart: async (step, {title}) => ({step, title, altText: title, paths: {}}),
    });
    open.set(file, made);
    return made;
  };
  return {
    async ask(question, file) {
      const result = await over(file).ask(question, {conversation: randomUUID(), channel: silent});
      if ("error" in result) throw result.error;
      if (result.state === "repeated") throw new Error("The question was taken for a repetition.");
      return result.answer;
    },
    async rows(file, sql) {
      return (await (await over(file).session()).query(sql)).rows;
    },
    async [Symbol.asyncDispose]() {
      for (const turns of open.values()) await (await turns.session()).close();
      await runtime[Symbol.asyncDispose]();
      rmSync(home, {recursive: true, force: true});
    },
  };
}
