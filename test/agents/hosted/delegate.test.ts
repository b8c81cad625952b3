import {beforeAll, describe, expect, test} from "vitest";
import type {PlannerInput, PlannerOutput} from "../../../src/agents/contracts.ts";
import {createHostedAgents} from "../../../src/agents/hosted/agents.ts";
import {executePlan, headlineOf} from "../../../src/planning/execute.ts";
import {createRegistry} from "../../../src/tools/registry.ts";
import {openTables, type Tables} from "../../tools/open_tables.ts";
import {onModels, type Scripted, startProvider} from "./provider.ts";

const TRIPS = `day,city,Fare Paid,km,tip
2024-01-01,Oslo,10.5,2,1
2024-01-02,Oslo,20.5,4,
2024-01-03,Bergen,30.5,6,3
2024-01-04,Bergen,40.5,8,4
2024-01-05,Bergen,1000,9,5
`;
const registry = createRegistry();
let tables: Tables;
let input: PlannerInput;
beforeAll(async () => {
  tables = await openTables({trips: TRIPS});
  const {session, asOf, timeZone, signal} = tables.context;
  const profiles = [await session.profile("trips")];
  input = {
    question: "fill tips by the median, then the mean tip",
    profiles,
    earlier: [],
    session,
    asOf,
    timeZone,
    signal,
  };
});

const says = (content: object): Scripted => ({content: JSON.stringify(content)});
const toSpecialist = (to: string) => says({delegate: [{to, goal: "what was asked"}]});

async function planned(replies: Scripted[], ask: Partial<PlannerInput> = {}) {
  await using provider = await startProvider({m: replies});
  const agents = createHostedAgents(onModels(provider, ["m"], {tools: registry}));
  const output = await agents.planner
    .plan({...input, ...ask})
    .catch((error: unknown) => error as PlannerOutput);
  return {output, requests: provider.requests(), sent: agents.account(input.signal).sent};
}

async function answerOf(output: PlannerOutput) {
  if (output.kind !== "plan") throw new Error(`no plan: ${JSON.stringify(output)}`);
  const execution = await executePlan(output.plan, {registry, context: tables.context, signal: input.signal});
  return headlineOf(output.plan, execution).table.rows;
}

describe("a goal for a specialist", () => {
  const steps = says({
    steps: [
      {
        id: "filled",
        tool: "prepare_data.fill_missing",
        input: {table: "trips", columns: ["tip"], how: "median"},
      },
      {
        id: "mean",
        tool: "aggregate",
        input: {table: "filled", measures: [{name: "mean tip", fn: "avg", of: "tip"}]},
      },
    ],
    headline: "mean",
  });

  test("becomes steps, whose tables later steps name, and runs", async () => {
    const {output, requests} = await planned([toSpecialist("preprocessing"), steps]);
    expect((await answerOf(output))[0]![0]).toBeCloseTo((1 + 3.5 + 3 + 4 + 5) / 5, 12);
    expect(requests).toHaveLength(2);
    expect(requests[1]!.messages[0]!.content).toContain(
      "prepare_data.fill_missing: table T, columns? [text], how",
    );
  });

  test("sees the tools of its specialist only, and no row", async () => {
    const {requests, sent} = await planned([toSpecialist("ml"), steps]);
    const [system, user] = requests[1]!.messages.map((message) => message.content);
    expect(system).toContain("train_model.classify");
    expect(system).not.toContain("make_chart");
    expect(user).not.toContain("2024-01-03 |");
    expect(sent.map(({role}) => role)).toEqual(["planner", "ml"]);
  });

  test("of two specialists: the second builds on the steps of the first", async () => {
    const first = says({
      steps: [{id: "near", tool: "prepare_data.filter", input: {table: "trips", where: "km < 9"}}],
    });
    const second = says({
      steps: [
        {
          id: "r",
          tool: "run_statistics.correlation",
          input: {table: {$step: "near"}, columns: ["Fare Paid", "km"]},
        },
      ],
    });
    const both = says({
      delegate: [
        {to: "preprocessing", goal: "trips below 9 km"},
        {to: "statistic", goal: "correlation of fare and km"},
      ],
    });
    const {output, requests} = await planned([both, first, second]);
    expect(requests[2]!.messages.at(-1)!.content).toContain('"id":"near"');
    expect(requests[2]!.messages[0]!.content).toContain("run_statistics.group_test");
    expect((await answerOf(output))[0]).toContain(1);
  });

  test.each([
    [
      "an unknown column",
      {table: "trips", where: "kilometres < 9"},
      'there is no column "kilometres"; nearest: ',
    ],
    ["an unknown table", {table: "trip", where: "km < 9"}, 'there is no table "trip"; there are: trips'],
    ["a formula that ends too early", {table: "trips", where: "km <"}, "ends too early"],
    ["a field that the method has not", {table: "trips", where: "km < 9", how: "all"}, "takes no 'how'"],
  ])("with %s goes back once with what is wrong", async (_, wrong, said) => {
    const bad = says({steps: [{id: "near", tool: "prepare_data.filter", input: wrong}]});
    const good = says({
      steps: [{id: "near", tool: "prepare_data.filter", input: {table: "trips", where: "km < 9"}}],
    });
    const {output, requests} = await planned([toSpecialist("preprocessing"), bad, good]);
    expect(requests[2]!.messages.at(-1)!.content).toContain(said);
    expect(output).toMatchObject({kind: "plan", plan: {headline: "near"}});
  });

  test("that none of its tools can reach is declined", async () => {
    const {output} = await planned([
      toSpecialist("ml"),
      says({declined: {reason: "There is no label to learn."}}),
    ]);
    expect(output).toMatchObject({kind: "declined", reason: "There is no label to learn."});
  });

  test("answered with rubbish for ever ends in a clear error", async () => {
    const {output} = await planned([toSpecialist("ml"), {content: "I think"}]);
    expect(output).toMatchObject({code: "model_failed"});
  });
});

