import {describe, expect, test} from "vitest";
import {executePlan, headlineOf} from "../../src/planning/execute.ts";
import {compileWorkflow} from "../../src/workflows/compile.ts";
import {sayProblem} from "../../src/workflows/problem.ts";
import {validateWorkflow} from "../../src/workflows/validate.ts";
import {monthlySales, openSales} from "./sales_scene.ts";

const {scene, context} = await openSales();
const problems = (nodes: unknown[], change: Record<string, unknown> = {}) =>
  validateWorkflow(monthlySales({nodes, chart: undefined, tell: undefined, ...change}), scene).problems.map(
    sayProblem,
  );
const plain = {parameters: {}, headline: "a"};

describe("a workflow that is right", () => {
  test("has no problems and no warnings", () => {
    const {problems, warnings, nodes} = validateWorkflow(monthlySales(), scene);
    expect(problems).toEqual([]);
    expect(warnings).toEqual([]);
    expect(nodes.map(({id, waitsFor}) => [id, waitsFor])).toEqual([
      ["of_month", []],
      ["total", ["of_month"]],
      ["picture", ["total"]],
    ]);
  });

  test.each([
    [{}, [["North", 120.5]]],
    [{month: "2026-03", region: "East"}, [["East", 200]]],
    [{month: "February 2026", region: "South"}, [["South", 80]]],
    [{region: "North'; DROP TABLE orders; --"}, []],
  ])("compiles with %j into steps that the executor runs", async (given, expected) => {
    const {nodes} = compileWorkflow(monthlySales(), given, scene);
    const plan = {steps: nodes.map(({step}) => step!), headline: "total"};
    const execution = await executePlan(plan, {registry: scene.registry, context, signal: context.signal});
    expect(headlineOf(plan, execution).table.rows.map((row) => row.slice(0, 2))).toEqual(expected);
  });
});

