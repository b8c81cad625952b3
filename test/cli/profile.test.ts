import {readFileSync} from "node:fs";
import {afterAll, beforeAll, expect, test} from "vitest";
import {newPlace, ORDERS, type Place} from "./run_cli.ts";

let place: Place;
let orders: string;
beforeAll(() => {
  place = newPlace();
  orders = place.file("orders.csv", ORDERS);
});
afterAll(() => place.remove());

const HOSTILE = `"<script>alert(1)</script>","a"" onmouseover=""alert(2)",email\n${Array.from({length: 12}, (_, at) => `<img src=x onerror=alert(3)>${at % 3},"</style>${at}",user${at}@example.org`).join("\n")}\n`;

test("a table in a sentence, then what is odd, then its columns", async () => {
  const {stdout, status} = await place.run(["profile", orders]);
  expect(status).toBe(0);
  expect(stdout).toContain("5 rows of 5 columns");
  expect(stdout).toContain("A row is named by order_id");
  expect(stdout).toMatch(/region\s+region\s+3/);
  expect(stdout.split("\n").every((line) => line.length <= 140)).toBe(true);
});

test("as JSON for a program, with all details", async () => {
  const {stdout} = await place.run(["profile", orders, "--json"]);
  const [profile] = JSON.parse(stdout);
  expect(profile).toMatchObject({table: "orders", rows: 5, details: {completeness: {value: 1}}});
});

test("personal values are not printed", async () => {
  const people = place.file("people.csv", HOSTILE);
  const {stdout} = await place.run(["profile", people]);
  expect(stdout).toContain("email (e-mail)");
  expect(stdout).not.toContain("@example.org");
});

test("names and cells are text in the page, which loads nothing", async () => {
  const hostile = place.file("hostile.csv", HOSTILE);
  const page = place.path("page.html");
  const {stdout} = await place.run(["profile", hostile, "--html", page]);
  expect(stdout).toContain(page);
  const html = readFileSync(page, "utf8");
  expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(html).not.toMatch(/<script>|<img|<\/style>\d|" onmouseover="|@example\.org/);
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/<[^>]*\s(src|href)=/);
});

test("100 columns and more come in groups, with a hint where the rest is", async () => {
  const line = (of: (at: number) => unknown): string =>
    Array.from({length: 120}, (_, at) => of(at)).join(",");
  const wide = place.file(
    "wide.csv",
    `${line((at) => `c${at}`)}\n${line((at) => at)}\n${line((at) => at + 1)}\n`,
  );
  const {stdout} = await place.run(["profile", wide]);
  expect(stdout).toContain("Measures (120)");
  expect(stdout).toContain("108 more");
  expect(stdout).toContain("--html");
});

test("a page that cannot be written is said so", async () => {
  const {status, stderr} = await place.run([
    "profile",
    orders,
    "--html",
    place.path("no/such/folder/page.html"),
  ]);
  expect(status).not.toBe(0);
  expect(stderr).toContain("cannot be written");
});
