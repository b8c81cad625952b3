import {readFile} from "node:fs/promises";
import {afterAll, beforeAll, expect, test} from "vitest";
import {newPlace, type Place} from "./run_cli.ts";

let place: Place;
beforeAll(async () => {
  place = newPlace();
  const rows = [
    "1,North,paid,120.5,2026-02-03",
    "2,South,paid,80,2026-02-11",
    "3,North,refunded,30,2026-02-20",
  ];
  const march = ["4,East,paid,200,2026-03-02", "5,South,paid,45.25,2026-03-15"];
  place.file("orders.csv", ["order_id,region,status,amount,ordered_on", ...rows, ...march].join("\n"));
  await place.run(["import", place.path("orders.csv")]);
}, 60_000);
afterAll(() => place.remove());

const workflows = (...args: string[]) => place.run(["workflows", ...args, "--as-of", "2026-03-20"]);

test("a workflow is made of words, run for its month and for another, and compared", async () => {
  const made = await workflows(
    ...["make", "keep paid orders, sum amount by region last month, email nobody"],
    ...["--name", "monthly", "--save", "--publish"],
  );
  expect(made.stdout).toBe("monthly, version 1, is kept and published. Only you see it.\n");
  expect((await workflows("list")).stdout).toContain("version 1 is published, private]");
  const first = await workflows("run", "monthly");
  expect(first.stdout).toMatch(/North \(120\.5\)[\s\S]*South \(80\)/);
  const second = JSON.parse((await workflows("run", "monthly", "-p", "month=2026-03", "--json")).stdout);
  expect(second).toMatchObject({
    state: "done",
    table: {
      rows: [
        ["East", 200, 1],
        ["South", 45.25, 1],
      ],
    },
  });
  expect((await workflows("result", second.id, "--diff")).stdout).toContain("South fell from 80 to 45.25");
}, 90_000);

test("what is wrong is told at once, and nothing of it is kept", async () => {
  const yaml = `
format: 1
name: broken
title: Broken
nodes:
  - {id: a, kind: filtre, input: {table: orders}}
  - {id: b, kind: aggregate, input: {table: order, measures: [{name: m, fn: sum, of: {column: amout}}]}}
headline: c
`;
  place.file("broken.yaml", yaml);
  const told = await workflows("validate", place.path("broken.yaml"));
  expect(told.status).toBe(1);
  expect(told.stdout).toMatch(/"c" is no node[\s\S]*Did you mean "filter"[\s\S]*Did you mean "orders"/);
  const saved = await workflows("save", place.path("broken.yaml"));
  expect(saved.stderr).toContain("The workflow has 3 problems");
  expect((await workflows("show", "broken")).stderr).toContain('There is no workflow called "broken".');
}, 90_000);

test("a run that waits says how it goes on, and at its end where its file and its dashboard lie", async () => {
  place.file(
    "asked.yaml",
    `
format: 1
name: asked
title: Asked
nodes:
  - {id: total, kind: aggregate, input: {table: orders, measures: [{name: m, fn: sum, of: {column: amount}}]}}
  - {id: ok, kind: approve, needs: [total], input: {question: "Write it?"}}
  - {id: file, kind: export.file, needs: [ok], input: {table: {$step: total}, name: "../../total"}}
  - {id: board, kind: dashboard, needs: [ok], input: {table: orders}}
headline: total
`,
  );
  await workflows("save", place.path("asked.yaml"));
  const waiting = await workflows("run", "asked");
  expect(waiting.stdout).toMatch(/^It waits for you at ok: Write it\?/);
  const id = /approve (\w+)/.exec(waiting.stdout)![1]!;
  expect((await workflows("resume", id)).stderr).toContain('waits for a person at "ok"');
  const done = await workflows("approve", id);
  const [, file] = /^File: (.+total\.csv)$/m.exec(done.stdout)!;
  expect(await readFile(file!, "utf8")).toContain("475.75");
  const [, board] = /^Dashboard: (.+\.html)$/m.exec(done.stdout)!;
  expect(await readFile(board!, "utf8")).toContain("<title>");
}, 90_000);
