import {execFileSync} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type RunningServer, startMcp, type Told} from "../running.ts";

const CLI = new URL("../../../src/cli.ts", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "tabletalk-guard-"));
/** 60 persons; one has a bonus, one a town of their own, and two no age. */
const people = Array.from({length: 60}, (_, at) => ({
  id: at + 1,
  name: `Person ${at + 1}`,
  salary: 100_003 + ((at * 7_919) % 600_000),
  town: at === 5 ? "Lonely" : ["Ulm", "Bonn", "Kiel"][at % 3]!,
  bonus: at === 3 ? 424_243 : "",
  age: at < 2 ? "" : 20 + (at % 30),
  price: 1 + (at % 4),
  quantity: (at * 37) % 11,
  day: `2024-0${1 + (at % 3)}-03`,
  boss: at === 16,
  team: 1 + (at % 10),
}));
const written = (rows: readonly object[]): string =>
  [Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))].map((row) => row.join(",")).join("\n");
writeFileSync(join(folder, "people.csv"), written(people));
const teams = Array.from({length: 10}, (_, at) => ({team: at + 1, side: at < 5 ? "red" : "blue"}));
writeFileSync(join(folder, "teams.csv"), written(teams));
const weights = people.map(({id}) => ({id, weight: 10 ** (id % 30)}));
writeFileSync(join(folder, "weights.csv"), written(weights));

let server: RunningServer;
beforeAll(async () => {
  const home = join(folder, "home");
  execFileSync(process.execPath, [CLI, "mcp-policy", "aggregates", "--home", home]);
  server = await startMcp({
    files: ["people", "teams", "weights"].map((name) => join(folder, `${name}.csv`)),
    home,
  });
  await server.call("list_tables");
}, 120_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, {recursive: true, force: true, maxRetries: 5});
});

const run = (sql: string): Promise<Told> => server.call("run_sql", {sql});

