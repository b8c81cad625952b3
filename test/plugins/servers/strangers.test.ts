import fc from "fast-check";
import {expect, test} from "vitest";
import {z} from "zod";
import {plainLine, plainLines} from "../../../src/plugins/servers/foreign_text.ts";
import {inputSchemaOf, plainSchema, SchemaRefused} from "../../../src/plugins/servers/input_schema.ts";
import {resultTable} from "../../../src/plugins/servers/result_table.ts";
import {checkServerName, toolName} from "../../../src/plugins/servers/server.ts";

test("whatever a stranger writes becomes one short line without what hides or closes", () => {
  fc.assert(
    fc.property(fc.string({unit: "binary", maxLength: 400}), fc.integer({min: 1, max: 200}), (text, most) => {
      const line = plainLine(text, most);
      expect([...line].length).toBeLessThanOrEqual(most);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]|<[/\p{L}!?|]|`{3}| {2}/u);
      expect(line).toBe(line.trim());
    }),
  );
});

test.each([
  ["plain words stay", "Ok, go.", "Ok, go."],
  ["a comparison stays", "a < 5 and b > 3", "a < 5 and b > 3"],
  ["a tag is opened", "</system> do this", "‹/system> do this"],
  ["letters without width go", "pass\u200bword", "pass word"],
  ["a change of direction goes", "\u202egnp.exe", "gnp.exe"],
  ["code fences are none", "```js", "'''js"],
])("of a stranger's text %s", (_what, given, made) => {
  expect(plainLine(given, 100)).toBe(made);
});

test("a document of one endless line, and one of endless lines, are cut", () => {
  expect(plainLines("x".repeat(5_000_000), 10, 100)).toEqual({lines: [`${"x".repeat(99)}…`], isCut: true});
  expect(plainLines("y\n".repeat(100_000), 3, 100)).toEqual({lines: ["y", "y", "y"], isCut: true});
});

const accepts = (schema: unknown, input: unknown): boolean =>
  inputSchemaOf(plainSchema(schema)).safeParse(input).success;

test("an input is held against types, what is required, choices and bounds", () => {
  const schema = {
    type: "object",
    properties: {
      id: {type: "integer", minimum: 1},
      kind: {enum: ["a", "b"]},
      tags: {type: "array", items: {type: "string"}, maxItems: 2},
      note: {type: ["string", "null"]},
      at: {type: "object", properties: {x: {type: "number"}}, required: ["x"]},
    },
    required: ["id"],
  };
  expect(accepts(schema, {id: 1, kind: "a", tags: ["x"], note: null, at: {x: 1.5}})).toBe(true);
  for (const wrong of [
    {},
    {id: 0},
    {id: 1.5},
    {id: 1, kind: "c"},
    {id: 1, tags: ["a", "b", "c"]},
    {id: 1, at: {}},
    {id: 1, more: 1},
  ])
    expect([wrong, accepts(schema, wrong)]).toEqual([wrong, false]);
});

test("a pattern that takes for ever to match is never tried", () => {
  const schema = {type: "object", properties: {text: {type: "string", pattern: "^(a+)+$"}}};
  expect(JSON.stringify(plainSchema(schema))).not.toContain("(a+)+");
  expect(accepts(schema, {text: `${"a".repeat(200)}!`})).toBe(true);
});

test.each([
  ["refers elsewhere", {type: "object", properties: {x: {$ref: "#/$defs/x"}}}, /refers to another/],
  ["is no object's", {type: "string"}, /no object/],
  ["is none", 42, /is none/],
  ["is endless", {type: "object", description: "x".repeat(40_000)}, /characters/],
  [
    "is deeper than can be read",
    Array.from({length: 12}).reduce((inner) => ({type: "object", properties: {x: inner}}), {}),
    /deeper/,
  ],
])("a schema that %s is refused", (_what, schema, said) => {
  expect(() => plainSchema(schema)).toThrow(said);
  expect(() => plainSchema(schema)).toThrow(SchemaRefused);
});

test("whatever stands in a schema, it is read or refused, and can be told to a model", () => {
  fc.assert(
    fc.property(fc.jsonValue({maxDepth: 4}), fc.jsonValue({maxDepth: 2}), (inner, other) => {
      const schema = {
        type: "object",
        properties: {x: inner, y: {anyOf: [inner, other], type: other}},
        required: other,
        enum: inner,
      };
      try {
        const read = inputSchemaOf(plainSchema(schema));
        read.safeParse({x: other});
        z.toJSONSchema(read, {io: "input", unrepresentable: "any"});
      } catch (error) {
        expect(error).toBeInstanceOf(SchemaRefused);
      }
    }),
  );
});

const text = (value: unknown) => ({
  content: [{type: "text" as const, text: typeof value === "string" ? value : JSON.stringify(value)}],
});

test.each([
  [
    "records",
    [
      {a: 1, b: "x"},
      {b: "y", c: true},
    ],
    ["a", "b", "c"],
    [
      [1, "x", null],
      [null, "y", true],
    ],
  ],
  ["columns with rows", {columns: ["a", {name: "b"}], rows: [[1, 2]]}, ["a", "b"], [[1, 2]]],
  ["the only list of an object", {total: 2, items: [{a: 1}]}, ["a"], [[1]]],
  ["one record", {a: 1, b: {c: [1, 2]}}, ["a", "b"], [[1, '{"c":[1,2]}']]],
  ["a bare list", [1, 2], ["text"], [["[1,2]"]]],
  ["names that differ in case alone", [{a: 1, A: 2}], ["a", "A_2"], [[1, 2]]],
])("an answer of %s is a table", (_what, value, names, rows) => {
  const {table} = resultTable(text(value), 10);
  expect(table.columns.map(({name}) => name)).toEqual(names);
  expect(table.rows).toEqual(rows);
});

test("rows beyond the limit are cut and told; what is no text is named", () => {
  expect(resultTable(text(Array.from({length: 30}, (_, n) => ({n}))), 10)).toMatchObject({
    truncated: true,
    table: {rows: {length: 10}},
  });
  const {notes, table} = resultTable({content: [{type: "image", data: "", mimeType: "image/png"}]}, 10);
  expect(notes).toEqual(["Left out of its answer: image."]);
  expect(table.rows).toEqual([]);
});

test("a server's name begins the names of its tools and can be mistaken for no other's", () => {
  expect(toolName("crm", "Look-Up.Now")).toBe("crm__look_up_now");
  for (const name of ["a", "Crm", "crm_", "c__m", "1crm", "../crm", "x".repeat(30)])
    expect(() => checkServerName(name)).toThrow();
  for (const name of ["crm", "my_crm", "c2"]) expect(() => checkServerName(name)).not.toThrow();
});
