import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {ANSWERED_MS, type RunningDiscord, runningDiscord, SALES} from "./running.ts";

let running: RunningDiscord;

beforeAll(async () => {
  running = await runningDiscord();
}, ANSWERED_MS);
afterAll(() => running[Symbol.asyncDispose]());

describe("conversations", {timeout: ANSWERED_MS}, () => {
  it("begin with a mention, in a thread of their own, and go on there without another", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const asked = discord.say(ana, acme.channel, `${discord.mention} total amount by region?`, {
      files: [SALES],
    });
    const thread = await discord.until(() => discord.thread(asked), "a thread");
    expect(thread.name).toContain("total amount by region");
    const first = await discord.answerIn(thread, {has: /North/});
    expect(first.text).toContain("450");
    expect(discord.messagesIn(acme.channel)).toHaveLength(1);

    const follow = discord.say(ana, thread, "and by product?");
    const second = await discord.answerIn(thread, {after: follow, has: /Coffee/});
    expect(second.text).toContain("650");
    expect(discord.problems).toEqual([]);
  });

  it("have Tabletalk silent when people talk to each other, until it is asked again", async () => {
    const {discord} = running;
    const [ana, ben] = [discord.person("Ana"), discord.person("Ben")];
    const acme = discord.guild("Acme", {owner: ana});
    const asked = discord.say(ana, acme.channel, `${discord.mention} total amount?`, {files: [SALES]});
    const thread = await discord.until(() => discord.thread(asked), "a thread");
    await discord.answerIn(thread, {has: /1,150/});
    discord.say(ben, thread, `<@${ana.id}> are you coming to lunch?`);
    discord.say(ana, thread, "Sure, in ten minutes, thanks!");
    const follow = discord.say(ben, thread, `${discord.mention} total amount by region`);
    const answer = await discord.answerIn(thread, {after: follow, has: /North/});
    const bots = discord.messagesIn(thread).filter((one) => one.isBots);
    expect(bots.map((one) => one.id)).toEqual([bots[0]?.id, answer.id]);
    expect(discord.problems).toEqual([]);
  });

  it("in direct messages need no mention, and no thread", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const direct = discord.direct(ana);
    const dropped = discord.drop(ana, direct, SALES);
    const profile = await discord.answerIn(direct, {after: dropped});
    expect(profile.text).toMatch(/sales/);
    const asked = discord.say(ana, direct, "total amount where region is North");
    expect((await discord.answerIn(direct, {after: asked})).text).toContain("450");
    expect(discord.problems).toEqual([]);
  });

  it("begin with Analyse in the menu of a message that has a file", async () => {
    const {discord} = running;
    const [ana, ben] = [discord.person("Ana"), discord.person("Ben")];
    const acme = discord.guild("Acme", {owner: ana});
    const dropped = discord.drop(ben, acme.channel, SALES);
    const form = await discord.menu(ana, dropped, "Analyse").modal();
    const overview = await discord.submitModal(ana, form).answer();
    expect(overview.text).toMatch(/sales/);
    const again = await discord.menu(ana, dropped, "Analyse").modal();
    const question = again.fields[0]?.id ?? "";
    const asked = await discord.submitModal(ana, again, {[question]: "total amount by region"}).answer();
    expect(asked.text).toContain("450");
    // Ben did not ask: what Ana found out is for her alone.
    expect(discord.messagesIn(acme.channel, ben)).toHaveLength(1);
    expect(discord.problems).toEqual([]);
  });

  it("are not begun by bots, by webhooks, by what is edited, and not answered once taken back", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const other = discord.person("Other bot", {isBot: true});
    const acme = discord.guild("Acme", {owner: ana});
    discord.say(other, acme.channel, `${discord.mention} total amount?`, {files: [SALES]});
    const edited = discord.say(ana, acme.channel, "hello all");
    discord.edit(edited, `${discord.mention} total amount?`);
    const asked = discord.say(ana, acme.channel, `${discord.mention} total amount?`, {files: [SALES]});
    const thread = await discord.until(() => discord.thread(asked), "a thread");
    await discord.answerIn(thread, {has: /1,150/});
    const threads = [...discord.state.channels.values()].filter(
      (one) => one.kind === "thread" && one.parent === acme.channel.id,
    );
    expect(threads.map((one) => one.id)).toEqual([asked.id]);
    expect(discord.messagesIn(acme.channel).filter((one) => one.isBots)).toEqual([]);
    expect(discord.problems).toEqual([]);
  });

  it("hold two messages at once, both answered in their order", async () => {
    const {discord} = running;
    const [ana, ben] = [discord.person("Ana"), discord.person("Ben")];
    const acme = discord.guild("Acme", {owner: ana});
    const asked = discord.say(ana, acme.channel, `${discord.mention} total amount?`, {files: [SALES]});
    const thread = await discord.until(() => discord.thread(asked), "a thread");
    await discord.answerIn(thread, {has: /1,150/});
    discord.say(ana, thread, `${discord.mention} total amount by region`);
    const last = discord.say(ben, thread, `${discord.mention} total amount by product`);
    await discord.until(
      () =>
        discord.messagesIn(thread).filter((one) => one.isBots && /North|Coffee/.test(one.text)).length >= 2,
      "two answers",
    );
    const answers = discord
      .messagesIn(thread)
      .filter((one) => one.isBots && BigInt(one.id) > BigInt(last.id));
    expect(answers.map((one) => (/North/.test(one.text) ? "region" : "product"))).toEqual([
      "region",
      "product",
    ]);
    expect(discord.problems).toEqual([]);
  });
});
