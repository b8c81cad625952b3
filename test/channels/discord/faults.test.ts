import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {ANSWERED_MS, type RunningDiscord, runningDiscord, SALES} from "./running.ts";

let running: RunningDiscord;

beforeAll(async () => {
  running = await runningDiscord();
}, ANSWERED_MS);
afterAll(() => running[Symbol.asyncDispose]());
beforeEach(() => running.discord.clearFaults());

const POST = "POST /channels/:id/messages";
const PATCH = "PATCH /channels/:id/messages/:id";
const EDIT_ANSWER = "PATCH /webhooks/:id/:token/messages/:id";
const TYPING = "POST /channels/:id/typing";

function ask(question: string, again = 0) {
  const {discord} = running;
  const ana = discord.person("Ana");
  const acme = discord.guild("Acme", {owner: ana});
  const asked = discord.say(ana, acme.channel, `${discord.mention} ${question}`, {files: [SALES], again});
  return {discord, ana, acme, asked, thread: () => discord.until(() => discord.thread(asked), "a thread")};
}

const botsIn = (where: {id: string}) => running.discord.messagesIn(where).filter((one) => one.isBots);

/** A later question is answered: what came before would have been, too. */
async function settled(thread: {id: string}, ana: ReturnType<typeof ask>["ana"]) {
  const {discord} = running;
  const last = discord.say(ana, thread, `${discord.mention} total amount by product`);
  return discord.answerIn(thread, {after: last, has: /Coffee/});
}

