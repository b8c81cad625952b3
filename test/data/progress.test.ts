import {expect, test, vi} from "vitest";
import {reporting} from "../../src/data/child/progress.ts";
import type {ImportProgress} from "../../src/data/engine.ts";

test("nothing is told in the first second, then at most ten times a second, and again while nothing happens", () => {
  vi.useFakeTimers();
  const sent: ImportProgress[] = [];
  const {tell, stop} = reporting(
    (progress) => sent.push(progress),
    () => undefined,
  );
  for (let at = 0; at < 100; at++) {
    tell({stage: "unpacking", item: "a.csv", done: at, unit: "bytes"});
    vi.advanceTimersByTime(20);
  }
  expect(sent.length).toBeGreaterThan(5);
  expect(sent.length).toBeLessThanOrEqual(11);
  expect(sent[0]!.done).toBeGreaterThanOrEqual(49);
  const before = sent.length;
  vi.advanceTimersByTime(1000);
  expect(sent.length).toBeGreaterThan(before);
  stop();
  const after = sent.length;
  vi.advanceTimersByTime(5000);
  expect(sent).toHaveLength(after);
  vi.useRealTimers();
});

test("the share of a long statement is told in place of what was told last", () => {
  vi.useFakeTimers();
  const sent: ImportProgress[] = [];
  const {tell, stop} = reporting(
    (progress) => sent.push(progress),
    () => ({done: 40, of: 100}),
  );
  tell({stage: "typing", item: "orders", done: 0, of: 2, unit: "tables"});
  vi.advanceTimersByTime(1500);
  stop();
  expect(sent.at(-1)).toEqual({stage: "typing", item: "orders", done: 40, of: 100});
  vi.useRealTimers();
});
