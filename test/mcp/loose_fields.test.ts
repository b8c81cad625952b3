import {describe, expect, it} from "vitest";
import {knownTable, looseFields} from "../../src/mcp/loose_fields.ts";

describe("fields as models write them who know other programs", () => {
  const keys = [{left: "store", right: "Store"}];

  it.each([
    ["store = Store"],
    ['orders.store == "Store"'],
    [["store=Store"]],
    ['"store" = "Store"'],
    [{store: "Store"}],
    [[["store", "Store"]]],
    [[{left: "store", right: "Store"}]],
    [{left: "store", right: "Store"}],
  ])("a join on %j is on those columns", (on) => {
    expect(looseFields("join", {with: "stores", on, how: "outer"}, "orders")).toEqual({
      with: {table: "stores"},
      on: keys,
      kind: "full",
    });
  });

  it("one name is the same column on both sides", () => {
    expect(looseFields("join", {with: {table: "stores"}, on: ["id"]})).toEqual({
      with: {table: "stores"},
      on: [{left: "id", right: "id"}],
    });
  });

  it.each([
    ["staff.boss = a.id"],
    ["a.id = staff.boss"],
    ["staff.boss = id"],
    ["id = a.id and staff.boss = a.id"],
    ['"Staff"."boss" = "A".id'],
    ["right.boss = left.id"],
  ])("the tables in %j say which column is whose", (on) => {
    const {on: keys} = looseFields("join", {with: "staff", on}, "a") as {on: unknown[]};
    expect(keys).toContainEqual({left: "id", right: "boss"});
  });

  it.each([
    ["boss = id = size", "a = b"],
    ["staff.boss = staff.id", "one table"],
    ["s.boss = a.id", 'the tables are "a" and "staff"'],
    ["s.boss = id", 'the tables are "a" and "staff"'],
    ["boss =", "a = b"],
    ['"boss" =', "a = b"],
    ['"boss = id', "a = b"],
    ["", "a = b"],
  ])("%j is refused: it leaves open which column is whose", (on, why) => {
    expect(() => looseFields("join", {with: "staff", on}, "a")).toThrow(why);
  });

  it("a quoted name may hold what parts others", () => {
    const keys = [{left: "a=b", right: "c and d"}];
    expect(looseFields("join", {with: "staff", on: '"a=b" = "c and d"'}, "a")).toMatchObject({on: keys});
  });

  it("a SELECT calls its tables as it likes; a table joined with itself has one name", () => {
    const select = "SELECT * FROM a AS x";
    const turned = {on: [{left: "id", right: "boss"}]};
    expect(looseFields("join", {with: "staff", on: "staff.boss = x.id"}, select)).toMatchObject(turned);
    expect(() => looseFields("join", {with: "staff", on: "s.boss = id"}, select)).toThrow("the SELECT");
    expect(looseFields("join", {with: "a", on: "a.id = a.boss"}, "a")).toMatchObject(turned);
  });

  it("two names of one field are refused", () => {
    expect(() => looseFields("sort", {order: ["a"], by: ["b"]})).toThrow("given twice");
    expect(() => looseFields("join", {how: "left", kind: "inner"})).toThrow("kind and how are one field");
    expect(() => looseFields("rename", {names: {a: "b"}, columns: {c: "d"}})).toThrow("given twice");
    expect(looseFields("sort", {order: null, by: ["b"]})).toEqual({order: ["b"]});
  });

  it("a mapping is a list of pairs", () => {
    expect(looseFields("rename", {columns: {a: "b"}})).toEqual({names: [{from: "a", to: "b"}]});
    expect(looseFields("cast", {columns: {a: "date"}})).toEqual({columns: [{column: "a", to: "date"}]});
    expect(looseFields("derive", {columns: {c: "a * b"}})).toEqual({columns: [{name: "c", of: "a * b"}]});
    expect(looseFields("sort", {by: ["a desc"]})).toEqual({order: ["a desc"]});
  });

  it("what is in our form, or unknown, stays", () => {
    const own = {names: [{from: "a", to: "b"}]};
    expect(looseFields("rename", own)).toEqual(own);
    expect(looseFields("describe", {columns: {a: 1}})).toEqual({columns: {a: 1}});
    expect(looseFields(undefined, own)).toBe(own);
  });

  it("a table is known by the name that its file had", () => {
    expect(knownTable("Staff List", ["staff_list", "orders"])).toBe("staff_list");
    expect(knownTable("orders", ["orders"])).toBe("orders");
    expect(knownTable("nothing", ["orders"])).toBe("nothing");
    expect(knownTable("", ["table"])).toBe("");
  });
});
