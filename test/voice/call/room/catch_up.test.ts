import {afterEach, beforeEach, expect, test, vi} from "vitest";
import {catchUps} from "../../../../src/voice/call/room/catch_up.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("whoever comes is sent what was before once: when they ask, or soon", async () => {
  const sent: string[] = [];
  const earlier = catchUps(async (identity) => void sent.push(identity));
  earlier.arrive("page");
  earlier.ask("page");
  earlier.arrive("program");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual(["page", "program"]);
});

test("asked again and again, it is sent one after the other, and seldom", async () => {
  let going = 0;
  let most = 0;
  let sent = 0;
  const earlier = catchUps(async () => {
    sent += 1;
    most = Math.max(most, ++going);
    await new Promise((done) => setTimeout(done, 1_000));
    going -= 1;
  });
  for (let count = 0; count < 200; count++) earlier.ask("page");
  await vi.advanceTimersByTimeAsync(60_000);
  expect({sent, most}).toEqual({sent: 2, most: 1});
  earlier.ask("page");
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toBe(3);
});

test("whoever left is sent nothing", async () => {
  const sent: string[] = [];
  const earlier = catchUps(async (identity) => void sent.push(identity));
  earlier.arrive("page");
  earlier.leave("page");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual([]);
});