describe("where groups alone are told, SQL cannot single a row out", () => {
  it.each([
    ["a digit for each row", "SELECT sum(salary * pow(100000, id)) FROM people"],
    ["a power of nothing", "SELECT sum(salary * 0 ^ abs(id - 60)) FROM people"],
    ["a power of nothing, as **", "SELECT sum(salary * 0 ** abs(id - 60)) FROM people"],
    ["a whole part", "SELECT sum(floor(id / 60) * salary) FROM people"],
    ["a whole part, by division", "SELECT sum((id // 60) * salary) FROM people"],
    ["a remainder", "SELECT sum((id % 60) * salary) FROM people"],
    ["exp", "SELECT sum(salary * exp(id)) FROM people"],
    ["a whole part inside", "SELECT sum(salary * f) FROM (SELECT salary, floor(id / 60) AS f FROM people)"],
    ["a whole part by WITH", "WITH t AS (SELECT salary * (id // 60) AS v FROM people) SELECT sum(v) FROM t"],
    ["a name of nobody's", 'SELECT sum("floor((id / 60))") FROM (SELECT floor(id / 60) FROM people)'],
    ["three columns", "SELECT sum(salary * id * id) FROM people"],
    ["a text's likeness", "SELECT sum(salary * (name LIKE '%17')::INT) FROM people"],
    ["starts_with", "SELECT sum(salary * starts_with(name, 'Person 17')::INT) FROM people"],
    ["a covariance", "SELECT covar_pop(salary, c) FROM (SELECT salary, (id = 17)::INT AS c FROM people)"],
    ["a truth as a number", "SELECT sum(salary + c) FROM (SELECT salary, (id = 17)::INT AS c FROM people)"],
    [
      "a count inside as a switch",
      "SELECT sum(s + 1) FROM (SELECT sum(salary) * count(*) FILTER (WHERE id = 17) AS s FROM people GROUP BY id)",
    ],
    [
      "a sum inside that leaves one out",
      "SELECT sum(s) FROM (SELECT sum(salary) FILTER (WHERE id <> 17) AS s FROM people GROUP BY id)",
    ],
    ["a bit of one", "SELECT sum(CASE WHEN id = 17 AND salary > 200000 THEN 1000 ELSE 1 END) FROM people"],
    ["another column for one", "SELECT sum(CASE WHEN id = 17 THEN salary ELSE quantity END) FROM people"],
    ["a missing value for one", "SELECT sum(salary + TRY_CAST(id AS TINYINT)) FROM people"],
    ["DISTINCT values", "SELECT sum(salary) - sum(DISTINCT salary) FROM people"],
    ["a SELECT as a factor", "SELECT sum(salary * (SELECT max(age) FROM people)) FROM people"],
    ["quantiles, one by one", `SELECT ${quantiles(11)} FROM people`],
    [
      "quantiles in two lists",
      `SELECT quantile_disc(salary, ${list(5)}), quantile_cont(salary, ${list(5)}) FROM people`,
    ],
    [
      "quantiles in two branches",
      `SELECT ${quantiles(5)} FROM people UNION ALL SELECT ${quantiles(5, 6)} FROM people`,
    ],
    [
      "extremes below ever more",
      `SELECT ${[...Array(10).keys()].map((at) => `max(salary) FILTER (WHERE salary < ${150_000 + at * 9_000})`)} FROM people`,
    ],
  ])("refuses %s", async (_tries, sql) => {
    const {isError, text} = await run(sql);
    expect(isError, text).toBe(true);
    expect(text).toMatch(/not of single rows/);
  });

  it.each([
    ["all but one", "SELECT sum(salary) FILTER (WHERE name <> 'Person 33') FROM people"],
    ["the whole less all but one", "SELECT sum(salary) - sum(salary) FILTER (WHERE id <> 33) FROM people"],
    ["an average of all but one", "SELECT avg(salary) FILTER (WHERE id <> 33) FROM people"],
    ["how many all but one are", "SELECT count(*) FILTER (WHERE id <> 33) FROM people"],
    ["the same by count_if", "SELECT count_if(id <> 33) FROM people"],
    ["the same by CASE", "SELECT sum(CASE WHEN id <> 33 THEN salary ELSE 0 END) FROM people"],
    ["the same by CASE, not known", "SELECT avg(CASE WHEN id <> 33 THEN salary END) FROM people"],
    ["the only bonus", "SELECT avg(bonus) FROM people"],
    ["the only bonus's median", "SELECT median(bonus) FROM people"],
    ["the greatest bonus", "SELECT max(bonus) FROM people"],
    ["how many have a bonus", "SELECT count(bonus) FROM people"],
    ["what the only bonus is beside", "SELECT sum(salary + bonus) FROM people"],
    ["those whose age is missing", "SELECT sum(salary) - sum(salary + age) + sum(age) FROM people"],
    ["a regression on one", "SELECT regr_slope(salary, boss::INT) FROM people"],
    ["a covariance with one", "SELECT covar_pop(salary, boss::INT) FROM people"],
    ["one by a column's truth", "SELECT sum(salary * boss::INT) FROM people"],
    ["weights", "SELECT sum(p.salary * w.weight) FROM people p JOIN weights w ON p.id = w.id"],
    ["weights inside", "WITH t AS (SELECT salary * id AS v FROM people WHERE id > 59) SELECT sum(v) FROM t"],
  ])("tells nothing of %s", async (_tries, sql) => {
    const {isError, structured, text} = await run(sql);
    expect(isError, text).toBe(false);
    expect(
      structured.rows?.flat().every((cell) => cell === null),
      text,
    ).toBe(true);
  });

  it.each([
    ["SELECT salary, floor(id / 60) AS f FROM people"],
    ["SELECT salary, exp(id) AS f FROM people"],
    ["SELECT salary, starts_with(name, 'Person 17') AS f FROM people"],
    ["SELECT salary, (id = 17)::INT AS f FROM people"],
  ])("feeds no method with %s", async (table) => {
    const args = {target: "salary", predictors: ["f"]};
    const told = await server.call("run_statistics", {method: "linear_regression", table, args});
    expect(told).toMatchObject({isError: true, text: expect.stringMatching(/names columns|single rows/)});
  });
});

