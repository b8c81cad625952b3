import {afterAll, beforeAll, expect, test} from "vitest";
import type {JobQueue} from "../../../src/store/jobs.ts";
import {openQueue} from "../../../src/store/queue/open.ts";
import {dialects, type TestStore} from "../dialects.ts";

const JOBS = 24;
/** The last one: the real server, where there is one. */
const [name, open] = dialects.at(-1)!;

let opened: TestStore;
const queues: JobQueue[] = [];
beforeAll(async () => {
  opened = await open();
}, 60_000);
afterAll(async () => {
  for (const queue of queues) await queue.close();
  await opened?.close();
});

/** A worker with two hands on the same state. */
async function worker(worker: string): Promise<JobQueue> {
  const queue = await openQueue(opened.store, opened.url, {worker, leaseMs: 60_000, jobsAtOnce: 2});
  queues.push(queue);
  return queue;
}

// A hand that waited for its next look between two jobs would need minutes.
test(`many jobs that wait are done without a pause between them, each once (${name})`, async () => {
  const queue = await worker("one");
  const counted: unknown[] = [];
  const all = new Promise<void>((resolve) =>
    queue.handle("count", async ({input}) => {
      counted.push(input);
      if (counted.length >= JOBS) resolve();
    }),
  );
  for (let number = 0; number < JOBS; number += 1)
    await queue.submit("w", {kind: "count", input: number, by: "person:ann"});
  await queue.start();
  await all;
  expect(counted).toHaveLength(JOBS);
  expect(new Set(counted).size).toBe(JOBS);
}, 20_000);
