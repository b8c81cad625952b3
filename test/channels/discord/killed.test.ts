import {type ChildProcess, spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type LocalDiscord, startLocalDiscord} from "./local/local_discord.ts";
import {SALES} from "./running.ts";

const PATIENCE_MS = 120_000;
let discord: LocalDiscord;
let home: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  discord = await startLocalDiscord({acknowledgeWithinMs: 60_000, deadlineMs: PATIENCE_MS});
  home = await mkdtemp(join(tmpdir(), "tabletalk-discord-"));
});
afterAll(async () => {
  for (const one of started) one.kill("SIGKILL");
  await discord.close();
  await rm(home, {recursive: true, force: true, maxRetries: 5});
});

/** Starts a process of the service, ready once it is connected. */
async function start(): Promise<ChildProcess> {
  const script = join(import.meta.dirname, "killed_process.ts");
  const child = spawn(process.execPath, [script, home, discord.api, discord.token], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  for await (const chunk of child.stdout ?? []) if (String(chunk).includes("ready")) break;
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

describe("a process that is killed (-9)", () => {
  it(
    "in mid-turn, before it posted, while its post's answer was on its way: the answer is there once after the restart",
    async () => {
      const ana = discord.person("Ana");
      const acme = discord.guild("Acme", {owner: ana});
      const bots = (where: {id: string}) => discord.messagesIn(where).filter((one) => one.isBots);
      let process = await start();

      // In mid-turn: the file is on its way.
      const files = discord.holdFiles();
      const first = discord.say(ana, acme.channel, `${discord.mention} total amount?`, {files: [SALES]});
      const one = await discord.until(() => discord.thread(first), "a thread");
      await kill(process);
      files.release();
      process = await start();
      await discord.answerIn(one, {has: /1,150/});

      // Posted, and nobody heard so.
      const posts = (call: {path: string}) => call.path.startsWith(`/channels/${one.id}/`);
      discord.fail({route: "POST /channels/:id/messages", how: "slow", ms: 0, when: posts});
      const second = discord.say(ana, one, `${discord.mention} total amount by region`);
      await discord.until(
        () => bots(one).some((message) => BigInt(message.id) > BigInt(second.id)),
        "a second message of the bot's",
      );
      await kill(process);
      process = await start();
      await discord.answerIn(one, {after: second, has: /North/});

      const last = discord.say(ana, one, `${discord.mention} total amount by product`);
      await discord.answerIn(one, {after: last, has: /Coffee/});
      expect(bots(one)).toHaveLength(3);
      expect(discord.problems).toEqual([]);
      await kill(process);
    },
    3 * PATIENCE_MS,
  );
});
