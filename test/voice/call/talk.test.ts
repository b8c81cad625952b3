import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {changeLimits} from "../../../src/access/limits.ts";
import {localPrincipal} from "../../../src/access/principal.ts";
import {TabletalkError} from "../../../src/errors.ts";
import {earlierTurns} from "../../../src/store/turns.ts";
import {MEANT, PHRASES} from "../../../src/voice/call/phrases.ts";
import {type RunningTalk, runningTalk, WORKSPACE} from "./running_talk.ts";

let house: RunningTalk;
let on: RunningTalk;
beforeAll(async () => {
  house = await runningTalk();
}, 60_000);
afterAll(async () => house?.[Symbol.asyncDispose]());
beforeEach(async () => {
  on = await house.another();
});

const hear = (text: string, by = on.ann) => on.talk.hear({text, by});
const lastSaid = () => on.mouth.said.at(-1);
const turns = () =>
  earlierTurns(on.service.store, WORKSPACE, on.call.conversation, 20, [
    "answered",
    "choices",
    "declined",
    "failed",
    "aborted",
  ]);
/** Until something is so. */
async function until(is: () => unknown): Promise<void> {
  while (!is()) await new Promise((done) => setTimeout(done, 5));
}

describe("what is said in a call", () => {
  it("begins with what there is to ask about", () => {
    on.talk.greet();
    expect(on.mouth.said).toEqual(["Hello, this is the analyst. You can ask about orders."]);
  });

  it("is an answer, shown and stored as whoever asked it", async () => {
    await hear("how many orders are there");
    expect(lastSaid()).toMatch(/120/);
    expect(on.screen.results()).toMatchObject([{state: "answered", caption: lastSaid()}]);
    const [turn] = await turns();
    expect(turn?.question).toBe("how many orders are there");
    const message = await on.service.store.db
      .selectFrom("messages")
      .select(["actor", "message_id"])
      .where("conversation", "=", on.call.conversation)
      .executeTakeFirstOrThrow();
    expect(message).toEqual({
      actor: on.ann.principal.actor,
      message_id: expect.stringContaining(`call:${on.call.id}:`),
    });
  });

  it("goes on from what was asked before, whoever asks", async () => {
    await hear("total amount in the North");
    await hear("and in the South", on.bob);
    expect(on.screen.results()[1]?.answer).toMatch(/South|1,4\d\d|1,5\d\d/);
    const actors = await on.service.store.db
      .selectFrom("messages")
      .select("actor")
      .where("conversation", "=", on.call.conversation)
      .orderBy("received_at")
      .execute();
    expect(actors.map(({actor}) => actor)).toEqual([on.ann.principal.actor, on.bob.principal.actor]);
  });

  it("is the last question's answer where somebody moves on, and each question has one turn", async () => {
    const first = hear("total amount by region");
    const second = hear("how many orders are there");
    await Promise.all([first, second]);
    expect(on.mouth.said.filter((one) => /North|South/.test(one))).toEqual([]);
    expect(lastSaid()).toMatch(/120/);
    await until(() => true);
    const kept = await turns();
    expect(kept.map(({question}) => question).sort()).toEqual([
      "how many orders are there",
      "total amount by region",
    ]);
  });

  it("is said again as a whole, also when it was cut off", async () => {
    on.mouth.isSlow = true;
    const asked = hear("total amount by region");
    await until(() => on.mouth.said.length === 1);
    on.mouth.hush();
    await asked;
    void hear("say that again");
    await until(() => on.mouth.said.length === 2);
    expect(on.mouth.said[1]).toBe(on.mouth.said[0]);
    expect(on.mouth.cut).toHaveLength(1);
  });

  it("is slower when that is asked for", async () => {
    await hear("how many orders are there");
    await hear("slower");
    expect(on.mouth.speed).toBeLessThan(1);
    expect(on.mouth.said[1]).toBe(on.mouth.said[0]);
    for (let count = 0; count < 9; count++) await hear("slower");
    expect(on.mouth.speed).toBeGreaterThan(0.5);
  });

  it("stops on a word, and what is worked on ends, too", async () => {
    const asked = hear("total amount by region");
    await until(() => on.talk.state() === "working");
    await hear("stop");
    await asked;
    expect(on.mouth.said).toEqual([PHRASES.stopped]);
    expect(on.talk.state()).toBe("listening");
  });

  it("goes on through words that are none for us", async () => {
    on.mouth.isSlow = true;
    void hear("total amount by region");
    await until(() => on.mouth.said.length === 1);
    for (const text of ["mhm", "uh huh", ""]) {
      expect(on.talk.isNothing(text), text).toBe(true);
      await hear(text);
    }
    expect(on.mouth.cut).toEqual([]);
    expect(on.mouth.said).toHaveLength(1);
    expect(on.talk.isNothing("how many orders are there")).toBe(false);
  });

  it("waits when it is told to hold on: the answer is shown, and said when it is asked for", async () => {
    const asked = hear("total amount by region");
    await hear("hold on");
    await asked;
    expect(on.mouth.said).toEqual([PHRASES.waiting]);
    expect(on.screen.results()).toHaveLength(1);
    await hear("say that again");
    expect(on.mouth.said[1]).toBe(on.screen.results()[0]?.caption);
  });

  it("is that nothing was understood at most twice in a row, then that one can type", async () => {
    const nonsense = "the of and to a";
    for (let count = 0; count < 3; count++) await hear(nonsense);
    expect(on.mouth.said).toEqual([PHRASES.notCaught, PHRASES.notCaught, PHRASES.typeInstead]);
    await hear("how many orders are there");
    await hear(nonsense);
    expect(lastSaid()).toBe(PHRASES.notCaught);
  });

  it("is a goodbye, and the call ends", async () => {
    await hear("goodbye");
    expect(on.mouth.said).toEqual([PHRASES.goodbye]);
    expect(on.ended).toEqual(["goodbye"]);
  });

  it("is where answers are sent to, or why they cannot be", async () => {
    await hear("how many orders are there");
    await hear("send it to the channel");
    expect(lastSaid()).toBe(PHRASES.noChannel);
    const sent: string[] = [];
    const linked = await house.another({send: async (turn) => sent.push(turn) === 1});
    await linked.talk.hear({text: "send it to the channel", by: linked.ann});
    await linked.talk.hear({text: "how many orders are there", by: linked.ann});
    await linked.talk.hear({text: "send it to the channel", by: linked.ann});
    await linked.talk.hear({text: "send it to the channel", by: linked.ann});
    expect(sent).toEqual([linked.screen.results()[0]?.turn, linked.screen.results()[0]?.turn]);
    expect(linked.mouth.said.filter((one) => !/120/.test(one))).toEqual([
      PHRASES.nothingToSend,
      PHRASES.sent,
      PHRASES.sentBefore,
    ]);
  });

  it("is what went wrong, in one sentence with what to do", async () => {
    await changeLimits(on.access, localPrincipal(WORKSPACE), {eachPerson: {questionsPerDay: 1}});
    try {
      await hear("how many orders are there");
      await hear("total amount by region");
      expect(lastSaid()).toMatch(/^[A-Z][^.]+; [^.]+\.$/);
    } finally {
      await changeLimits(on.access, localPrincipal(WORKSPACE), {eachPerson: {questionsPerDay: 10_000}});
    }
  });

  it("is nothing where nobody is there to hear it: it is stored, and said when somebody is back", async () => {
    const asked = hear("how many orders are there");
    on.talk.leave();
    await asked;
    expect(on.mouth.said).toEqual([]);
    expect((await turns()).map(({state}) => state)).toEqual(["answered"]);
    on.talk.comeBack();
    expect(lastSaid()).toMatch(/120/);
    on.talk.comeBack();
    expect(on.mouth.said).toHaveLength(1);
  });

  it("is held back until they go on, and a question is answered aloud at once", async () => {
    const asked = hear("total amount by region");
    await hear("hold on");
    await asked;
    await hear("ok go on");
    expect(on.mouth.said.slice(1)).toEqual([on.screen.results()[0]?.caption]);
    await hear("hold on");
    await hear("I'm ready");
    expect(lastSaid()).toBe(PHRASES.listening);
    await hear("hold on");
    await hear("how many orders are there");
    expect(lastSaid()).toMatch(/120/);
    expect(await turns()).toHaveLength(2);
  });

  it("is the whole answer again where a word to wait cut it off", async () => {
    on.mouth.isSlow = true;
    void hear("total amount by region");
    await until(() => on.mouth.said.length === 1);
    await hear("wait");
    expect(on.mouth.cut).toHaveLength(1);
    void hear("continue");
    await until(() => on.mouth.said.length === 3);
    expect(on.mouth.said[2]).toBe(on.mouth.said[0]);
  });

  it("is asked back where a goodbye was hardly heard, and ends the call when it is said again", async () => {
    const hardly = (text: string) => on.talk.hear({text, by: on.ann, confidence: 0.1});
    await hardly("goodbye");
    expect(on.mouth.said).toEqual([MEANT.goodbye]);
    await hear("how many orders are there");
    await hardly("goodbye");
    expect(lastSaid()).toBe(MEANT.goodbye);
    expect(on.ended).toEqual([]);
    await hardly("goodbye");
    expect(lastSaid()).toBe(PHRASES.goodbye);
    expect(on.ended).toEqual(["goodbye"]);
  });

  it("is no goodbye any more where something is asked while it is said", async () => {
    on.mouth.isSlow = true;
    const goodbye = hear("goodbye");
    await until(() => on.mouth.isSpeaking());
    void hear("how many orders are there");
    await until(() => on.mouth.said.length === 2);
    await goodbye;
    expect(on.mouth.said).toEqual([PHRASES.goodbye, expect.stringMatching(/120/)]);
    expect(on.ended).toEqual([]);
  });

  it("is bounded for each of them, and that is said once", async () => {
    const asked = Array.from({length: 60}, () => hear("how many orders are there"));
    await until(() => on.mouth.said.includes(PHRASES.tooMany));
    await hear("stop");
    await Promise.all(asked);
    expect(on.mouth.said.filter((one) => one === PHRASES.tooMany)).toHaveLength(1);
    const {count} = await on.service.store.db
      .selectFrom("messages")
      .select(({fn}) => fn.countAll<number>().as("count"))
      .where("conversation", "=", on.call.conversation)
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBeLessThanOrEqual(30);
    await hear("how many orders are there", on.bob);
    expect(lastSaid()).toMatch(/120/);
  });

  it("is what does not work any more, aloud and on the screen; the call goes on", async () => {
    const broken = new TabletalkError("unavailable", "The key is refused.", "Set another.");
    on.talk.trouble("listen", broken);
    on.talk.trouble("listen", broken);
    expect(on.mouth.said).toEqual(["The key is refused; set another."]);
    expect(on.screen.results()).toMatchObject([
      {state: "failed", answer: "The key is refused.", next: "Set another."},
    ]);
    on.talk.trouble("speak", new Error("private"));
    expect(on.mouth.said).toHaveLength(1);
    expect(JSON.stringify(on.screen.results())).not.toContain("private");
    await on.talk.hear({text: "how many orders are there", by: on.ann, isTyped: true});
    expect(lastSaid()).toMatch(/120/);
  });

  it("is the answer to a question that an agent before this one was asked", async () => {
    const {conversation, id} = on.call;
    const sent = await on.service.inbox.send(WORKSPACE, {
      platform: "voice",
      installation: "voice",
      conversation,
      messageId: `call:${id}:1`,
      actor: on.ann.principal.actor,
      text: "how many orders are there",
    });
    const waiting = await on.questions.unanswered();
    expect(waiting.every((one) => one.id === sent.id)).toBe(true);
    await on.talk.goOn(sent.id);
    expect(lastSaid()).toMatch(/120/);
    expect(await on.questions.unanswered()).toEqual([]);
  });

  it("can be said again, and is seen, after another agent has taken over", async () => {
    await hear("total amount by region");
    const [answered] = await on.questions.answered();
    expect(answered?.turn.id).toBe(on.screen.results()[0]?.turn);
    const next = await house.another();
    next.talk.restore(answered ? [answered] : []);
    next.talk.greet();
    await next.talk.hear({text: "say that again", by: next.ann});
    expect(next.mouth.said).toEqual([PHRASES.hereAgain, lastSaid()]);
    expect(next.screen.results()).toEqual(on.screen.results());
  });

  it("is from what all may see where more than one hears it", async () => {
    const own = await house.another({isHeardByOthers: () => true});
    await own.talk.hear({text: "how many orders are there", by: own.ann});
    expect(own.mouth.said[0]).toMatch(/120/);
    const {options} = await own.service.store.db
      .selectFrom("messages")
      .select("options")
      .where("conversation", "=", own.call.conversation)
      .executeTakeFirstOrThrow();
    expect(JSON.parse(options ?? "{}")).toMatchObject({audience: "several"});
  });
});

