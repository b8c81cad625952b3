import {afterAll, beforeAll, expect, test} from "vitest";
import {ANSWERED_MS, answered, install, PENGUINS, type Process, placeOfWork, says} from "./place_of_work.ts";

const place = placeOfWork();
const {board} = place;
let here: Process;

beforeAll(async () => {
  here = await place.open();
  await install(here, "T1", "w1");
  await here.service.workspace("w1").importFile(PENGUINS, {by: "person:owner"});
});
afterAll(() => place.close());

test(
  "eight deliveries of one message are answered once, and seen at once",
  async () => {
    const said = says("how many penguins are there?");
    const taken = await Promise.all(Array.from({length: 8}, () => here.desk.take(said)));
    expect(taken.filter(({state}) => state === "kept")).toHaveLength(1);
    const turn = await answered(here, taken[0]!);
    expect(turn).toMatchObject({state: "answered", delivered: "done"});
    expect(board.answers()).toHaveLength(1);
    expect(board.answers()[0]!.document!.summary).toContain("344");
    expect(board.posts[0]).toMatchObject({kind: "status", channel: "general"});
    expect(await here.desk.take(said)).toMatchObject({state: "repeated"});
  },
  ANSWERED_MS,
);
