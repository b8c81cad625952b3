import {readFileSync} from "node:fs";
import {afterAll, beforeAll, expect, test} from "vitest";
import {newPlace, ORDERS, type Place} from "./run_cli.ts";

let place: Place;
beforeAll(() => {
  place = newPlace();
  place.file("orders.csv", ORDERS);
});
afterAll(() => place.remove());

const chat = (...lines: string[]) => place.run([place.path("orders.csv")], {input: `${lines.join("\n")}\n`});

test("a file alone opens the chat, which begins with the data in one line", async () => {
  const ran = await chat("what is the total amount?", "/quit");
  expect(ran.status).toBe(0);
  expect(ran.stdout.split("\n")[0]).toMatch(/^orders: 5 rows, 5 columns, 5 January 2024 to 2 March 2024/);
  expect(ran.stdout).toContain("450");
});

test("a follow-up changes the question before it", async () => {
  const ran = await chat("total amount by region", "only Paid");
  expect(ran.stdout).toMatch(/250/);
  expect(ran.stdout).toMatch(/West\D+100/);
});

test("/how, /sql and /rows show what is behind an answer", async () => {
  const ran = await chat(
    "total amount by region",
    "/how",
    "/sql",
    "/rows 1",
    "/sql SELECT max(amount) AS most FROM orders",
  );
  expect(ran.stdout).toMatch(/aggregate/);
  expect(ran.stdout).toMatch(/SELECT/i);
  expect(ran.stdout).toMatch(/2024-01-20|20 January 2024/);
  expect(ran.stdout).toMatch(/most\s+200/);
  expect(ran.stderr).toBe("");
});

test.each([
  ["csv", /^region,/],
  ["sql", /SELECT/i],
  ["ipynb", /"nbformat": 4/],
  ["xlsx", /^PK/],
])("/export %s writes a file", async (format, content) => {
  const path = place.path(`taken.${format}`);
  const ran = await chat("total amount by region", `/export ${format} ${path}`);
  expect(ran.stderr).toBe("");
  expect(readFileSync(path, "latin1")).toMatch(content);
});

test("/chart draws the last answer", async () => {
  const ran = await chat("total amount by region", "/chart pie");
  expect(ran.stderr).toBe("");
  expect(ran.stdout).toMatch(/Chart: .*\.png/);
});

test("a mistake is told and the chat goes on", async () => {
  const ran = await chat("/nonsense", "/rows", "/chart spiral", "/export docx", "how many rows?");
  expect(ran.status).toBe(0);
  expect(ran.stderr).toContain("There is no command /nonsense.");
  expect(ran.stderr).toContain("There is no answer yet.");
  expect(ran.stdout).toMatch(/5/);
});

test("/help and /datasets", async () => {
  const ran = await chat("/help", "/datasets");
  for (const name of ["/how", "/rows", "/sql", "/chart", "/export", "/datasets", "/quit"]) {
    expect(ran.stdout).toContain(name);
  }
  expect(ran.stdout).toContain("region (text)");
});
