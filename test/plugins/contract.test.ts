import {expect, test} from "vitest";
import {z} from "zod";
import {defineMethod, definePlugin, defineTool, tableField} from "../../src/plugins/plugin.ts";

test("a plugin is what it was written as", () => {
  const count = defineTool({
    name: "count_letters",
    description: "How many letters a text has.",
    input: z.object({text: z.string()}),
    run: async ({text}) => ({title: "Letters", table: {columns: ["letters"], rows: [[text.length]]}}),
  });
  expect(definePlugin({name: "letters", version: "1.0.0", tools: [count]}).tools?.[0]?.name).toBe(
    "count_letters",
  );
});

test("wrong use does not compile", () => {
  const wrong = () => {
    // @ts-expect-error a plugin has a version
    definePlugin({name: "x"});
    // @ts-expect-error there is no such part
    definePlugin({name: "x", version: "1.0.0", commands: []});
    defineTool({
      name: "wrong",
      description: "Reads a field that its input does not have.",
      input: z.object({text: z.string()}),
      // @ts-expect-error the input has no `number`
      run: async ({number}) => ({title: "Wrong", text: String(number)}),
    });
    defineTool({
      name: "wrong",
      description: "Gives a number, and no result.",
      input: z.object({}),
      // @ts-expect-error a tool gives a title with a table or a text
      run: async () => 42,
    });
    defineMethod({
      // @ts-expect-error only three families take methods
      family: "run_sql",
      name: "wrong",
      description: "Joins a tool that is no family.",
      input: z.object({}),
      run: async () => ({title: "Wrong", text: ""}),
    });
    defineMethod({
      family: "prepare_data",
      name: "wrong",
      description: "A preparation that gives no SELECT.",
      input: z.object({table: tableField}),
      // @ts-expect-error a preparation gives the SELECT of the table that it makes
      run: async () => ({title: "Wrong", table: {columns: ["a"], rows: []}}),
    });
  };
  expect(wrong).toBeTypeOf("function");
});

test("a name that is none is said where it is defined", () => {
  expect(() => definePlugin({name: "x", version: "one"})).toThrow(
    "version cannot be used: is no version such as 1.0.0",
  );
});
