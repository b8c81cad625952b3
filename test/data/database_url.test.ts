import {expect, test} from "vitest";
import {isDatabaseUrl, readDatabaseUrl, withoutPassword} from "../../src/data/database_url.ts";

test("a URL names a server, a database and what to read of it", () => {
  expect(
    readDatabaseUrl(
      "postgres://ann:p%40ss@db.example.org/shop?table=orders,staff&schema=sales&limit=10&sslmode=require",
      {},
    ),
  ).toEqual({
    system: "postgres",
    host: "db.example.org",
    port: 5432,
    database: "shop",
    user: "ann",
    password: "p@ss",
    encryption: "require",
    schema: "sales",
    tables: ["orders", "staff"],
    limit: 10,
    shown: "postgres://ann:***@db.example.org/shop?table=orders,staff&schema=sales&limit=10&sslmode=require",
  });
  expect(readDatabaseUrl("mariadb://[::1]:3307/shop", {MYSQL_PWD: "hidden"})).toMatchObject({
    system: "mysql",
    host: "::1",
    port: 3307,
    password: "hidden",
  });
  expect(isDatabaseUrl("orders.csv")).toBe(false);
});

test.each([
  ["postgres://ann:secret@host/db", "postgres://ann:***@host/db"],
  ["postgres://ann:sec:r@et@host/db", "postgres://ann:***@host/db"],
  ["postgres://ann:sec/ret@host/db", "postgres://ann:***@host/db"],
  ["mysql://host/db?user=ann&password=secret&limit=1", "mysql://host/db?user=ann&password=***&limit=1"],
  ["postgres://ann@host:5432/db", "postgres://ann@host:5432/db"],
  ["orders.csv", "orders.csv"],
])("%s is shown as %s", (text, shown) => {
  expect(withoutPassword(text)).toBe(shown);
});

test.each([
  "postgres://host/",
  "postgres://ann:secret@/db",
  "postgres://a:secret@b/c/d",
  "mysql://a:secret@b/c?odd=1",
  "mysql://a:secret@b/c?limit=0",
])("%s is refused without its password", (text) => {
  expect(() => readDatabaseUrl(text, {})).toThrow(expect.objectContaining({code: "bad_use"}));
  expect(() => readDatabaseUrl(text, {})).not.toThrow(/secret/);
});