describe("where groups alone are told, ordinary SQL runs", () => {
  const sum = (of: (one: (typeof people)[number]) => number): number =>
    people.reduce((all, one) => all + of(one), 0);
  it.each<[string, unknown[][]]>([
    [
      "SELECT town, count(*) AS n FROM people GROUP BY town HAVING count(*) > 19 ORDER BY town",
      [
        ["Bonn", 20],
        ["Ulm", 20],
      ],
    ],
    [
      "SELECT sum(salary), avg(salary) > 1, median(salary) > 1 FROM people",
      [[sum(({salary}) => salary), true, true]],
    ],
    ["SELECT sum(price * quantity) AS revenue FROM people", [[sum(({price, quantity}) => price * quantity)]]],
    [
      "SELECT sum(price + quantity - 1), sum(salary * 12) FROM people",
      [[sum(({price, quantity}) => price + quantity - 1), 12 * sum(({salary}) => salary)]],
    ],
    [
      "SELECT sum(salary) FILTER (WHERE id > 20) AS late FROM people",
      [[sum(({id, salary}) => (id > 20 ? salary : 0))]],
    ],
    ["SELECT count(*) FILTER (WHERE town = 'Ulm'), count_if(id > 30) FROM people", [[20, 30]]],
    [
      "SELECT sum(CASE WHEN town = 'Ulm' THEN 1 ELSE 0 END), avg(CASE WHEN id > 30 THEN 1.0 ELSE 0.0 END) FROM people",
      [[20, 0.5]],
    ],
    [
      "WITH t AS (SELECT town, price * quantity AS revenue FROM people) SELECT sum(revenue) FROM t",
      [[sum(({price, quantity}) => price * quantity)]],
    ],
    [
      "SELECT t.side, count(*) AS n FROM people p JOIN teams t ON p.team = t.team GROUP BY t.side ORDER BY t.side",
      [
        ["blue", 30],
        ["red", 30],
      ],
    ],
    [
      "SELECT date_trunc('month', day) AS m, count(*) AS n FROM people GROUP BY m ORDER BY m",
      [
        [expect.any(String), 20],
        [expect.any(String), 20],
        [expect.any(String), 20],
      ],
    ],
    [
      "SELECT town, sum(price * quantity) > 0 AS any FROM people GROUP BY town ORDER BY town",
      [
        ["Bonn", true],
        ["Kiel", true],
        ["Ulm", true],
      ],
    ],
    ["SELECT count(age), max(day), count(DISTINCT town) FROM people", [[58, "2024-03-03", 4]]],
    [
      "SELECT quantile_cont(id, [0.25, 0.5, 0.75]) AS q, corr(id, id) AS r FROM people",
      [[expect.any(String), 1]],
    ],
    ["SELECT round(avg(salary)) > 1 AS salary, median(salary) > 1 AS m FROM people", [[true, true]]],
    ["SELECT count(*) FROM people WHERE salary > 1e4", [[60]]],
    [
      "SELECT count(*), sum(salary + 1e4) > 1e1 AS more FROM people WHERE id < 100.0 AND id > -1e0",
      [[60, true]],
    ],
    ["SELECT count(*) AS n FROM people WHERE id < 12345678901234567890", [[60]]],
  ])("%s", async (sql, rows) => {
    const {structured, text} = await run(sql);
    expect(structured.rows, text).toEqual(rows);
  });
});

describe("where groups alone are told, a recipe tells of no rows", () => {
  it("neither by its notes and SQL nor by digests", async () => {
    const {structured} = await server.call("run_statistics", {
      method: "describe",
      table: "people",
      args: {columns: ["salary"]},
    });
    const read = async (end: string) => {
      const uri = `tabletalk://recipes/${structured.recipe}${end}`;
      const {contents} = await server.client.readResource({uri}, {timeout: 120_000});
      return JSON.parse(String((contents[0] as {text?: string}).text));
    };
    const how = await read("/how");
    expect(how).toMatchObject({sameAgain: true, recipe: structured.recipe});
    expect(how.steps[0].tool).toBe("run_statistics");
    for (const step of how.steps) {
      expect(step).not.toHaveProperty("notes");
      expect(step).not.toHaveProperty("sql");
    }
    expect(await read("")).toMatchObject({text: "", values: [], evidence: [], artifacts: {}});
  });
});

function quantiles(many: number, from = 1): string {
  return [...Array(many).keys()].map((at) => `quantile_disc(salary, ${(at + from) / 100})`).join(", ");
}

function list(many: number): string {
  return `[${[...Array(many).keys()].map((at) => (at + 1) / 100)}]`;
}
