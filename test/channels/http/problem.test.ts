import {expect, test} from "vitest";
import {problemOf} from "../../../src/channels/http/problem.ts";
import {TabletalkError} from "../../../src/errors.ts";

test("a store that cannot be reached is told as such, with when to come back, and without its address", () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED 10.0.0.7:5432"), {code: "ECONNREFUSED"});
  for (const thrown of [
    refused,
    new AggregateError([refused], "all failed"),
    new Error("query failed", {cause: refused}),
    Object.assign(new Error("terminating connection due to administrator command"), {code: "57P01"}),
    Object.assign(new Error("write CONNECTION_CLOSED db:5432"), {code: "CONNECTION_CLOSED"}),
  ]) {
    const {status, problem, headers} = problemOf(thrown, "r1");
    expect([status, problem.code, headers["Retry-After"]]).toEqual([503, "unavailable", "5"]);
    expect(JSON.stringify(problem)).not.toMatch(/5432|10\.0\.0\.7|administrator/);
  }
});

test("what broke tells nothing of itself", () => {
  const {status, problem} = problemOf(new TypeError("x is not a function at /srv/secret/place.ts:7"), "r2");
  expect(status).toBe(500);
  expect(JSON.stringify(problem)).not.toMatch(/secret|function/);
  expect(problem.request).toBe("r2");
});

test("an error that the input is to blame for is never one of the server", () => {
  for (const code of [
    "bad_query",
    "refused",
    "time_limit",
    "memory_limit",
    "bad_plan",
    "bad_file",
  ] as const) {
    const {status, problem} = problemOf(new TabletalkError(code, "What happened.", "What to do."), "r3");
    expect(status).toBe(422);
    expect(problem).toMatchObject({code, detail: "What happened.", next: "What to do."});
  }
});