describe("a workflow that is wrong", () => {
  test("is told everything at once, each with its node and the nearest name", () => {
    const found = problems(
      [
        {id: "a", kind: "filtre", input: {table: "orders"}},
        {
          id: "b",
          kind: "filter",
          input: {table: "order", where: {op: "=", of: {column: "region"}, value: "x"}},
        },
        {
          id: "c",
          kind: "aggregate",
          input: {
            table: "orders",
            where: {op: ">", of: {column: "amout"}, value: 3},
            measures: [{name: "m", fn: "sum", of: {column: "region"}}],
          },
        },
        {id: "d", kind: "statistics", input: {method: "correlatio", table: "orders"}},
        {id: "e", kind: "step", input: {tool: "agregate", input: {}}},
        {id: "f", kind: "aggregate", input: {tabel: "orders", table: {$step: "z"}}, needs: ["cc"]},
      ],
      {parameters: {}, headline: "totl"},
    );
    expect(found).toEqual([
      'headline: "totl" is no node. The nodes are: a, b, c, d, e, f.',
      'Node "a", kind: there is no kind "filtre". Did you mean "filter"?',
      'Node "b", input.table: there is no dataset "order". Did you mean "orders"?',
      'Node "c", input.where.of.column: there is no column "amout" in orders. Did you mean "amount"?',
      'Node "c", input.measures.0.of: sum is of numbers, and this is text. Count it, or take another column.',
      'Node "d", input.method: run_statistics has no method "correlatio". Did you mean "correlation" or "autocorrelation"?',
      'Node "e", input.tool: there is no tool "agregate". Did you mean "aggregate"?',
      'Node "f", input: "z" is no node. The nodes are: a, b, c, d, e, f.',
      'Node "f", needs: "cc" is no node. Did you mean "c"?',
      'Node "f", input.tabel: there is no such field. Did you mean "table"?',
    ]);
  });

  test("names a circle, and what each of its nodes has wrong beside it", () => {
    const reads = (id: string, other: string) => ({id, kind: "filter", input: {table: {$step: other}}});
    expect(problems([reads("a", "c"), reads("b", "a"), reads("c", "b")], plain)).toEqual([
      'Node "a": nodes wait for each other in a circle: a -> c -> b -> a. Let each node read earlier nodes only.',
    ]);
    expect(problems([{...reads("a", "a")}], plain)[0]).toContain("a -> a");
  });

  test("misses columns that an earlier node does not pass on", () => {
    const total = monthlySales().nodes[1]!;
    const sums = {...total, input: {...total.input, table: "orders", where: undefined}};
    const chart = (y: string) => ({
      id: "b",
      kind: "chart",
      input: {from: {$step: "total"}, spec: {kind: "bar", x: "region", y}},
    });
    const headline = {parameters: {}, headline: "total"};
    expect(problems([sums, chart("customer")], headline)).toEqual([
      'Node "b", input.spec: there is no column "customer" in total. The columns are: region, amount, n.',
    ]);
    expect(problems([sums, chart("region")], headline)).toEqual([
      'Node "b", input.spec.y: "region" is text, not a number. Plot a column of numbers.',
    ]);
    expect(problems([sums, chart("n")], headline)).toEqual([]);
  });

  test("follows columns through joins, calculations and renamed columns", () => {
    const joined = {
      id: "a",
      kind: "join",
      input: {table: "orders", with: {table: "customers"}, on: [{left: "customer", right: "customer"}]},
    };
    const net = {
      id: "b",
      kind: "calculate",
      input: {
        table: {$step: "a"},
        columns: [{name: "net", of: {op: "*", left: {column: "amount"}, right: {constant: 0.8}}}],
      },
    };
    const sum = (column: string, group: string) => ({
      id: "c",
      kind: "aggregate",
      input: {
        table: {$step: "b"},
        measures: [{name: "net", fn: "sum", of: {column}}],
        groups: [{name: "by", of: {column: group}}],
      },
    });
    expect(problems([joined, net, sum("net", "segment")], {...plain, headline: "c"})).toEqual([]);
    expect(problems([joined, net, sum("nett", "segement")], {...plain, headline: "c"})).toEqual([
      'Node "c", input.measures.0.of.column: there is no column "nett" in b. Did you mean "net"?',
      'Node "c", input.groups.0.of.column: there is no column "segement" in b. Did you mean "segment"?',
    ]);
  });

  test.each([
    [{op: ">", of: {column: "amount"}, value: "many"}, '"many" is compared with a column of number.'],
    [{op: "=", of: {column: "ordered_on"}, value: "March"}, '"March" is compared with a column of date.'],
  ])("does not compare %j", (where, message) => {
    expect(problems([{id: "a", kind: "filter", input: {table: "orders", where}}], plain).join()).toContain(
      message,
    );
  });

  test("has ids that are not clear", () => {
    const node = {id: "a", kind: "filter", input: {table: "orders"}};
    expect(problems([node, node], plain)).toEqual([
      'Node "a", id: two nodes are called that. Give each its own id.',
    ]);
    expect(problems([{...node, id: "orders"}], {...plain, headline: "orders"})).toEqual([
      'Node "orders", id: a dataset is called like it. Give the node another id.',
    ]);
    expect(
      problems([node, {id: "b", kind: "filter", input: {table: "a"}}], {...plain, headline: "b"}),
    ).toEqual(['Node "b", input.table: "a" is a node. Write {"$step": "a"} for what it made.']);
  });

  test("uses parameters that are not there, and has some that nothing uses", () => {
    const {problems, warnings} = validateWorkflow(
      monthlySales({
        parameters: {mont: {type: "month"}, region: {type: "text"}, spare: {type: "number"}},
        tell: "{{month}} {{region.first}} {{total.amuont}} {{nobody.n}}",
      }),
      scene,
    );
    expect(problems.map(sayProblem)).toEqual([
      'tell: {{month}}: there is no parameter "month". Did you mean "mont"?',
      'tell: {{region.first}}: a parameter of the type text has no "first". There are no parts.',
      'tell: {{nobody.n}}: there is no parameter "nobody". The parameters are: mont, region, spare, of_month, total, picture.',
      'tell: there is no column "amuont" in total. Did you mean "amount"?',
      'Node "of_month", input.period.from: {{month.first}}: there is no parameter "month". Did you mean "mont"?',
      'Node "of_month", input.period.to: {{month.after}}: there is no parameter "month". Did you mean "mont"?',
    ]);
    expect(warnings.map(({message}) => message)).toEqual([
      'Nothing uses the parameter "mont".',
      'Nothing uses the parameter "spare".',
    ]);
  });

  test("is warned of a node that nothing comes of", () => {
    const lost = {
      id: "lost",
      kind: "filter",
      input: {table: "orders", where: {op: "is_null", of: {column: "region"}}},
    };
    const {problems, warnings} = validateWorkflow(
      monthlySales({nodes: [...monthlySales().nodes, lost]}),
      scene,
    );
    expect(problems).toEqual([]);
    expect(warnings.map(({node}) => node)).toEqual(["lost"]);
  });

  test("is refused for a run with all that is wrong in one error", () => {
    const compile = () => compileWorkflow(monthlySales(), {month: "Smarch", regoin: "North"}, scene);
    expect(compile).toThrow(/"Smarch" is no month/);
    expect(compile).toThrow(/2 problems/);
    expect(compile).toThrow(/Did you mean "region"\?/);
  });
});
