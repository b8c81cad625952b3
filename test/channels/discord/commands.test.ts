import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {startLocalDiscord} from "./local/local_discord.ts";
import {ANSWERED_MS, type RunningDiscord, runningDiscord, SALES} from "./running.ts";

let running: RunningDiscord;

beforeAll(async () => {
  running = await runningDiscord();
}, ANSWERED_MS);
afterAll(() => running[Symbol.asyncDispose]());

describe("commands", {timeout: ANSWERED_MS}, () => {
  it("are registered, and not again where Discord has them", async () => {
    const {discord} = running;
    await discord.until(() => discord.state.commands.length > 0, "commands to be registered");
    expect(discord.state.commands.map((one) => one.name).sort()).toEqual(
      expect.arrayContaining(["Analyse", "ask", "chart", "datasets"]),
    );
    // A Discord that knows them already is only asked, by a bot that starts anew.
    await using known = await startLocalDiscord();
    known.state.commands = structuredClone(discord.state.commands);
    await using again = await runningDiscord({discord: known, works: false});
    await known.until(
      () => known.calls.some((call) => call.route === "GET /applications/:id/commands"),
      "a look",
    );
    const acme = known.guild("Acme");
    const seen = known.autocomplete(known.person("Ana"), acme.channel, "ask", "dataset", "", {question: "?"});
    await seen;
    expect(known.calls.filter((call) => call.route.startsWith("PUT"))).toEqual([]);
    expect(again.notes).toEqual([]);
  });

  it("/ask answers a question about an attached file, for all to see", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const asked = discord.command(ana, acme.channel, "ask", {
      question: "total amount by region",
      file: SALES,
    });
    expect(await asked.acknowledged()).toBe(5);
    const answer = await asked.answer();
    expect(answer.text).toContain("North");
    expect(answer.text).toContain("450");
    expect(answer.isEphemeral).toBe(false);
    expect(answer.buttons.map((one) => one.label)).toContain("How");
    expect(discord.messagesIn(acme.channel)).toHaveLength(1);
    expect(discord.problems).toEqual([]);
  });

  it("offer the datasets of the place while somebody types, and /datasets lists them", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    await discord
      .command(ana, acme.channel, "ask", {question: "how many rows are there?", file: SALES})
      .answer();
    const offered = await discord.autocomplete(ana, acme.channel, "ask", "dataset", "sal", {question: "x"});
    expect(offered.map((one) => one.value)).toEqual(["sales"]);
    const with_it = discord.command(ana, acme.channel, "ask", {question: "total amount", dataset: "sales"});
    expect((await with_it.answer()).text).toContain("1,150");
    const listed = await discord.command(ana, acme.channel, "datasets").answer();
    expect(listed.text).toContain("sales");
    expect(discord.problems).toEqual([]);
  });

  it("/chart draws the last answer, as a picture that says what is on it", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    await discord
      .command(ana, acme.channel, "ask", {question: "total amount by region", file: SALES})
      .answer();
    const drawn = await discord.command(ana, acme.channel, "chart", {kind: "bar"}).answer();
    const [picture] = drawn.files;
    expect(picture?.mediaType).toBe("image/png");
    expect(picture?.content.subarray(1, 4).toString()).toBe("PNG");
    expect(picture?.description).toMatch(/North|amount/);
    expect(discord.problems).toEqual([]);
  });

  it("of somebody who brought it along are answered where the bot is no member, to them alone", async () => {
    const {discord} = running;
    const eve = discord.person("Eve");
    const elsewhere = discord.guild("Elsewhere", {withoutBot: true});
    const options = {question: "total amount", file: SALES};
    const asked = discord.command(eve, elsewhere.channel, "ask", options, {isUsersOwn: true});
    const answer = await asked.answer();
    expect(answer.text).toContain("1,150");
    expect(answer.isEphemeral).toBe(true);
    expect(discord.messagesIn(elsewhere.channel)).toEqual([]);
    const pressed = discord.press(eve, answer, "How");
    expect((await pressed.answer()).text).toMatch(/amount/i);
    expect(discord.problems).toEqual([]);
  });

  it("that nobody knows any more, and buttons that nobody made, are answered with a short line", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const gone = discord.command(ana, acme.channel, "forecast", {}, {isUnregistered: true});
    const told = await gone.answer();
    expect(told.isEphemeral).toBe(true);
    expect(told.text.length).toBeLessThan(300);
    const answer = await discord
      .command(ana, acme.channel, "ask", {question: "total amount", file: SALES})
      .answer();
    for (const id of ["tt:how:no-such-turn", "tt:choice:1:99", "other:bot", "tt:drop table", "tt:"]) {
      const said = await discord.forge(ana, answer, id).answer((one) => one.isEphemeral);
      expect(said.text.length).toBeGreaterThan(0);
    }
    expect(discord.messagesIn(acme.channel)).toHaveLength(1);
    expect(discord.problems).toEqual([]);
  });
});