describe("short inputs", () => {
  test.each([
    [
      "a group by month",
      {table: "trips", groups: [{of: "day", unit: "month"}], measures: [{name: "n", fn: "count"}]},
      [["2024-01-01", 5]],
    ],
    [
      "an order",
      {table: "trips", groups: ["city"], measures: [{name: "km", fn: "sum", of: "km"}], order: ["km desc"]},
      [
        ["Bergen", 23],
        ["Oslo", 6],
      ],
    ],
    [
      "a rate",
      {
        table: "trips",
        measures: [{name: "per km", fn: "sum", of: '"Fare Paid"', over: {fn: "sum", of: "km"}}],
      },
      [[1102 / 29, 5]],
    ],
    [
      "a full form",
      {table: "trips", measures: [{name: "n", fn: "count", where: {op: ">", of: {column: "km"}, value: 4}}]},
      [[3, 5]],
    ],
  ])("%s", async (_, short, rows) => {
    const {output} = await planned([
      toSpecialist("statistics"),
      says({steps: [{id: "a", tool: "aggregate", input: short}]}),
    ]);
    expect((await answerOf(output)).map((row) => row.slice(0, 2))).toEqual(rows);
  });
});

describe("a plan whose step failed", () => {
  test("is written again with the error, and then runs", async () => {
    const broken = {
      steps: [{id: "r", tool: "run_statistics", input: {method: "missing", table: "trips"}}],
      headline: "r",
    };
    const mended = says({
      steps: [{id: "r", tool: "aggregate", input: {table: "trips", measures: [{name: "n", fn: "count"}]}}],
    });
    await using provider = await startProvider({m: [mended]});
    const {planner} = createHostedAgents(onModels(provider, ["m"], {tools: registry}));
    const {TabletalkError} = await import("../../../src/errors.ts");
    const error = new TabletalkError("bad_plan", "The group has one value.", "Choose another group.");
    const output = await planner.mend!(input, broken, [{step: "r", error}]);
    expect(provider.requests()[0]!.messages.at(-1)!.content).toContain(
      "- r: The group has one value. Choose another group.",
    );
    expect(await answerOf(output)).toEqual([[5]]);
  });
});

describe("a specialist that is mentioned", () => {
  const steps = says({
    steps: [{id: "n", tool: "aggregate", input: {table: "trips", measures: [{name: "n", fn: "count"}]}}],
  });

  test("is asked at once, without the planner", async () => {
    const {output, sent} = await planned([steps], {question: "@statistics how many trips are there?"});
    expect(await answerOf(output)).toEqual([[5]]);
    expect(sent.map(({role}) => role)).toEqual(["statistics"]);
  });

  test("by no known name is a part of the question", async () => {
    const {sent} = await planned([toSpecialist("statistics"), steps], {
      question: "@bob how many trips are there?",
    });
    expect(sent.map(({role}) => role)).toEqual(["planner", "statistics"]);
  });
});

describe("the reviewer", () => {
  const plan = {
    steps: [{id: "n", tool: "aggregate", input: {table: "trips", measures: [{name: "n", fn: "count"}]}}],
    headline: "n",
  };
  const review = async (reply: Scripted) => {
    await using provider = await startProvider({m: [reply]});
    const {planner} = createHostedAgents(onModels(provider, ["m"], {tools: registry}));
    const {artifacts} = await executePlan(plan, {registry, context: tables.context, signal: input.signal});
    const faults = await planner.review!({...input, question: "how many trips from Oslo?"}, plan, artifacts);
    return {faults, requests: provider.requests()};
  };

  test("names what is otherwise than asked", async () => {
    const {faults, requests} = await review(says({wrong: ["the filter city = 'Oslo' is missing"]}));
    expect(faults.map(({step, error}) => [step, error.message])).toEqual([
      ["n", "the filter city = 'Oslo' is missing"],
    ]);
    expect(requests[0]!.messages.at(-1)!.content).toContain("0 | 5");
  });

  test("finds nothing in what is right, and nothing where it writes rubbish", async () => {
    expect((await review(says({right: true}))).faults).toEqual([]);
    expect((await review({content: "hm"})).faults).toEqual([]);
    expect((await review({error: {message: "down"}, status: 500})).faults).toEqual([]);
  });
});
