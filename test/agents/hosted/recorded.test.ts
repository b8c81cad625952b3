import {afterAll, beforeAll, expect, test} from "vitest";
import {answerCase} from "./answer_case.ts";
import {recordedCases} from "./recorded_cases.ts";
import {type ReplayServer, startReplay} from "./replay_server.ts";

let server: ReplayServer;
beforeAll(async () => {
  server = await startReplay(new URL("./fixtures/exchanges.jsonl", import.meta.url));
});
afterAll(async () => {
  for (const one of server.stale()) console.warn(`The recorded exchange is stale: ${one}`);
  await server[Symbol.asyncDispose]();
});

test.each(recordedCases)("$question", async (one) => {
  const {output, draft, account, session} = await answerCase(one, server.url);
  await using _ = session;
  if (one.declined) expect(output).toMatchObject({kind: "declined", unplaced: one.declined});
  if (one.readings) expect(output).toMatchObject({readings: {length: one.readings}});
  if (one.sql) {
    const {rows} = await session.query(one.sql);
    const values = draft?.values
      .slice(0, rows[0]?.length)
      .map((value) => Number(value.value).toPrecision(12));
    expect(values).toEqual(rows[0]?.map((value) => Number(value).toPrecision(12)));
  }
  if (one.text) expect(draft?.text).toContain(one.text);
  expect(account.usage.calls).toBe(one.calls);
  expect(account.usage.inputTokens + account.usage.outputTokens).toBeLessThan(3000);
});
