import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {workflowDocumentSchema} from "../../src/workflows/document.ts";
import {readWorkflow, workflowOf, writeYaml} from "../../src/workflows/read_workflow.ts";
import {monthlySales} from "./sales_scene.ts";

test("a workflow comes back from YAML and from JSON as it was", async () => {
  const document = monthlySales();
  expect(await readWorkflow(await writeYaml(document))).toEqual(document);
  expect(await readWorkflow(JSON.stringify(document))).toEqual(document);
});

test("any text comes back from YAML as it was: yes, 1e3, null and line ends too", async () => {
  const texts = fc.oneof(
    fc.constantFrom(
      "yes",
      "no",
      "null",
      "~",
      "1e3",
      "0x1F",
      "2026-03-01",
      "- a",
      "a: b",
      "#",
      "&a",
      "*a",
      "!!x",
      " x ",
    ),
    fc.string({unit: "grapheme"}),
  );
  const values = fc.oneof(
    texts,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(texts, {maxLength: 3}),
  );
  const nodes = [{id: "a", kind: "step"}];
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        texts.filter((key) => key !== "__proto__"),
        values,
      ),
      async (input) => {
        const document = workflowDocumentSchema.parse({
          ...{format: 1, name: "x", title: "x", headline: "a"},
          nodes: [{...nodes[0], input}],
        });
        expect(await readWorkflow(await writeYaml(document))).toEqual(document);
      },
    ),
  );
});

test("YAML is read as a person writes it", async () => {
  const document = await readWorkflow(`
format: 1
name: weekly
title: Weekly orders   # the title
parameters:
  since: {type: date, default: 7 days ago}
nodes:
  - id: recent
    kind: filter
    input:
      table: orders
      period: {column: ordered_on, from: "{{since}}"}
    retry: {attempts: 3}
headline: recent
`);
  expect(document.nodes[0]).toMatchObject({kind: "filter", retry: {attempts: 3, waitMs: 1000}});
});

describe("what is no workflow", () => {
  test("is told with every field, its node and the nearest name", async () => {
    const text = JSON.stringify({
      ...{format: 2, name: "Monthly Sales", titel: "x"},
      parameters: {month: {type: "moth"}},
      nodes: [{id: "a", kind: "filter", inputs: {}}, {kind: "step"}],
      headline: "a",
    });
    await expect(readWorkflow(text)).rejects.toThrow(
      /7 problems[\s\S]*format[\s\S]*name: "Monthly Sales" does not fit: small letters[\s\S]*titel: there is no such field. Did you mean "title"/,
    );
    await expect(readWorkflow(text)).rejects.toThrow(/Parameter "month", type: "moth" does not fit/);
    await expect(readWorkflow(text)).rejects.toThrow(/Node "a", inputs: there is no such field/);
    await expect(readWorkflow(text)).rejects.toThrow(/nodes\.1\.id/);
  });

  test("says plainly what is missing, that it is empty, and that there are several", async () => {
    const several = "format: 1\nname: a\ntitle: A\nnodes: [{id: a, kind: step}]\nheadline: a\n";
    await expect(readWorkflow(several)).resolves.toMatchObject({name: "a"});
    await expect(readWorkflow(`${several}---\n${several}`)).rejects.toThrow("several documents");
    await expect(readWorkflow(" \n")).rejects.toThrow("The workflow is empty.");
    await expect(readWorkflow(several.replace("title: A\n", ""))).rejects.toThrow("title: it is missing.");
  });

  const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${["b", "c", "d", "e", "f", "g", "h", "i"]
    .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[at]}`).join(", ")}]`)
    .join("\n")}\n`;

  test.each([
    ["a bomb of aliases", bomb],
    ["deep nesting", "[".repeat(50_000)],
    ["deep nesting of JSON", `{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}`],
    ["a field twice", "format: 1\nformat: 1\n"],
    ["half a text", '{"format": 1'],
    ["a tag of another language", "format: !!js/function 'return 1'\n"],
    ["half a flow", "nodes: [a, b\n"],
    ["a prototype", '{"__proto__": {"format": 1}}'],
    ["a long text", `title: ${"x".repeat(300_000)}`],
  ])("as %s is refused before anything is made of it", async (_what, text) => {
    await expect(readWorkflow(text)).rejects.toMatchObject({code: "bad_file"});
  });

  test.each([[null], [3], ["x"], [[]], [{}]])("as %j is told", (value) => {
    expect(() => workflowOf(value)).toThrow(expect.objectContaining({code: "bad_plan"}));
  });
});
