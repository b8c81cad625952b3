import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {ANSWERED_MS, type RunningDiscord, runningDiscord, SALES} from "./running.ts";

let running: RunningDiscord;

beforeAll(async () => {
  running = await runningDiscord();
}, ANSWERED_MS);
afterAll(() => running[Symbol.asyncDispose]());

/** Somebody with an answer in a thread. */
async function answered(question: string, file = SALES) {
  const {discord} = running;
  const [ana, ben] = [discord.person("Ana"), discord.person("Ben")];
  const acme = discord.guild("Acme", {owner: ana});
  const asked = discord.say(ana, acme.channel, `${discord.mention} ${question}`, {files: [file]});
  const thread = await discord.until(() => discord.thread(asked), "a thread");
  const answer = await discord.answerIn(thread);
  return {discord, ana, ben, acme, thread, answer};
}

describe("buttons", {timeout: ANSWERED_MS}, () => {
  it("How and Rows show whoever pressed, alone, how it was computed and of what", async () => {
    const {discord, ana, ben, thread, answer} = await answered("total amount by region");
    const how = await discord.press(ben, answer, "How").answer();
    expect(how).toMatchObject({isEphemeral: true});
    expect(how.text).toMatch(/sum/i);
    expect(how.text).toMatch(/region/);
    const rows = await discord.press(ana, answer, "Rows").answer();
    expect(rows).toMatchObject({isEphemeral: true});
    expect(rows.text).toContain("350");
    expect(discord.messagesIn(thread).filter((one) => one.isBots)).toHaveLength(1);
    expect(discord.problems).toEqual([]);
  });

  it("Fix opens a form with the reading in it; sent changed, a new answer follows in the thread", async () => {
    const {discord, ana, thread, answer} = await answered("total amount by region");
    const form = await discord.press(ana, answer, "Fix").modal();
    const by = form.fields.find((one) => one.label === "By");
    const product = by?.options.find((one) => one.label.startsWith("product"))?.value ?? "";
    await discord.submitModal(ana, form, {[by?.id ?? ""]: [product]}).acknowledged();
    const changed = await discord.answerIn(thread, {after: answer, has: /Coffee/});
    expect(changed.text).toContain("650");
    expect(discord.problems).toEqual([]);
  });

  it("thumbs take an opinion, say thanks to whoever gave it, and ask what was wrong", async () => {
    const {discord, ben, answer} = await answered("total amount");
    const thanks = await discord.press(ben, answer, "👍").answer();
    expect(thanks).toMatchObject({isEphemeral: true});
    const form = await discord.press(ben, answer, "👎").modal();
    expect(form.title).toBe("What was wrong?");
    const kept = await discord.submitModal(ben, form, {comment: "Refunds are in it"}).answer();
    expect(kept.text).toMatch(/Thank you/);
    expect(discord.problems).toEqual([]);
  });

  it("CSV gives the whole table as a file", async () => {
    const rows = Array.from({length: 150}, (_, at) => `shop ${at},${at}`).join("\n");
    const shops = {name: "shops.csv", content: `shop,amount\n${rows}\n`};
    const {discord, ana, answer} = await answered("total amount by shop", shops);
    const inAnswer = answer.files.find((one) => one.name.endsWith(".csv"));
    const button = answer.buttons.find((one) => /csv/i.test(one.label));
    const file = inAnswer ?? (button && (await discord.press(ana, answer, button.label).answer()).files[0]);
    const lines = file?.content.toString().trim().split("\n") ?? [];
    expect(lines).toHaveLength(151);
    expect(lines[0]).toMatch(/shop/);
    expect(discord.problems).toEqual([]);
  });

  it("choices of an ambiguous question are buttons or a list; what is picked is answered", async () => {
    const prices = {
      name: "prices.csv",
      content: "shop,net price,gross price\nA,1,2\nB,3,4\nC,5,7\n",
    };
    const {discord, ana, thread, answer} = await answered("average price by shop", prices);
    const choice = answer.buttons.find((one) => /gross/i.test(one.label));
    const list = answer.selects.find((one) => one.options.some((option) => /gross/i.test(option.label)));
    const picked = list?.options.find((option) => /gross/i.test(option.label));
    if (choice) await discord.press(ana, answer, choice.label).acknowledged();
    else await discord.select(ana, answer, [picked?.value ?? ""], list?.id).acknowledged();
    const meant = await discord.answerIn(thread, {after: answer});
    expect(meant.text).toMatch(/gross/i);
    expect(discord.problems).toEqual([]);
  });

  it("what can be asked next is asked by pressing or picking it", async () => {
    const {discord, ana, thread, answer} = await answered("");
    const [list] = answer.selects;
    const next = list?.options[0];
    const button = answer.buttons.find((one) => one.id?.includes("ask:"));
    expect(next ?? button).toBeDefined();
    if (button?.id) await discord.press(ana, answer, button.id).acknowledged();
    else await discord.select(ana, answer, [next?.value ?? ""], list?.id).acknowledged();
    const followed = await discord.answerIn(thread, {after: answer});
    expect(followed.text.length).toBeGreaterThan(0);
    expect(discord.problems).toEqual([]);
  });
});
