import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {ANSWERED_MS, type RunningDiscord, runningDiscord, SALES} from "./running.ts";

let running: RunningDiscord;

beforeAll(async () => {
  running = await runningDiscord({readsContent: false});
}, ANSWERED_MS);
afterAll(() => running[Symbol.asyncDispose]());

describe("without the Message Content intent", {timeout: ANSWERED_MS}, () => {
  it("Discord refuses it (4014), and the bot goes on without", async () => {
    const {discord} = running;
    expect(discord.gateway.isConnected()).toBe(true);
    expect((discord.gateway.intents() ?? 0) & (1 << 15)).toBe(0);
    expect(running.notes.join("\n")).toMatch(/Message Content/i);
  });

  it("mentions are answered in a thread, which says how to go on there", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const asked = discord.say(ana, acme.channel, `${discord.mention} total amount?`, {files: [SALES]});
    const thread = await discord.until(() => discord.thread(asked), "a thread");
    const answer = await discord.answerIn(thread, {has: /1,150/});
    expect(answer.text).toMatch(/mention me/i);
    // Emptied by Discord: nothing is said to it.
    discord.say(ana, thread, "and by region?");
    const again = discord.say(ana, thread, `${discord.mention} total amount by region`);
    expect((await discord.answerIn(thread, {after: again, has: /North/})).text).toContain("450");
    expect(discord.messagesIn(thread).filter((one) => one.isBots)).toHaveLength(2);
    expect(discord.problems).toEqual([]);
  });

  it("direct messages, commands and the menu work as ever", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const direct = discord.direct(ana);
    discord.say(ana, direct, "total amount?", {files: [SALES]});
    await discord.answerIn(direct, {has: /1,150/});
    const dropped = discord.drop(ana, acme.channel, SALES);
    const form = await discord.menu(ana, dropped, "Analyse").modal();
    expect((await discord.submitModal(ana, form).answer()).text).toMatch(/sales/);
    expect(discord.problems).toEqual([]);
  });
});
