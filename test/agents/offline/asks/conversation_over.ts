import {randomUUID} from "node:crypto";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Answer, Channel} from "../../../../src/channels/channel.ts";
import {createRuntime} from "../../../../src/commands/runtime.ts";
import {startTurns} from "../../../../src/commands/turns.ts";
import {loadConfig} from "../../../../src/config.ts";

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

/** Questions put to files as the terminal puts them; pictures are not drawn. */
export interface Talk {
  /** The answer to the last of these, each asked after the one before. */
  say(...questions: string[]): Promise<Answer>;
  end(): Promise<void>;
}

/** A talk about files of this text, by name. */
export function talkOver(files: Record<string, string>): Talk {
  const home = mkdtempSync(join(tmpdir(), "tabletalk-asks-"));
  const paths = Object.entries(files).map(([name, text]) => {
    const path = join(home, name);
    writeFileSync(path, text);
    return path;
  });
  const runtime = createRuntime({...loadConfig({}, {}), home: join(home, "kept")});
  const turns = startTurns(runtime, paths, {
    drawChart: async (step, {title}) => ({step, title, altText: title, paths: {}}),
  });
  return {
    async say(...questions) {
      const to = {conversation: randomUUID(), channel: silent};
      let answer: Answer | undefined;
      for (const question of questions) {
        const result = await turns.ask(question, to);
        if (!("answer" in result)) throw new Error(`no answer to ${question}: ${JSON.stringify(result)}`);
        answer = result.answer;
      }
      if (!answer) throw new Error("nothing was asked");
      return answer;
    },
    async end() {
      await (await turns.session()).close();
      await runtime[Symbol.asyncDispose]();
      rmSync(home, {recursive: true, force: true});
    },
  };
}

/** A headline value of an answer by its name. */
export const valueCalled = (answer: Answer, name: string): unknown =>
  answer.values.find((one) => one.name === name)?.value;
