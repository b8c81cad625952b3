import {afterAll, beforeAll, expect, test} from "vitest";
import {conversationsFor} from "../../../src/store/conversation_list.ts";
import {ANSWERED_MS, answered, install, PENGUINS, type Process, placeOfWork, says} from "./place_of_work.ts";

const place = placeOfWork();
const {board} = place;
let here: Process;

beforeAll(async () => {
  here = await place.open();
  await install(here, "T1", "w1");
  await install(here, "T2", "w2");
  await here.service.workspace("w1").importFile(PENGUINS, {by: "person:owner"});
});
afterAll(() => place.close());

test("what is no question is refused with what to do, and a redelivery of it is not refused again", async () => {
  const empty = says("  ");
  expect(await here.desk.take(empty)).toMatchObject({state: "refused", next: expect.stringMatching(/Excel/)});
  expect(await here.desk.take(empty)).toEqual({state: "silent"});
  expect(await here.desk.take(says("x".repeat(40_000)))).toMatchObject({
    state: "refused",
    code: "bad_use",
    message: "That is 40,000 characters; a question may have 20,000.",
  });
  expect(await here.desk.take(says("hello", {installation: "T9"}))).toMatchObject({
    state: "refused",
    code: "not_found",
  });
  const stranger = says("hello", {person: {id: "eve", rank: "stranger"}});
  expect(await here.desk.take(stranger)).toMatchObject({state: "refused", code: "forbidden"});
});

test("in a thread that Tabletalk is not in nothing is for it, whatever is said", async () => {
  for (const text of ["how many penguins are there?", "", "x".repeat(40_000)])
    expect(await here.desk.take(says(text, {addressed: "thread", thread: "people"}))).toEqual({
      state: "silent",
    });
  expect(
    await here.desk.take(says("how many?", {addressed: "thread", thread: "people", installation: "T9"})),
  ).toEqual({state: "silent"});
});

test(
  "in a thread that it is in a follow-up is answered without a mention, and people may talk to each other",
  async () => {
    await answered(here, await here.desk.take(says("average body mass by species", {thread: "t1"})));
    const followUp = says("only for males", {thread: "t1", addressed: "thread"});
    expect((await answered(here, await here.desk.take(followUp))).summary).toContain("5,485");
    const aside = says("@ben shall we have lunch?", {thread: "t1", addressed: "thread", named: ["ben"]});
    expect(await here.desk.take(aside)).toEqual({state: "silent"});
    const row = await here.service.store.db
      .selectFrom("conversations")
      .select("voices")
      .where("thread", "=", "t1")
      .executeTakeFirstOrThrow();
    const voices = JSON.parse(row.voices!) as {kind: string; by: string}[];
    expect(voices.map(({kind}) => kind)).toEqual(["asked", "answered", "asked", "answered", "overheard"]);
    expect(row.voices).not.toMatch(/lunch|body mass|males/);
  },
  2 * ANSWERED_MS,
);

test(
  "the same ids in two installations are two conversations of two workspaces, and nothing crosses",
  async () => {
    const [one, two] = ["T1", "T2"].map((installation) =>
      says("how many penguins are there?", {installation, thread: "same", messageId: "same"}),
    );
    const [here1, here2] = [await here.desk.take(one!), await here.desk.take(two!)];
    expect([here1, here2]).toMatchObject([
      {state: "kept", workspace: "w1"},
      {state: "kept", workspace: "w2"},
    ]);
    expect((await answered(here, here1)).summary).toContain("344");
    const other = await answered(here, here2);
    expect(JSON.stringify([other.summary, other.answer])).not.toContain("344");
    const posted = board.answers().filter(({installation}) => installation === "T2");
    expect(JSON.stringify(posted.map(({document}) => document))).not.toMatch(/344|penguin(?!s are there)/);
  },
  2 * ANSWERED_MS,
);

test(
  "a conversation is whoever's who began it: nobody else finds it over HTTP",
  async () => {
    const taken = await here.desk.take(says("how many penguins are there?", {thread: "mine", by: "cleo"}));
    await answered(here, taken);
    const listed = (owner: string) =>
      conversationsFor(here.service.store, "w1", {owners: [owner], shared: {projects: "all"}, limit: 100});
    expect((await listed("board:T1:cleo")).map(({owner}) => owner)).toEqual(["board:T1:cleo"]);
    expect(await listed("someone")).toEqual([]);
  },
  ANSWERED_MS,
);
