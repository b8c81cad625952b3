import {expect, test} from "vitest";
import {perMinute} from "../../../src/voice/call/per_minute.ts";

test("each may do so much in any minute, and too much is worth a word once", () => {
  let now = 0;
  const limit = perMinute(2, () => now);
  const take = (who: string) => limit.take(who);
  expect(["ann", "ann", "ann", "ann", "bob"].map(take)).toEqual(["taken", "taken", "first", "over", "taken"]);
  now = 60_001;
  expect(["ann", "ann", "ann"].map(take)).toEqual(["taken", "taken", "first"]);
});
