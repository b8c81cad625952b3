import {mkdirSync, readFileSync} from "node:fs";
import {afterAll, beforeAll, expect, test} from "vitest";
import {newPlace, ORDERS, type Place} from "./run_cli.ts";

let place: Place;
beforeAll(() => {
  place = newPlace();
  mkdirSync(place.path("shop"));
  place.file("shop/orders.csv", ORDERS);
  const question = (id: string, asked: string, expected: object) =>
    JSON.stringify({id, data: ["orders.csv"], question: asked, kind: "sum", expect: expected});
  place.file(
    "shop/questions.jsonl",
    [
      question("total", "what is the total amount?", {
        outcome: "answer",
        values: [{name: "amount", value: 450}],
      }),
      question("bogus", "how many unicorns were sold?", {outcome: "decline"}),
      question("off", "what is the average amount?", {
        outcome: "answer",
        values: [{name: "amount", value: 1}],
      }),
    ].join("\n"),
  );
});
afterAll(() => place.remove());

test("a suite of a folder: the table, the replies, the page, and a run to compare with", async () => {
  const ran = await place.run(["eval", "shop", "--replies", "replies.jsonl", "--report", "page.html"]);
  expect(ran.stderr).toBe("");
  expect(ran.status).toBe(0);
  expect(ran.stdout).toMatch(/all +3 +2 +66\.7 %/);
  const replies = readFileSync(place.path("replies.jsonl"), "utf8").trim().split("\n");
  expect(replies.map((line) => JSON.parse(line))).toMatchObject([
    {id: "total", declined: false},
    {id: "bogus", declined: true},
    {id: "off", declined: false},
  ]);
  expect(readFileSync(place.path("page.html"), "utf8")).toContain("what is the average amount?");
  const again = await place.run(["eval", "shop", "--against", "last"]);
  expect(again.stdout).toMatch(/3 cases in both: right 2 before, 2 now/);
});

test("below a bar the status is 1, and the bar is named", async () => {
  place.file("shop/thresholds.json", JSON.stringify({right: 3, wrong: 0}));
  const {status, stdout} = await place.run(["eval", "shop"]);
  expect(status).toBe(1);
  expect(stdout).toContain("below the bar: 2 right, at least 3 wanted");
  expect(stdout).toMatch(/0 passed, 2 failed\n$/);
});

test("an unknown suite, and a set of others without its folder, are bad use", async () => {
  const unknown = await place.run(["eval", "nothing"]);
  expect(unknown).toMatchObject({status: 2, stderr: expect.stringContaining("no suite nothing")});
  const nowhere = await place.run(["eval", "nlv"]);
  expect(nowhere).toMatchObject({status: 2, stderr: expect.stringContaining("--from FOLDER")});
});
