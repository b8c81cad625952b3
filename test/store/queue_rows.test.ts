import {expect, test} from "vitest";
import {endJob, putJob, takeJob} from "../../src/store/queue/job_rows.ts";
import {describeStores} from "./dialects.ts";

const LEASE_MS = 60_000;

describeStores("jobs that wait", (store) => {
  test("one workspace that submits a hundred does not keep the others waiting for theirs", async () => {
    const submit = (workspace: string, key: string) =>
      putJob(store(), workspace, {
        kind: "count",
        input: {},
        key,
        by: "person:ann",
        runAt: new Date(2020, 0, 1),
      });
    for (let number = 0; number < 100; number += 1) await submit("loud", `${number}`);
    await submit("quiet", "one");
    await submit("quiet", "two");
    const take = async () => (await takeJob(store(), ["count"], "worker", LEASE_MS))!;
    const taken = [await take(), await take(), await take(), await take(), await take()];
    expect(taken.map(({workspace}) => workspace)).toEqual(["loud", "quiet", "loud", "quiet", "loud"]);
    await endJob(store(), taken[1]!, "worker", {state: "done"});
    // The quiet one has no more that waits.
    expect(await take()).toMatchObject({workspace: "loud"});
    expect(await takeJob(store(), ["other kind"], "worker", LEASE_MS)).toBeUndefined();
  });
});
