import {beforeAll, describe, expect, test} from "vitest";
import {checkJoin} from "../../../src/data/catalogue/check_join.ts";
import {
  type CatalogueEntry,
  catalogueEntry,
  catalogueEntrySchema,
} from "../../../src/data/catalogue/entry.ts";
import {type Described, findJoins, type Join} from "../../../src/data/catalogue/joins.ts";
import {compareTables} from "../../../src/data/catalogue/near_duplicates.ts";
import type {Dataset} from "../../../src/data/dataset.ts";
import {workplace} from "../workplace.ts";
import {describeAll, importTogether} from "./describe_tables.ts";
import {csvOf} from "./draw.ts";
import {labelledTables} from "./labelled_tables.ts";
import {ALLOWED_JOINS, COPIES_OF, TRUE_COPIES, TRUE_DOMAINS, TRUE_JOINS, TRUE_KEYS} from "./labels.ts";

const place = workplace();
let datasets: Dataset[];
let tables: Described[];
let entries: Map<string, CatalogueEntry>;
let joins: Join[];

beforeAll(async () => {
  const sheets = [...labelledTables()].map(([name, sheet]): [string, string] => [name, csvOf(sheet)]);
  datasets = await importTogether(place.engine, place.folder, new Map(sheets));
  tables = await describeAll(place.engine, datasets);
  entries = new Map(
    tables.map(({name, profile}, at) => [name, catalogueEntry(profile, datasets[at]!.version)]),
  );
  joins = await findJoins(tables);
}, 240_000);

const says = ({from, to}: Join): string => `${from.table}.${from.column} > ${to.table}.${to.column}`;
const original = (table: string): string => COPIES_OF[table] ?? table;

describe("joins between 42 tables that are known", () => {
  /** Joins that are judged: neither those within a family of copies nor those that are allowed. */
  const judged = (): string[] =>
    joins
      .filter(({from, to}) => original(from.table) !== original(to.table))
      .map(says)
      .filter((join) => !ALLOWED_JOINS.some((allowed) => allowed.test(join)));

  test("no join is offered that means nothing, though all count their rows from 1", () => {
    expect(judged().filter((join) => !TRUE_JOINS.has(join))).toEqual([]);
  });

  test("at least 95 of 100 true joins are offered", () => {
    const found = [...TRUE_JOINS].filter((join) => judged().includes(join));
    expect(found.length / TRUE_JOINS.size).toBeGreaterThanOrEqual(0.95);
  });

  test("each says why, how many values both have, and which side has each once", () => {
    const join = joins.find((one) => says(one) === "orders.customer_id > customers.customer_id");
    expect(join).toMatchObject({
      cardinality: "many-to-one",
      counted: true,
      confidence: "likely",
      why: ["both columns are called customer_id"],
    });
    expect(join?.shares.from).toBe(1);
    expect(join?.shares.to).toBeGreaterThan(0.9);
  });

  test("what was estimated is counted, with examples that are not of persons", async () => {
    const session = await place.engine.open(datasets);
    const profiles = new Map(tables.map(({name, profile}) => [name, profile]));
    const estimated = joins.find(
      (one) => says(one) === "scan_events.tracking_number > shipments.tracking_no",
    )!;
    expect(estimated.counted).toBe(false);
    const counted = await checkJoin(session, estimated, profiles);
    expect(counted).toMatchObject({counted: true, shares: {from: 1}});
    expect(Math.abs(counted!.shares.to - estimated.shares.to)).toBeLessThan(0.1);
    expect(counted!.examples).toHaveLength(3);
    const mail = {
      ...estimated,
      from: {table: "customers", column: "email"},
      to: {table: "customers_sample", column: "email"},
    };
    expect((await checkJoin(session, {...mail, from: mail.to, to: mail.from}, profiles))?.examples).toEqual(
      [],
    );
  });
});

describe("copies", () => {
  const copies = (): Record<string, string> =>
    Object.fromEntries(
      tables.flatMap((one, at) =>
        tables.slice(0, at).flatMap((earlier) => {
          const found = compareTables(one, earlier);
          return found ? [[`${one.name} ~ ${earlier.name}`, found.likeness]] : [];
        }),
      ),
    );

  test("are told from other data: more rows, moved and renamed columns, one column more, a part", () => {
    expect(copies()).toEqual(TRUE_COPIES);
  });

  test("tell how columns were renamed", () => {
    const [clients, customers] = ["clients", "customers"].map(
      (name) => tables.find((one) => one.name === name)!,
    );
    expect(compareTables(clients!, customers!)?.renamed).toEqual([
      ["ClientNo", "customer_id"],
      ["FullName", "name"],
      ["Mail", "email"],
      ["Town", "city"],
      ["Land", "country_code"],
      ["Since", "signup_date"],
    ]);
  });
});

describe("entries", () => {
  test("every table's key is found", () => {
    const keys = [...entries].map(([name, entry]) => [name, entry.keys[0]?.columns.join("+")]);
    expect(Object.fromEntries(keys)).toEqual(TRUE_KEYS);
  });

  test("at least nine of ten tables are about what they are said to be", () => {
    const wrong = Object.entries(TRUE_DOMAINS).filter(
      ([name, domain]) => entries.get(name)?.domain.name !== domain,
    );
    expect(wrong.length).toBeLessThanOrEqual(Object.keys(TRUE_DOMAINS).length / 10);
  });

  test("they tell what a row is, units, persons, and the time that rows are from", () => {
    expect(entries.get("inventory")?.grain.says).toBe("one row per warehouse and product");
    expect(entries.get("payroll")).toMatchObject({
      grain: {says: "one row per employee and month", key: ["employee_id", "pay_month"]},
      span: {column: "pay_month", from: "2024-01-01", to: "2024-06-01", grain: "month"},
    });
    expect(entries.get("weather_daily")?.units.map(({column, unit}) => [column, unit])).toEqual([
      ["temp_max_c", "°C"],
      ["temp_min_c", "°C"],
      ["precipitation_mm", "mm"],
      ["wind_kmh", "km/h"],
    ]);
    expect(entries.get("customers")?.personal.map(({column}) => column)).toEqual(["name", "email"]);
    expect(entries.get("houses")?.span).toBeUndefined();
  });

  test("an entry passes its schema and holds no value of a person", () => {
    for (const entry of entries.values()) catalogueEntrySchema.parse(entry);
    expect(JSON.stringify(entries.get("customers"))).not.toContain("@mail");
  });
});
