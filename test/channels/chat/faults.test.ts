import {afterEach, expect, test} from "vitest";
import type {Taken} from "../../../src/channels/chat/incoming.ts";
import {type Apart, startApart} from "./apart.ts";
import {
  ANSWERED_MS,
  answered,
  install,
  PENGUINS,
  type PlaceOfWork,
  type Process,
  placeOfWork,
  says,
  sent,
  until,
} from "./place_of_work.ts";

let place: PlaceOfWork;
let apart: Apart | undefined;
afterEach(async () => {
  await apart?.kill();
  apart = undefined;
  await place.close();
});

/** A process with penguins, in a workspace that the board is installed for. */
async function begin(options?: Parameters<PlaceOfWork["open"]>[0]): Promise<Process> {
  place = placeOfWork();
  const here = await place.open(options);
  await install(here, "T1", "w1");
  await here.service.workspace("w1").importFile(PENGUINS, {by: "person:owner"});
  return here;
}

test(
  "an answer whose acceptance was never heard of is looked for, and not posted again",
  async () => {
    const here = await begin();
    place.board.loseResponses = 2;
    const turn = await answered(here, await here.desk.take(says("how many penguins are there?")));
    expect(turn).toMatchObject({state: "answered", delivered: "done"});
    expect(place.board.posts.map(({kind}) => kind)).toEqual(["status", "answer"]);
  },
  2 * ANSWERED_MS,
);

test(
  "a platform that is busy for a while gets the answer later, once",
  async () => {
    const here = await begin();
    place.board.failures = 4;
    const turn = await answered(here, await here.desk.take(says("how many penguins are there?")));
    expect(turn.delivered).toBe("done");
    expect(place.board.answers()).toHaveLength(1);
    expect(place.notes.join(" ")).toContain("it is tried again");
  },
  2 * ANSWERED_MS,
);

test(
  "where the bot may not post any more the delivery fails, and the bot lives on elsewhere",
  async () => {
    const here = await begin();
    await install(here, "T2", "w2");
    place.board.revoked.add("T1");
    const gone = await answered(here, await here.desk.take(says("how many penguins are there?")));
    expect(gone).toMatchObject({delivered: "failed"});
    const elsewhere = await here.desk.take(says("what data is there?", {installation: "T2"}));
    expect((await answered(here, elsewhere)).delivered).toBe("done");
    expect(place.board.answers().map(({installation}) => installation)).toEqual(["T2"]);
  },
  2 * ANSWERED_MS,
);

test.each(["status", "answer"] as const)(
  "a process that is killed when its %s has just been posted leaves nothing undone and nothing done twice",
  async (at) => {
    const setUp = await begin({works: false, delivers: false});
    let kill = () => {};
    const isTime = new Promise<void>((resolve) => {
      kill = resolve;
    });
    apart = await startApart(place.home, place.board, async (kind) => {
      if (kind !== at) return;
      kill();
      await new Promise(() => {});
    });
    const taken = (await apart.take(says("average body mass by species"))) as Taken;
    expect(taken.state).toBe("kept");
    await isTime;
    await apart.kill();
    const here = await place.open({leaseMs: 2_000});
    const turn = await answered(here, taken);
    expect(turn).toMatchObject({state: "answered", delivered: "done"});
    expect(place.board.posts.map(({kind}) => kind)).toEqual(["status", "answer"]);
    expect(place.board.answers()[0]!.document!.summary).toContain("5,076");
    await setUp.close();
  },
  3 * ANSWERED_MS,
);

test(
  "a process that ends in good order hands its answers on, and the next one knows that something is shown already",
  async () => {
    const first = await begin({works: false});
    const taken = await first.desk.take(says("how many penguins are there?"));
    await until("it was seen", () => place.board.posts.length === 1);
    await first.close();
    const attempts: number[] = [];
    const next = await place.open({delivers: false});
    const board = place.board.platform();
    next.desk.addPlatform({
      ...board,
      openReply(delivery) {
        attempts.push(delivery.attempt);
        return board.openReply(delivery);
      },
    });
    expect((await answered(next, taken)).delivered).toBe("done");
    expect(attempts).toEqual([2]);
    expect(place.board.posts.map(({kind}) => kind)).toEqual(["status", "answer"]);
  },
  2 * ANSWERED_MS,
);

test(
  "answers of one thread arrive in the order of their questions, whatever they wait for",
  async () => {
    const here = await begin();
    const first = says("", {thread: "t", files: [sent(place.board, "a.csv", "x\n1\n2\n")]});
    let go = () => {};
    place.board.holdFetch = new Promise((resolve) => {
      go = resolve;
    });
    const questions = [first, says("how many rows are there?", {thread: "t"})];
    const taken = await Promise.all(questions.map((one) => here.desk.take(one)));
    // Both were seen before either is answered.
    await until("both are seen", () => place.board.posts.filter(({kind}) => kind === "status").length === 2);
    expect(place.board.answers()).toHaveLength(0);
    go();
    await Promise.all(taken.map((one) => answered(here, one)));
    const order = taken.map((one) => "message" in one && one.message).toSorted();
    expect(place.board.answers().map(({message}) => message)).toEqual(order);
  },
  2 * ANSWERED_MS,
);

test(
  "thirty conversations at once are all answered, each once",
  async () => {
    const here = await begin();
    const taken = await Promise.all(
      Array.from({length: 30}, (_, at) =>
        here.desk.take(says("how many penguins are there?", {thread: `t${at}`, by: `u${at % 7}`})),
      ),
    );
    const turns = await Promise.all(taken.map((one) => answered(here, one)));
    expect(new Set(turns.map(({state, delivered}) => `${state} ${delivered}`))).toEqual(
      new Set(["answered done"]),
    );
    expect(place.board.answers()).toHaveLength(30);
    expect(new Set(place.board.answers().map(({message}) => message)).size).toBe(30);
  },
  3 * ANSWERED_MS,
);

test(
  "a turn is stopped by its asker or an owner, and by nobody else; taken back unseen it is never answered",
  async () => {
    const here = await begin();
    place.board.holdFetch = new Promise(() => {});
    const said = says("", {thread: "t", files: [sent(place.board, "a.csv", "x\n1\n")]});
    const taken = await here.desk.take(said);
    if (taken.state !== "kept") throw new Error(JSON.stringify(taken));
    await until("the file is fetched", () => place.board.fetched.length > 0);
    const action = `stop:${taken.message}`;
    const other = {place: said.place, person: {id: "ben", rank: "member"}} as const;
    expect(await here.desk.stop(other)).toBe(false);
    await expect(here.desk.press(other, action, {})).rejects.toMatchObject({code: "forbidden"});
    expect(await here.desk.press({...other, person: said.person}, action, {})).toMatchObject({kind: "done"});
    expect(await answered(here, taken)).toMatchObject({state: "aborted", delivered: "done"});
    expect(await here.desk.stop({...other, person: said.person})).toBe(false);

    const back = says("how many penguins are there?", {thread: "t2"});
    const waits = await place.open({works: false, delivers: false});
    const kept = await waits.desk.take(back);
    if (kept.state !== "kept") throw new Error(JSON.stringify(kept));
    await waits.desk.withdraw(back.place, back.messageId);
    await until(
      "it is done",
      async () => (await here.service.inbox.state("w1", kept.message))?.state === "done",
    );
    const shown = place.board.answers(kept.message).map(({document}) => document!.summary);
    expect(shown.join(" ")).not.toContain("344");
  },
  3 * ANSWERED_MS,
);
