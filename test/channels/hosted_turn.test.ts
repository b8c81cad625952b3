import {beforeAll, describe, expect, test} from "vitest";
import {createHostedAgents} from "../../src/agents/hosted/agents.ts";
import {runTurn} from "../../src/channels/turn.ts";
import type {TurnParts} from "../../src/channels/turn_parts.ts";
import {createRegistry} from "../../src/tools/registry.ts";
import {onModels, type Scripted, startProvider} from "../agents/hosted/provider.ts";
import {openTables, type Tables} from "../tools/open_tables.ts";

const TRIPS = `city,kind,fare
Oslo,day,10.5
Oslo,day,20.5
Bergen,day,30.5
Bergen,day,42.5
`;
let tables: Tables;
beforeAll(async () => {
  tables = await openTables({trips: TRIPS});
});
const says = (content: object): Scripted => ({content: JSON.stringify(content)});
const delegated = says({delegate: [{to: "statistics", goal: "what was asked"}]});
const test_by = (group: string) =>
  says({
    steps: [{id: "t", tool: "run_statistics.group_test", input: {table: "trips", column: "fare", group}}],
  });

/** A whole turn with models on loopback that answer in this order. */
async function turn(replies: Scripted[], question: string) {
  await using provider = await startProvider({m: replies});
  const registry = createRegistry();
  const agents = createHostedAgents(onModels(provider, ["m"], {tools: registry}));
  const {session, limits, asOf, timeZone, signal} = tables.context;
  const parts: TurnParts = {
    session,
    registry,
    planner: async () => agents.planner,
    writer: async () => agents.writer,
    drawChart: () => Promise.reject(new Error("no chart is asked for")),
    keepRecipe: async () => "000000000000",
    limits,
  };
  const setting = {question, earlier: [], asOf, timeZone, signal, charts: "asked" as const};
  const answer = await runTurn(parts, setting, () => undefined);
  return {answer, roles: agents.account(signal).sent.map(({role}) => role), requests: provider.requests()};
}

describe("a turn with specialists", () => {
  test("is planned, computed, reviewed and written, and its numbers are bound", async () => {
    const written = says({
      text: "The mean fares differ by 21 (Bergen less Oslo).",
      values: [],
    });
    const {answer, roles} = await turn(
      [delegated, test_by("city"), says({right: true}), written],
      "is the fare different between cities?",
    );
    expect(roles).toEqual(["planner", "statistics", "reviewer", "writer"]);
    expect(answer.artifacts.t?.title).toBe("fare by city");
    expect(answer.evidence.map(({text}) => text)).toEqual(["21"]);
  });

  test("a step that fails when it runs is mended with its error", async () => {
    const {answer, roles, requests} = await turn(
      [delegated, test_by("kind"), test_by("city"), says({right: true}), says({text: "They differ."})],
      "is the fare different between kinds?",
    );
    expect(roles.slice(0, 3)).toEqual(["planner", "statistics", "mender"]);
    expect(requests[2]!.messages.at(-1)!.content).toContain("- t: ");
    expect(answer.artifacts.t?.title).toBe("fare by city");
  });

  test("what the reviewer finds is mended once", async () => {
    const {answer, roles} = await turn(
      [
        delegated,
        says({
          steps: [
            {id: "n", tool: "aggregate", input: {table: "trips", measures: [{name: "n", fn: "count"}]}},
          ],
        }),
        says({wrong: ["the filter on Oslo is missing"]}),
        says({
          steps: [
            {
              id: "n",
              tool: "aggregate",
              input: {table: "trips", measures: [{name: "n", fn: "count"}], where: "city = 'Oslo'"},
            },
          ],
        }),
        says({text: "There are 2 trips from Oslo.", values: [{name: "trips", at: "n.0.n"}]}),
      ],
      "how many trips from Oslo?",
    );
    expect(roles).toEqual(["planner", "statistics", "reviewer", "mender", "writer"]);
    expect(answer.values).toMatchObject([{name: "trips", value: 2}]);
  });

  test("a form of reply that the question fixes is kept, each number bound", async () => {
    const {answer} = await turn(
      [delegated, test_by("city"), says({right: true}), says({text: "@difference[21.00] @different[no]"})],
      "t test of fare between cities. Reply as @difference[number, two decimals] @different[yes or no, at 0.05]",
    );
    expect(answer.answer).toBe("@difference[21.00] @different[no]");
    expect(answer.evidence.map(({text}) => text)).toEqual(["21.00"]);
  });

  test("a number that no step gives is not said", async () => {
    const invented = says({text: "The difference is 77.7. It is the fare in both cities."});
    const {answer} = await turn(
      [delegated, test_by("city"), says({right: true}), invented],
      "is it different?",
    );
    expect(answer.answer).toBe("It is the fare in both cities.");
  });
});

