import {afterAll, beforeAll, expect, test} from "vitest";
import {type HostedTurns, openHostedTurns} from "./ask_turn.ts";
import {type ReplayServer, startReplay} from "./replay_server.ts";
import {turnCases} from "./turn_cases.ts";

let server: ReplayServer;
let turns: HostedTurns;
beforeAll(async () => {
  server = await startReplay(new URL("./fixtures/turns.jsonl", import.meta.url));
  turns = openHostedTurns(server.url);
});
afterAll(async () => {
  for (const one of server.stale()) console.warn(`The recorded exchange is stale: ${one}`);
  await turns[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

test.each(turnCases)("$question", async (one) => {
  const answer = await turns.ask(one.question, one.file);
  expect(server.rolesFor(one.question)).toEqual(one.roles);
  if (one.declined) return expect(answer.declined?.reason).toContain(one.declined);
  expect(answer.declined).toBeUndefined();
  const wanted = one.sql ? (await turns.rows(one.file, one.sql))[0]! : (one.values ?? []);
  const given = answer.values.slice(0, wanted.length).map(({value}) => Number(value));
  expect(given.map((value) => value.toPrecision(9))).toEqual(
    wanted.map((value) => Number(value).toPrecision(9)),
  );
  const charts = Object.values(answer.artifacts).flatMap(({chart}) => (chart ? [chart] : []));
  if (one.chart) expect(charts).toMatchObject([one.chart]);
  if (one.text) expect(answer.answer).toContain(one.text);
});
