import {afterAll, beforeAll, expect, it} from "vitest";
import {ANSWERED_MS, type RunningDiscord, runningDiscord} from "./running.ts";

const CONVERSATIONS = 30;
let running: RunningDiscord;

beforeAll(async () => {
  running = await runningDiscord({deadlineMs: 100_000, acknowledgeWithinMs: 60_000});
}, ANSWERED_MS);
afterAll(() => running[Symbol.asyncDispose]());

it("thirty conversations at once: none lost, none doubled, each with its own data", async () => {
  const {discord} = running;
  const ana = discord.person("Ana");
  const acme = discord.guild("Acme", {owner: ana});
  const asked = Array.from({length: CONVERSATIONS}, (_, at) => {
    const amount = 1_000 + at;
    const file = {name: `sales${at}.csv`, content: `region,amount\nNorth,${amount}\nSouth,${amount}\n`};
    return {
      amount: (2 * amount).toLocaleString("en-US"),
      message: discord.say(ana, acme.channel, `${discord.mention} total amount?`, {files: [file]}),
    };
  });
  const answers = await Promise.all(
    asked.map(async ({amount, message}) => {
      const thread = await discord.until(() => discord.thread(message), "a thread");
      await discord.answerIn(thread, {has: new RegExp(amount)});
      return thread;
    }),
  );
  for (const thread of answers)
    expect(discord.messagesIn(thread).filter((one) => one.isBots)).toHaveLength(1);
  expect(discord.messagesIn(acme.channel).filter((one) => one.isBots)).toEqual([]);
  expect(discord.problems).toEqual([]);
}, 110_000);
