import {expect, test} from "vitest";
import {createRegistry} from "../../src/tools/registry.ts";

const registry = createRegistry();

test("at most 15 tools, each with a name, a short description and a JSON schema", () => {
  expect(registry.tools.length).toBeLessThanOrEqual(15);
  for (const {name, description, inputSchema} of registry.describe()) {
    expect(name).toMatch(/^[a-z_]+$/);
    expect(description.length).toBeLessThan(320);
    expect(JSON.stringify(inputSchema)).toContain('"type"');
  }
});

test("a method's name is the one that its input asks for", () => {
  for (const tool of registry.tools) {
    for (const method of registry.methods(tool.name)) {
      expect(
        registry.get(tool.name)!.input.safeParse({method: method.name}).error?.issues[0]?.path,
      ).not.toEqual(["method"]);
    }
  }
  expect(registry.methods("run_statistics").map((method) => method.name)).toContain("correlation");
});

test("inputs get their defaults", () => {
  expect(registry.validateInput("aggregate", {table: "t"})).toMatchObject({
    measures: [],
    groups: [],
    includeMissing: true,
  });
});

test.each([
  ["agregate", {}, "There is no tool 'agregate'; nearest: aggregate."],
  ["aggregate", {table: "t", measure: []}, "aggregate takes no 'measure'; nearest: measures."],
  [
    "aggregate",
    {table: "t", measures: [{name: "x", fn: "sum", off: {column: "a"}}]},
    "takes no 'off' in measures.0",
  ],
  [
    "run_statistics",
    {method: "normality", table: "t", column: {name: "a", of: {column: "a"}}, tests: ["chi"]},
    'tests.0 ("chi")',
  ],
  ["aggregate", {table: "t", where: {op: "=", of: {column: "a"}}}, "does not fit in where.value"],
  ["prepare_data", {method: "slect", table: "t"}, "prepare_data has no method 'slect'; nearest: select"],
  ["run_statistics", {table: "t"}, "run_statistics needs a method"],
])("what is wrong with the input of %s is told", (tool, input, message) => {
  expect(() => registry.validateInput(tool, input)).toThrow(message);
});
