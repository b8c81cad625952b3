import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {saveDetails} from "../../../src/store/dataset_details.ts";
import {aboutCall} from "../../../src/voice/call/about_call.ts";
import {callsAtOnce} from "../../../src/voice/call/worker.ts";
import {type Caller, type Running, running} from "../../channels/http/running.ts";

let server: Running;
let ann: Caller;
beforeAll(async () => {
  server = await running({});
  ann = await server.member("analyst");
  for (const [name, content] of Object.entries({
    orders: "region,amount\nNorth,10\n",
    layoffs_secret: "employee,severance\nZoltan,10\n",
  })) {
    const file = join(server.home, `${name}.csv`);
    await writeFile(file, content);
    await server.service.workspace("acme").importFile(file, {by: ann.person});
  }
  const own = {owner: ann.person, visibility: "private"} as const;
  await saveDetails(server.service.store, "acme", "layoffs_secret", own);
}, 60_000);
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

const about = async (audience: "one" | "several") => {
  const call = {workspace: "acme", conversation: "none", startedBy: ann.person, audience};
  const {tables, vocabulary} = await aboutCall(server.service, call);
  return {tables, words: JSON.stringify(vocabulary)};
};

test("a private dataset is named to its owner alone, and listened for with them alone", async () => {
  const alone = await about("one");
  expect(alone.tables).toEqual(expect.arrayContaining(["orders", "layoffs secret"]));
  expect(alone.words).toMatch(/severance/);
  const together = await about("several");
  expect(together.tables).toEqual(["orders"]);
  expect(together.words).not.toMatch(/severance|layoffs|zoltan/i);
});

test("a worker holds as many calls as it is told, or two for each core", () => {
  expect(callsAtOnce({TABLETALK_CALLS_AT_ONCE: "7"})).toBe(7);
  expect(callsAtOnce({}) % 2).toBe(0);
  for (const wrong of ["0", "many", "1.5", "-3"])
    expect(() => callsAtOnce({TABLETALK_CALLS_AT_ONCE: wrong})).toThrow(/no number of calls/);
});
