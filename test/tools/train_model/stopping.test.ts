import {expect, test} from "vitest";
import type {RawColumn} from "../../../src/learning/pipeline/raw_column.ts";
import {MersenneTwister} from "../../../src/statistics/random/mersenne_twister.ts";
import {offload} from "../../../src/tools/offload/offload.ts";

const random = new MersenneTwister(1);
const column = (name: string, rows: number): RawColumn => ({
  name,
  type: "number",
  values: Float64Array.from({length: rows}, () => random.uniform()),
});

test("training runs beside the event loop, tells how far it is, and ends when it is stopped", async () => {
  const rows = 60_000;
  const features = Array.from({length: 10}, (_, at) => column(`f${at}`, rows));
  const stop = new AbortController();
  let told = 0;
  const work = offload(
    "learning/pipeline/train",
    "train",
    [{task: "regress", target: column("y", rows), features, models: ["forest"], settings: {trees: 2000}}],
    {
      signal: stop.signal,
      onProgress: (share) => {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        if (++told === 2) stop.abort();
      },
    },
  );
  await expect(work).rejects.toMatchObject({code: "aborted"});
  expect(told).toBeGreaterThanOrEqual(2);
});
