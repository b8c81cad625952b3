import {beforeAll, describe, expect, test} from "vitest";
import {MersenneTwister} from "../../../src/statistics/random/mersenne_twister.ts";
import {openTables, type Tables} from "../open_tables.ts";

/** Orders of a year. Where planted: North pays 40 more, discounts lower the amount, and sales grow by the month. */
function orders(seed: number, planted: boolean): string {
  const random = new MersenneTwister(seed);
  const pick = (values: readonly string[]): string => values[random.upTo(values.length - 1)]!;
  const lines: string[] = [];
  for (let row = 0; row < 1200; row++) {
    const region = pick(["North", "East", "West", "South"]);
    const discount = Math.round(random.uniform() * 40) / 100;
    const day = Math.floor(random.uniform() * 360);
    const noise = 100 + 20 * random.normal();
    const amount = noise + (planted ? (region === "North" ? 40 : 0) - 200 * discount + day / 10 : 0);
    lines.push(
      [
        new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10),
        region,
        pick(["Web", "Shop", "Phone"]),
        discount,
        amount.toFixed(2),
        (amount * 1.19).toFixed(4),
        random.uniform() < (planted && region === "North" ? 0.5 : 0.2) ? "yes" : "no",
      ].join(","),
    );
  }
  return `day,region,channel,discount,amount,amount_with_tax,returned\n${lines.join("\n")}\n`;
}

let tables: Tables;
beforeAll(async () => {
  const noise = Object.fromEntries(
    Array.from({length: 10}, (_, seed) => [`noise_${seed}`, orders(seed + 50, false)]),
  );
  tables = await openTables({
    planted: orders(3, true),
    ...noise,
    short: "region,amount\nA,1\nB,2\n",
    same: `region,amount\n${Array.from({length: 40}, (_, at) => `${at % 2 ? "A" : "B"},5`).join("\n")}\n`,
  });
}, 120_000);
const run = (method: string, table: string, more: object = {}) =>
  tables.run("run_statistics", {method, table, ...more});
const named = (name: string) => ({name, of: {column: name}});

describe("key_drivers", () => {
  test("the planted columns come first, chance last, and a copy of the outcome is set aside", async () => {
    const {table, provenance} = await run("key_drivers", "planted", {target: "amount"});
    const order = table.rows.map(([column]) => column);
    expect(new Set(order.slice(0, 2))).toEqual(new Set(["region", "discount"]));
    expect(order.at(-1)).toBe("amount_with_tax");
    expect(table.rows.find(([column]) => column === "channel")![2]).toBeGreaterThan(0.05);
    expect(provenance.notes.join(" ")).toContain("amount_with_tax tells amount almost alone");
  });

  test("of a yes or no", async () => {
    const {table} = await run("key_drivers", "planted", {
      target: "returned",
      columns: ["region", "channel", "discount"],
    });
    expect(table.rows[0]![0]).toBe("region");
    expect(Number(table.rows[0]![3])).toBeGreaterThan(0.02);
  });

  test("the same rows give the same, whatever their order says of the seed", async () => {
    const once = await run("key_drivers", "planted", {target: "amount"});
    expect((await run("key_drivers", "planted", {target: "amount"})).table).toEqual(once.table);
  });

  test("chance is no driver in 9 of 10 tables", async () => {
    const found = await Promise.all(
      Array.from({length: 10}, (_, seed) =>
        run("key_drivers", `noise_${seed}`, {
          target: "amount",
          columns: ["region", "channel", "discount", "returned"],
        }),
      ),
    );
    const wrong = found.filter(({provenance}) => !provenance.notes[0]!.startsWith("Nothing goes with"));
    expect(wrong.length).toBeLessThanOrEqual(1);
  });

  test.each([
    ["short", {target: "amount"}, "are needed to look for what goes with it"],
    ["same", {target: "amount"}, "never varies|same in every row|neither a number nor a label"],
    ["planted", {target: "day"}, "neither a number nor a label"],
    ["planted", {target: "amont"}, "No column 'amont'"],
  ])("%s %j is refused", async (table, more, said) => {
    await expect(run("key_drivers", table, more)).rejects.toMatchObject({
      message: expect.stringMatching(said),
    });
  });
});