/** A whole turn that the offline planner reads as well. */
async function readTwice(replies: Scripted[], question: string, takesFirst = false) {
  await using provider = await startProvider({m: replies});
  const registry = createRegistry();
  const {createOfflinePlanner} = await import("../../src/agents/offline/planner.ts");
  const {createOfflineWriter} = await import("../../src/agents/offline/writer.ts");
  const offline = {planner: createOfflinePlanner(), writer: createOfflineWriter()};
  const agents = createHostedAgents(onModels(provider, ["m"], {tools: registry, offline}));
  const {session, limits, asOf, timeZone, signal} = tables.context;
  const parts: TurnParts = {
    session,
    registry,
    planner: async () => agents.planner,
    writer: async () => agents.writer,
    drawChart: () => Promise.reject(new Error("no chart")),
    keepRecipe: async () => "000000000000",
    limits,
  };
  const setting = {question, earlier: [], asOf, timeZone, signal, charts: "asked" as const};
  const asked = await runTurn(parts, setting, () => undefined);
  const {plan} = asked.choices[0] ?? {};
  const answer = takesFirst && plan ? await runTurn(parts, {...setting, plan}, () => undefined) : asked;
  return {answer, requests: provider.requests()};
}

const reading = (fn: string, filters: string[] = []) =>
  says({
    readings: [{intent: "aggregate", table: "trips", measures: [{name: "fare", fn, of: "fare"}], filters}],
  });
const done = says({text: "It is done."});

describe("a model's reading is held against the offline planner's", () => {
  test("where both give the same number it is an answer", async () => {
    const {answer} = await readTwice([reading("sum", ["city = 'Oslo'"]), done], "total fare in Oslo");
    expect(answer.choices).toEqual([]);
  });

  test("where a filter was misread the person is asked, with both numbers", async () => {
    const {answer} = await readTwice([reading("sum", ["city = 'Bergen'"]), done], "total fare in Oslo");
    expect(answer.choices.map(({values}) => values[0]?.value)).toEqual([73, 31]);
  });
});

describe("a reading that the question's words speak against", () => {
  const insists = (reply: Scripted): Scripted[] => [reply, reply, done, done];
  const queried = (query: string) => says({sql: {query, says: "the fares"}});

  test("is offered with its number and the doubt where the model insists", async () => {
    const {answer, requests} = await readTwice(
      insists(reading("avg")),
      "altogether, the fares of the trips in total",
    );
    expect(requests[1]!.messages.at(-1)!.content).toContain("the question asks for a total");
    expect(answer.answer).toContain("I am not sure that I read you right: the question asks for a total");
    expect(answer.choices[0]!.values.map(({value}) => value)).toContain(26);
    expect(answer.values).toEqual([]);
    expect(answer.recipe).toBeUndefined();
  });

  test("is answered where the model mends it", async () => {
    const {answer} = await readTwice(
      [reading("avg"), reading("sum"), done, done],
      "altogether, the fares of the trips in total",
    );
    expect(answer.choices).toEqual([]);
    expect(answer.reading).toContain("sum(fare)");
  });

  test("is answered where no word speaks against it, after one call of the planner", async () => {
    const {answer, requests} = await readTwice(
      [reading("median", ["city = 'Oslo'"]), done],
      "median fare in Oslo",
    );
    expect(requests.filter(({messages}) => messages[0]!.content.startsWith("You turn"))).toHaveLength(1);
    expect(answer.choices).toEqual([]);
    expect(answer.reading).toContain("median(fare)");
  });

  test("is answered once the person took it", async () => {
    const {answer} = await readTwice(
      insists(reading("avg")),
      "altogether, the fares of the trips in total",
      true,
    );
    expect(answer.choices).toEqual([]);
    expect(answer.reading).toContain("avg(fare)");
  });

  test("is offered where it is a query that a reading can say", async () => {
    const {answer} = await readTwice(
      insists(queried("SELECT avg(fare) AS fare FROM trips")),
      "what is the total of the fares?",
    );
    expect(answer.answer).toContain("the question asks for a total");
    expect(answer.choices.map(({said}) => said)).toEqual([expect.stringContaining("avg(fare)")]);
  });

  test("gives no number where it is a query that no reading says", async () => {
    const query = "WITH t AS (SELECT avg(fare) AS fare FROM trips WHERE city = 'Bergen') SELECT fare FROM t";
    const {answer} = await readTwice(insists(queried(query)), "average fare in Oslo over 15");
    expect(answer.declined?.reason).toContain("I am not sure that I read you right, so I give no number");
    expect(answer.values).toEqual([]);
  });
});
