import {spawn} from "node:child_process";
import {existsSync, mkdirSync, readdirSync} from "node:fs";
import {join, resolve} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {newPlace, type Place} from "./run_cli.ts";

let place: Place;
const HEAD = "order_id,region,amount\n";
beforeAll(() => {
  place = newPlace();
  for (const folder of ["a", "b", "c"]) mkdirSync(place.path(folder));
  place.file("a/sales.csv", `${HEAD}1,West,10\n2,East,20\n`);
  place.file("b/sales.csv", `${HEAD}3,North,30\n4,West,45\n`);
  place.file("c/sales.csv", `${HEAD}1,West,10\n2,East,20\n3,North,30\n`);
  place.file("dates.csv", "plz;day\n01234;01.02.2024\n10115;03.04.2024\n");
});
afterAll(() => place.remove());

const run = (...args: string[]) => place.run(args);

test("a decision is told with the flag that reverses it, and the flag does", async () => {
  const plain = await run("import", place.path("dates.csv"));
  expect(plain.stdout).toMatch(/^dates: 2 rows, 2 columns \(csv\)/);
  const other = await run("import", place.path("dates.csv"), "--dates", "month-first", "--json");
  const [dataset] = JSON.parse(other.stdout);
  expect(dataset.version.receipt.choices).toEqual({dates: "month_first"});
  const rows = await run("query", "SELECT max(day) AS d FROM dates", "--data", "dates", "--json");
  expect(JSON.parse(rows.stdout).rows).toEqual([["2024-03-04"]]);
});

test.each([
  ["--dates", "sideways", "day-first, month-first or year-first"],
  ["--delimiter", "abc", "a single sign"],
  ["--header", "0", "none"],
  ["--range", "B3", "B3:F40"],
  ["--decimal", ";", ". or ,"],
])("%s %s is bad use, and says what it takes", async (flag, value, next) => {
  const ran = await run("import", place.path("dates.csv"), flag, value);
  expect(ran.status).toBe(2);
  expect(ran.stderr).toContain(flag);
  expect(ran.stderr).toContain(next);
});

test("a new file under a known name is kept separate unless nothing is lost; append and replace when told", async () => {
  await run("import", place.path("a/sales.csv"));
  const other = await run("import", place.path("b/sales.csv"));
  expect(other.stdout).toContain("0 rows equal in both");
  expect(other.stdout).toContain("It is called sales_2; sales stays as it is.");
  const again = await run("import", place.path("b/sales.csv"));
  expect(again.stdout).toContain("It is known as sales_2.");
  const longer = await run("import", place.path("c/sales.csv"));
  expect(longer.stdout).toContain("It replaces sales, for every row of it is in the new file");
  const appended = await run("import", place.path("b/sales.csv"), "--as", "append", "--skip-known");
  expect(appended.stdout).toMatch(/^sales: 4 rows/);
  const twice = await run("import", place.path("b/sales.csv"), "--as", "append");
  expect(twice.stdout).toContain("sales has these rows already");
  const replaced = await run("import", place.path("a/sales.csv"), "--as", "replace");
  expect(replaced.stdout).toMatch(/^sales: 2 rows/);
  const listed = JSON.parse((await run("datasets", "--json")).stdout);
  expect(listed.find((one: {name: string}) => one.name === "sales")).toMatchObject({
    rows: 2,
    columns: 3,
    versions: 3,
  });
});

test("rows on standard input are a dataset, and a name can be asked about", async () => {
  const piped = await place.run(["import", "-", "--name", "visits"], {input: "who\tcount\nAda\t3\nBob\t4\n"});
  expect(piped.stdout).toMatch(/^visits: 2 rows, 2 columns \(tsv\)/);
  const asked = await run("ask", "total count", "--data", "visits", "--json");
  expect(JSON.parse(asked.stdout).values[0].value).toBe(7);
  const unknown = await run("ask", "total count", "--data", "visit");
  expect(unknown.status).toBe(2);
  expect(unknown.stderr).toContain("Did you mean visits?");
  const nothing = await place.run(["import", "-"], {input: ""});
  expect(nothing.status).toBe(2);
  expect(readdirSync(join(place.home, "pasted")).filter((name) => name.startsWith("."))).toEqual([]);
});

test("rows pasted into the chat are a table: after /paste, or when offered; what they hold is only text", async () => {
  const lines = [
    "/paste visitors",
    "who\tvisits",
    "Ada\t3",
    "Bob\t4",
    "",
    "total visits",
    "fruit\tkg",
    "=cmd()|x\t2",
    "\u001b[31mpear\t3",
    "",
    "fruits",
    "/sql SELECT fruit FROM fruits ORDER BY kg",
    "/datasets",
  ];
  const ran = await place.run([place.path("dates.csv")], {input: `${lines.join("\n")}\n`});
  expect(ran.stderr).toBe("");
  expect(ran.stdout).toContain("visitors: 2 rows, 2 columns (tsv)");
  expect(ran.stdout).toMatch(/Total visits: 7/);
  expect(ran.stdout).toContain("That looks like a table: 2 rows, 2 columns.");
  expect(ran.stdout).toContain("=cmd()|x");
  expect(ran.stdout).not.toContain("\u001b");
  expect(ran.stdout).toContain("fruit (text), kg (integer)");
});

test("an import that is interrupted fails, leaves no scratch of its own and none of another process alone", async () => {
  const data = join(place.home, "data");
  const other = join(data, `import-${process.pid}-other`);
  mkdirSync(other, {recursive: true});
  const line = `${"abcdefghij".repeat(12)},1,2\n`;
  const path = place.file("big.csv", `text,a,b\n${line.repeat(1_500_000)}`);
  const env = {...process.env, TABLETALK_HOME: place.home};
  const child = spawn(process.execPath, [resolve("src/cli.ts"), "import", path], {env});
  const ended = new Promise<number | null>((done) => child.on("close", done));
  const scratch = () => readdirSync(data).filter((name) => name.startsWith(`import-${child.pid}-`));
  while (scratch().length === 0 && child.exitCode === null) await new Promise((wait) => setTimeout(wait, 5));
  expect(scratch()).toHaveLength(1);
  child.kill("SIGINT");
  expect(await ended).toBe(1);
  expect(scratch()).toEqual([]);
  expect(existsSync(other)).toBe(true);
});