describe("segments", () => {
  test("the planted one stands first, against all other rows", async () => {
    const {table} = await run("segments", "planted", {column: named("amount")});
    const [name, mean, rest, difference, low, high] = table.rows[0]!;
    expect(name).toBe("region North");
    expect(Number(mean) - Number(rest)).toBeCloseTo(Number(difference), 9);
    expect(Number(low)).toBeLessThan(40);
    expect(Number(high)).toBeGreaterThan(36);
  });

  test("agree with Welch's test over the rows themselves", async () => {
    const {table} = await run("segments", "planted", {column: named("amount"), pairs: false});
    const north = table.rows.find(([name]) => name === "region North")!;
    const group = {name: "is north", of: {column: "region"}};
    const rest = await run("group_test", "planted", {
      column: named("amount"),
      group,
      test: "welch",
      where: {op: "in", of: {column: "region"}, values: ["North", "East"]},
    });
    // Not the same rest: only the direction and the size agree.
    const difference = rest.table.rows.find(([figure]) => String(figure).startsWith("difference of means"))!;
    expect(Math.abs(Number(difference[1]))).toBeCloseTo(Number(north[3]), -1);
  });

  test("chance gives none in 9 of 10 tables", async () => {
    const found = await Promise.all(
      Array.from({length: 10}, (_, seed) => run("segments", `noise_${seed}`, {column: named("amount")})),
    );
    expect(found.filter(({table}) => table.rows.length > 0).length).toBeLessThanOrEqual(1);
  });

  test.each([
    ["short", "are needed"],
    ["same", "is the same in every row"],
  ])("%s is refused", async (table, said) => {
    await expect(
      run("segments", table, {column: named("amount"), dimensions: [named("region")]}),
    ).rejects.toMatchObject({
      code: "bad_plan",
      message: expect.stringContaining(said),
    });
  });
});

describe("insights", () => {
  test("name what was planted: growth, the region, what goes together", async () => {
    const {table} = await run("insights", "planted");
    const found = table.rows.map(([kind, what]) => `${kind}: ${what}`);
    expect(found.some((one) => one.includes("region North"))).toBe(true);
    expect(found.some((one) => one.startsWith("go together") && one.includes("discount"))).toBe(true);
    for (const row of table.rows) if (row[4] !== null) expect(Number(row[4])).toBeLessThan(0.05);
  });

  test("say that nothing stands out in most tables of chance", async () => {
    const found = await Promise.all(
      Array.from({length: 10}, (_, seed) => run("insights", `noise_${seed}`, {column: "amount"})),
    );
    const tested = found.map(
      ({table}) => table.rows.filter((row) => row[4] !== null && row[0] !== "go together").length,
    );
    expect(tested.filter((count) => count > 0).length).toBeLessThanOrEqual(1);
  });
});

describe("trend and decompose", () => {
  const series = {
    time: {of: {column: "day"}, unit: "month"},
    measure: {name: "average", fn: "avg", of: {column: "amount"}},
  };

  test("the planted growth is a trend of about 3 a month", async () => {
    const {table} = await run("trend", "planted", series);
    const slope = table.rows.find(([figure]) => figure === "Sen's slope a period")!;
    expect(Number(slope[1])).toBeCloseTo(3, 0);
    expect(Number(table.rows.find(([figure]) => figure === "p")![1])).toBeLessThan(0.01);
  });

  test("trend, season and rest add up to the value", async () => {
    const week = {...series, time: {of: {column: "day"}, unit: "day"}};
    for (const kind of ["stl", "stl_robust", "additive"]) {
      const {table} = await run("decompose", "planted", {...week, season: 7, kind});
      for (const [, value, trend, season, rest] of table.rows)
        if (trend !== null && rest !== null)
          expect(Number(trend) + Number(season) + Number(rest)).toBeCloseTo(Number(value), 8);
    }
  });

  test("a season longer than half the history is refused", async () => {
    await expect(run("decompose", "planted", {...series, season: 12})).rejects.toMatchObject({
      code: "bad_plan",
      message: expect.stringContaining("Two seasons of 12 months are needed"),
    });
  });
});
