import {resolve} from "node:path";
import {expect, test} from "vitest";
import {brokenRules} from "./rules.ts";
import {allSources, readSource} from "./source_file.ts";

const root = resolve(import.meta.dirname, "../..");

test("the house is built as the design says", () => {
  const files = allSources(root);
  expect(files.length).toBeGreaterThan(20);
  expect(brokenRules(files)).toEqual([]);
});

const planted: [what: string, path: string, text: string, broken: RegExp][] = [
  ["an import upwards", "src/data/a.ts", 'import {x} from "../planning/plan.ts"; x();', /not below/],
  [
    "a type from above",
    "src/charts/a.ts",
    'import type {X} from "../tools/tool.ts"; export type Y = X;',
    /not below/,
  ],
  ["an import sideways", "src/charts/a.ts", 'import {x} from "../learning/a.ts"; x();', /not below/],
  [
    "a lazy import upwards",
    "src/tools/a.ts",
    'export const x = () => import("../channels/turn.ts");',
    /not below/,
  ],
  [
    "an export from above",
    "src/store/a.ts",
    'export {x} from "../data/a.ts"; export const y = 1;',
    /not below/,
  ],
  ["a type import in place", "src/store/a.ts", 'export type X = import("../data/a.ts").X;', /not below/],
  ["Mastra offline", "src/agents/offline/a.ts", 'import {Agent} from "@mastra/core"; Agent;', /Mastra/],
  ["the AI SDK in a tool", "src/tools/a.ts", 'import {x} from "@ai-sdk/openai"; x;', /AI SDK/],
  ["a driver in a tool", "src/tools/a.ts", 'import {x} from "@duckdb/node-api"; x;', /drivers/],
  ["a default export", "src/tools/a.ts", "export default 1;", /default export/],
  ["a barrel", "src/tools/a.ts", 'export * from "./b.ts"; export {c} from "./c.ts";', /hands on/],
  ["a long file", "src/tools/a.ts", "export const a = 1;\n".repeat(1) + "\n".repeat(400), /lines/],
  ["a vague name", "src/tools/utils.ts", "export const a = 1;", /says nothing/],
  ["a room of its own", "src/magic/a.ts", 'import {x} from "../errors.ts"; x;', /design does not have/],
];

test.each(planted)("a planted violation is found: %s", (_what, path, text, broken) => {
  expect(brokenRules([readSource(path, text)])).toEqual([expect.stringMatching(broken)]);
});

const inCircle = (third: string): string[] =>
  brokenRules([
    readSource("src/tools/a.ts", 'import {b} from "./b.ts"; export const a = () => b;'),
    readSource("src/tools/b.ts", 'import {c} from "./c.ts"; export const b = () => c;'),
    readSource("src/tools/c.ts", third),
  ]);

test("a circle of imported values is found", () => {
  const circle =
    "src/tools/a.ts -> src/tools/b.ts -> src/tools/c.ts -> src/tools/a.ts is a circle of imports";
  expect(inCircle('import {a} from "./a.ts"; export const c = () => a;')).toEqual([circle]);
  expect(inCircle('export {a as c} from "./a.ts"; export const d = 1;')).toEqual([circle]);
});

test("types and lazy imports close no circle", () => {
  expect(inCircle('import type {A} from "./a.ts"; export const c: A = 1;')).toEqual([]);
  expect(inCircle('import {type A} from "./a.ts"; export const c: A = 1;')).toEqual([]);
  expect(inCircle('export const c = () => import("./a.ts");')).toEqual([]);
});

test("what the design allows is allowed", () => {
  const text =
    'import {z} from "zod";\nimport type {Plan} from "../planning/plan.ts";\nexport const a = (p: Plan) => z;\n';
  expect(brokenRules([readSource("src/agents/a.ts", text)])).toEqual([]);
});
