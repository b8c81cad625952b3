import {expect, test} from "vitest";
import {figureInterval} from "../../src/statistics/resampling/figure_intervals.ts";
import {offload} from "../../src/tools/offload/offload.ts";

const MODULE = "statistics/resampling/figure_intervals";
const wave = (n: number): Float64Array => Float64Array.from({length: n}, (_, row) => Math.sin(row * 0.3));
const resampled = (resamples: number) => ({resamples, level: 0.95, seed: 1});

test("a function gives in a thread what it gives here", async () => {
  const there = await offload(MODULE, "figureInterval", [wave(50), "median", {}, resampled(500)]);
  expect(there).toEqual(figureInterval(wave(50), "median", {}, resampled(500)));
});

test("the event loop goes on while it works", async () => {
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 1);
  await offload(MODULE, "figureInterval", [wave(2000), "median", {}, resampled(2000)]);
  clearInterval(ticking);
  expect(ticks).toBeGreaterThan(5);
});

test("an abort ends it at once, and the next work is not disturbed", async () => {
  const stopping = new AbortController();
  const work = offload(MODULE, "figureInterval", [wave(100_000), "median", {}, resampled(50_000)], {
    signal: stopping.signal,
  });
  setTimeout(() => stopping.abort(), 50);
  await expect(work).rejects.toMatchObject({code: "aborted"});
  const again = await offload(MODULE, "figureInterval", [wave(50), "mean", {}, resampled(500)]);
  expect(again?.resamples).toBe(500);
});

test("work past its time is stopped", async () => {
  await expect(
    offload(MODULE, "figureInterval", [wave(100_000), "median", {}, resampled(50_000)], {timeMs: 20}),
  ).rejects.toMatchObject({code: "time_limit"});
});