describe("faults", {timeout: ANSWERED_MS}, () => {
  it("a message that is dispatched eight times is answered once", async () => {
    const {discord, ana, thread} = ask("total amount?", 7);
    const at = await thread();
    await discord.answerIn(at, {has: /1,150/});
    await settled(at, ana);
    expect(botsIn(at)).toHaveLength(2);
    expect(discord.problems).toEqual([]);
  });

  it.each(["504", "lost", "502", "500"] as const)(
    "an answer is there once where posting it ends in %s",
    async (how) => {
      const {discord, ana, thread} = ask("total amount?");
      discord.fail({route: POST, how, times: 1});
      const at = await thread();
      await discord.answerIn(at, {has: /1,150/});
      discord.clearFaults();
      await settled(at, ana);
      expect(botsIn(at)).toHaveLength(2);
      expect(discord.problems).toEqual([]);
    },
  );

  it("a thread is begun once where the answer to that was lost", async () => {
    const {discord, ana, acme, thread} = ask("total amount?");
    discord.fail({route: "POST /channels/:id/messages/:id/threads", how: "lost"});
    const at = await thread();
    await discord.answerIn(at, {has: /1,150/});
    await settled(at, ana);
    expect(botsIn(at)).toHaveLength(2);
    expect(botsIn(acme.channel)).toEqual([]);
    // Asking again for a thread that is there is refused (160004); nobody sees that.
    expect(discord.problems.splice(0).every((one) => one.includes("160004"))).toBe(true);
  });

  it("429 with Retry-After is waited for", async () => {
    const {discord, thread} = ask("total amount?");
    discord.fail({route: POST, how: "429", retryAfter: 0.1, times: 2});
    discord.fail({route: TYPING, how: "429", retryAfter: 0.1});
    const at = await thread();
    await discord.answerIn(at, {has: /1,150/});
    expect(botsIn(at)).toHaveLength(1);
    expect(discord.problems).toEqual([]);
  });

  it("a command whose token ended in a long turn is answered by a message in the channel", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const hold = discord.hold(EDIT_ANSWER);
    const asked = discord.command(ana, acme.channel, "ask", {question: "total amount", file: SALES});
    await discord.until(() => hold.held() > 0, "an answer on its way");
    discord.expire(asked);
    hold.release();
    const answer = await discord.answerIn(acme.channel, {has: /1,150/});
    expect(answer.isThinking).toBe(false);
    const answers = botsIn(acme.channel).filter((one) => /1,150/.test(one.text));
    expect(answers).toHaveLength(1);
    expect(discord.problems).toEqual([]);
  });

  it("what only the asker may see goes to their direct messages, once its token ended", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const hold = discord.hold(EDIT_ANSWER);
    const options = {question: "total amount", file: SALES, public: false};
    const asked = discord.command(ana, acme.channel, "ask", options);
    await discord.until(() => hold.held() > 0, "an answer on its way");
    discord.expire(asked);
    hold.release();
    const late = await discord.answerIn(discord.direct(ana), {has: /1,150/});
    // There is no such conversation: a button would only say so.
    expect(late.buttons).toEqual([]);
    expect(botsIn(acme.channel)).toEqual([]);
    expect(discord.problems).toEqual([]);
  });

  it("where the bot may not begin a thread it replies in the channel", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const shy = discord.channel(acme, "no-threads", ["CreatePublicThreads"]);
    const asked = discord.say(ana, shy, `${discord.mention} total amount?`, {files: [SALES]});
    const answer = await discord.answerIn(shy, {has: /1,150/});
    expect(answer.repliesTo).toBe(asked.id);
    // Where Discord says so only when it is tried, too.
    discord.fail({route: "POST /channels/:id/messages/:id/threads", how: "code:50013"});
    const again = discord.say(ana, acme.channel, `${discord.mention} total amount?`, {files: [SALES]});
    expect((await discord.answerIn(acme.channel, {has: /1,150/})).repliesTo).toBe(again.id);
    expect(discord.problems).toEqual([]);
  });

  it("where the bot may not post, the asker hears of it in a direct message, and commands work", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const quiet = discord.channel(acme, "quiet", [
      "SendMessages",
      "SendMessagesInThreads",
      "CreatePublicThreads",
    ]);
    discord.say(ana, quiet, `${discord.mention} total amount?`, {files: [SALES]});
    const told = await discord.answerIn(discord.direct(ana), {has: /could not post/});
    expect(told.text).toMatch(/not allowed/);
    expect(botsIn(quiet)).toEqual([]);
    const asked = discord.command(ana, quiet, "ask", {question: "total amount", file: SALES});
    expect((await asked.answer()).text).toContain("1,150");
    expect(discord.problems).toEqual([]);
  });

  it("where the bot may not attach files, the words arrive and say so", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const bare = discord.channel(acme, "no-files", ["AttachFiles"]);
    const asked = discord.say(ana, bare, `${discord.mention} chart of total amount by region`, {
      files: [SALES],
    });
    const thread = await discord.until(() => discord.thread(asked), "a thread");
    const answer = await discord.answerIn(thread);
    expect(answer.text).toContain("North");
    expect(answer.files).toEqual([]);
    expect(answer.text).toMatch(/could not attach/);
    expect(discord.problems).toEqual([]);
  });

  it("an address of a file that expired is asked for anew", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const dropped = discord.drop(ana, acme.channel, SALES);
    const form = await discord.menu(ana, dropped, "Analyse").modal();
    discord.expireAttachments();
    expect((await discord.submitModal(ana, form).answer()).text).toMatch(/sales/);
    expect(discord.problems).toEqual([]);
  });

  it("a file that is gone is told of, with what to do", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const dropped = discord.drop(ana, acme.channel, SALES);
    const form = await discord.menu(ana, dropped, "Analyse").modal();
    discord.deleteMessage(dropped);
    discord.expireAttachments();
    const told = await discord.submitModal(ana, form).answer();
    expect(told.text).toMatch(/sales\.csv.*not at Discord any more/);
    expect(told.text).toMatch(/again/i);
    expect(discord.problems).toEqual([]);
  });

  it("Stop in mid-answer ends it, and says so", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    // Progress is shown once a turn takes long: the file is not let through until it is.
    const held = discord.holdFiles();
    const asked = discord.say(ana, acme.channel, `${discord.mention} total amount by region`, {
      files: [SALES],
    });
    const thread = await discord.until(() => discord.thread(asked), "a thread");
    const working = await discord.until(
      () => discord.messagesIn(thread).find((one) => one.buttons.some((button) => button.label === "Stop")),
      "progress with a Stop button",
    );
    await discord.press(ana, working, "Stop").acknowledged();
    const stopped = await discord.answerIn(thread, {has: /stopped/i});
    held.release();
    expect(stopped.text).not.toContain("450");
    expect(botsIn(thread)).toHaveLength(1);
    expect(discord.problems).toEqual([]);
  });

  it("progress that somebody deleted is no reason to lose the answer", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const held = discord.holdFiles();
    const asked = discord.say(ana, acme.channel, `${discord.mention} total amount?`, {files: [SALES]});
    const thread = await discord.until(() => discord.thread(asked), "a thread");
    const working = await discord.until(() => botsIn(thread)[0], "progress");
    discord.deleteMessage(working);
    held.release();
    await discord.answerIn(thread, {has: /1,150/});
    expect(botsIn(thread)).toHaveLength(1);
    expect(discord.problems).toEqual([]);
  });

  it("what is taken back before it was answered is not answered", async () => {
    running.discord.holdFiles();
    const {discord, ana, acme, asked, thread} = ask("total amount?");
    const at = await thread();
    discord.deleteMessage(asked);
    running.discord.clearFaults();
    const next = discord.say(ana, acme.channel, `${discord.mention} total amount by region`, {
      files: [SALES],
    });
    await discord.answerIn(await discord.until(() => discord.thread(next), "a thread"), {has: /North/});
    expect(botsIn(at).filter((one) => /1,150/.test(one.text))).toEqual([]);
    expect(discord.problems).toEqual([]);
  });

  it("edits that fail in between are no reason to lose the answer", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    const held = discord.holdFiles();
    const asked = discord.say(ana, acme.channel, `${discord.mention} total amount?`, {files: [SALES]});
    const thread = await discord.until(() => discord.thread(asked), "a thread");
    await discord.until(() => botsIn(thread)[0], "progress");
    discord.fail({route: PATCH, how: "lost"});
    held.release();
    await discord.answerIn(thread, {has: /1,150/});
    expect(botsIn(thread)).toHaveLength(1);
    expect(discord.problems).toEqual([]);
  });
});

describe("the connection", {timeout: ANSWERED_MS}, () => {
  it("is taken up again after Discord asks for it, and after it was cut: nothing is lost", async () => {
    const {discord} = running;
    const ana = discord.person("Ana");
    const acme = discord.guild("Acme", {owner: ana});
    discord.reconnect();
    const one = discord.say(ana, acme.channel, `${discord.mention} total amount?`, {files: [SALES]});
    const first = await discord.until(() => discord.thread(one), "a thread");
    await discord.answerIn(first, {has: /1,150/});
    discord.dropConnection({keepOut: true});
    const away = discord.say(ana, first, `${discord.mention} total amount by region`);
    discord.gateway.allowConnections();
    await discord.answerIn(first, {after: away, has: /North/});
    expect(botsIn(first)).toHaveLength(2);
    expect(discord.gateway.received).toContain(6);
    expect(discord.problems).toEqual([]);
  });

  it("begins a new session where the old one is not good any more", async () => {
    const {discord} = running;
    const identified = () => discord.gateway.received.filter((op) => op === 2).length;
    const before = identified();
    discord.gateway.invalidate();
    await discord.until(() => identified() > before && discord.gateway.isConnected(), "a new session");
    const {thread} = ask("total amount?");
    await discord.answerIn(await thread(), {has: /1,150/});
    expect(discord.problems).toEqual([]);
  });
});
