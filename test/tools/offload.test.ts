import {expect, test} from "vitest";
import {fitLinear} from "../../src/statistics/linear_regression.ts";
import {offload} from "../../src/tools/offload/offload.ts";

const column = (n: number, of: (row: number) => number): Float64Array =>
  Float64Array.from({length: n}, (_, row) => of(row));
const wave = (n: number, by: number) => column(n, (row) => Math.sin(row * by));

test("a function gives in a thread what it gives here", async () => {
  const [y, x] = [wave(500, 0.3), wave(500, 0.7)];
  const there = await offload("statistics/linear_regression", "fitLinear", [y, [x]]);
  expect(there).toEqual(fitLinear(y, [x]));
});

test("the event loop goes on while it works", async () => {
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 1);
  await offload("statistics/linear_regression", "fitLinear", [
    wave(200_000, 0.3),
    [0.1, 0.2, 0.5, 0.9].map((by) => wave(200_000, by)),
  ]);
  clearInterval(ticking);
  expect(ticks).toBeGreaterThan(5);
});

test("an abort ends it at once, and the next work is not disturbed", async () => {
  const stopping = new AbortController();
  const work = offload(
    "statistics/linear_regression",
    "fitLinear",
    [wave(1_000_000, 0.3), [0.1, 0.2, 0.5, 0.9, 1.3, 1.7].map((by) => wave(1_000_000, by))],
    {signal: stopping.signal},
  );
  setTimeout(() => stopping.abort(), 50);
  await expect(work).rejects.toMatchObject({code: "aborted"});
  const again = await offload("statistics/linear_regression", "fitLinear", [wave(50, 0.3), [wave(50, 0.7)]]);
  expect(again?.n).toBe(50);
});

test("work past its time is stopped", async () => {
  await expect(
    offload(
      "statistics/linear_regression",
      "fitLinear",
      [wave(1_000_000, 0.3), [0.1, 0.2, 0.5, 0.9, 1.3, 1.7].map((by) => wave(1_000_000, by))],
      {timeMs: 20},
    ),
  ).rejects.toMatchObject({code: "time_limit"});
});
