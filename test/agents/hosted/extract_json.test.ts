import {expect, test} from "vitest";
import {extractJson} from "../../../src/agents/hosted/extract_json.ts";

test.each([
  ["plain", '{"a":1}'],
  ["fenced", 'Here it is:\n```json\n{"a": 1}\n```\nDone.'],
  ["in prose", 'The answer is {"a": 1}, I think.'],
  ["after thoughts", '<think>{"b":2} no</think>{"a":1}'],
  ["trailing commas and comments", '{"a": 1, // one\n}'],
  ["curly quotes", "{“a”: 1}"],
  ["braces in prose before it", 'Use {name} like so: {"a":1}'],
])("%s", (_, text) => {
  expect(extractJson(text)).toEqual({a: 1});
});

test("Python's literals are mended, and strings are left alone", () => {
  expect(extractJson(`{"a": None, "b": True, "c": "None, // True,}"}`)).toEqual({
    a: null,
    b: true,
    c: "None, // True,}",
  });
});

test.each(["", "no", "{", "[1,2]", '{"a": }'])("%j holds no object", (text) => {
  expect(extractJson(text)).toBeUndefined();
});

test("a flood of braces ends soon", () => {
  expect(extractJson("{".repeat(20_000))).toBeUndefined();
});
