import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {ANSWERED_MS, type RunningDiscord, runningDiscord, SALES} from "./running.ts";

let running: RunningDiscord;

beforeAll(async () => {
  running = await runningDiscord();
}, ANSWERED_MS);
afterAll(() => running[Symbol.asyncDispose]());

describe("isolation", {timeout: ANSWERED_MS}, () => {
  it("nothing of one guild is seen in another, though the same person is in both", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const [acme, other] = [discord.guild("Acme", {owner: ana}), discord.guild("Other", {owner: ana})];
    await discord.command(ana, acme.channel, "ask", {question: "total amount", file: SALES}).answer();
    expect(await discord.autocomplete(ana, acme.channel, "ask", "dataset", "", {question: "x"})).toHaveLength(
      1,
    );
    expect(await discord.autocomplete(ana, other.channel, "ask", "dataset", "", {question: "x"})).toEqual([]);
    const there = await discord
      .command(ana, other.channel, "ask", {question: "total amount in sales"})
      .answer();
    expect(there.text).not.toContain("1,150");
    const listed = await discord.command(ana, other.channel, "datasets").answer();
    expect(listed.text).not.toContain("sales");
    const workspaces = await Promise.all(
      [acme, other].map((one) => running.desk.workspaceOf("discord", one.id)),
    );
    expect(new Set(workspaces).size).toBe(2);
    expect(discord.problems).toEqual([]);
  });

  it("a button of one guild's answer does nothing in another", async () => {
    const {discord} = running;
    const [ana, eve] = [discord.person("Ana"), discord.person("Eve")];
    const [acme, other] = [discord.guild("Acme", {owner: ana}), discord.guild("Other", {owner: eve})];
    const answer = await discord
      .command(ana, acme.channel, "ask", {question: "total amount by region", file: SALES})
      .answer();
    const how = answer.buttons.find((one) => one.label === "How")?.id ?? "";
    const own = await discord.command(eve, other.channel, "ask", {question: "hello", file: SALES}).answer();
    const forged = await discord.forge(eve, own, how).answer((one) => one.isEphemeral);
    expect(forged.text).not.toMatch(/North|region/);
    expect(discord.problems).toEqual([]);
  });

  it("a form made by hand reads no message of elsewhere", async () => {
    const {discord} = running;
    const [ana, eve] = [discord.person("Ana"), discord.person("Eve")];
    const [acme, other] = [discord.guild("Acme", {owner: ana}), discord.guild("Other", {owner: eve})];
    const secret = discord.drop(ana, acme.channel, SALES);
    await discord.menu(ana, secret, "Analyse").modal();
    const own = discord.drop(eve, other.channel, {name: "own.csv", content: "x\n1\n"});
    const form = await discord.menu(eve, own, "Analyse").modal();
    const id = `analyse:${acme.channel.id}:${secret.id}`;
    const forged = await discord.submitModal(eve, form, {}, id).answer();
    expect(forged.text).not.toMatch(/sales|North|5 rows/);
    expect(discord.problems).toEqual([]);
  });

  it("a file that somebody sent in direct messages is not spoken of in a guild", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const direct = discord.direct(ana);
    discord.say(ana, direct, "total amount?", {files: [SALES]});
    await discord.answerIn(direct, {has: /1,150/});
    const asked = discord.say(ana, acme.channel, `${discord.mention} total amount?`);
    const thread = await discord.until(() => discord.thread(asked), "a thread");
    expect((await discord.answerIn(thread)).text).not.toContain("1,150");
    expect(discord.problems).toEqual([]);
  });

  it("a guild that throws the bot out leaves nothing; let in again, it begins anew", async () => {
    const {discord, desk} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    await discord.command(ana, acme.channel, "ask", {question: "total amount", file: SALES}).answer();
    const before = await desk.workspaceOf("discord", acme.id);
    expect(before).toBeDefined();
    discord.kick(acme);
    const deadline = Date.now() + 20_000;
    while ((await desk.workspaceOf("discord", acme.id)) !== undefined && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await desk.workspaceOf("discord", acme.id)).toBeUndefined();
    discord.join(acme);
    const listed = await discord.command(ana, acme.channel, "datasets").answer();
    expect(listed.text).not.toContain("sales");
    expect(discord.problems).toEqual([]);
  });
});