describe("where several are in a call", () => {
  /** Both are there, until one has left. */
  let there: Set<string>;
  beforeEach(async () => {
    there = new Set();
    on = await house.another({
      others: (by) => [...there].filter((identity) => identity !== by.identity),
      isHeardByOthers: () => true,
    });
    there.add(on.ann.identity).add(on.bob.identity);
  });

  it("each is answered, in the order that they asked in", async () => {
    await Promise.all([hear("total amount by region"), hear("how many orders are there", on.bob)]);
    expect(on.mouth.said).toEqual(on.screen.results().map(({caption}) => caption));
    expect(on.screen.results().map(({question}) => question)).toEqual([
      "total amount by region",
      "how many orders are there",
    ]);
  });

  it("whoever asks again ends their own question alone, and so does whoever says stop", async () => {
    const all = [hear("total amount by region"), hear("how many orders are there", on.bob)];
    await Promise.all([...all, hear("average amount")]);
    expect(on.screen.results().map(({question}) => question)).toEqual([
      "how many orders are there",
      "average amount",
    ]);
    const asked = hear("total amount by product");
    await hear("stop", on.bob);
    await asked;
    expect(on.screen.results().at(-1)?.question).toBe("total amount by product");
  });

  it("what is said to one is not cut off by what another types", async () => {
    on.mouth.isSlow = true;
    void hear("total amount by region");
    await until(() => on.mouth.said.length === 1);
    void hear("how many orders are there", on.bob);
    await until(() => on.mouth.said.length === 2);
    expect(on.mouth.cut).toEqual([]);
  });

  it("goodbye is said to one alone; with the last of them the call ends", async () => {
    await hear("goodbye");
    expect(on.mouth.said).toEqual(["Goodbye, ann. The call goes on for the others."]);
    expect(on.ended).toEqual([]);
    await hear("how many orders are there", on.bob);
    expect(lastSaid()).toMatch(/120/);
    await hear("bye", on.bob);
    expect(lastSaid()).toBe(PHRASES.goodbye);
    expect(on.ended).toEqual(["goodbye"]);
  });
});
