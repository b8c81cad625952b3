import {expect, test} from "vitest";
import {cleanUpHttp} from "../../src/channels/http/clean_up.ts";
import {ensureWorkspace} from "../../src/store/store.ts";
import {appendEvents, eventsAfter} from "../../src/store/turn_events.ts";
import {describeStores} from "./dialects.ts";

const DAY_MS = 24 * 3_600_000;
const FROM_THE_BEGINNING = {attempt: 0, number: 0};

describeStores("events of turns", (store) => {
  test("are kept for a week, and then cleaned away", async () => {
    await ensureWorkspace(store(), "w");
    await appendEvents(store(), "w", "m", [
      {attempt: 1, number: 1, event: {type: "status", text: "Reading"}},
    ]);
    await cleanUpHttp(store(), {uploadFolder: "/nowhere"}, Date.now() + 6 * DAY_MS);
    expect(await eventsAfter(store(), "w", "m", FROM_THE_BEGINNING)).toHaveLength(1);
    await cleanUpHttp(store(), {uploadFolder: "/nowhere"}, Date.now() + 8 * DAY_MS);
    expect(await eventsAfter(store(), "w", "m", FROM_THE_BEGINNING)).toEqual([]);
  });
});
