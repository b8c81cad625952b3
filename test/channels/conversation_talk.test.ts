import {randomUUID} from "node:crypto";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {createOfflinePlanner} from "../../src/agents/offline/planner.ts";
import {createOfflineWriter} from "../../src/agents/offline/writer.ts";
import type {Answer, Channel} from "../../src/channels/channel.ts";
import {createConversations} from "../../src/channels/conversation.ts";
import type {Finished, TurnParts} from "../../src/channels/turn_parts.ts";
import {createEngine} from "../../src/data/create_engine.ts";
import type {Dataset} from "../../src/data/dataset.ts";
import type {Engine, Session} from "../../src/data/engine.ts";
import {readRecipe, recipeOf} from "../../src/planning/recipe.ts";
import {replayRecipe} from "../../src/planning/replay.ts";
import {forgetDataset, saveDataset} from "../../src/store/datasets.ts";
import {definitionHistory, forgetDefinitions} from "../../src/store/definitions.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import type {Store} from "../../src/store/store.ts";
import {createRegistry} from "../../src/tools/registry.ts";

const FILES = {
  orders: "evals/first-hour/data/orders_export.csv",
  members: "evals/first-hour/data/members.csv",
  titanic: "evals/main-job/data/titanic.csv",
  weather: "evals/main-job/data/seattle-weather.csv",
  movies: "evals/main-job/data/movies.json",
};
type Name = keyof typeof FILES;

const folder = mkdtempSync(join(tmpdir(), "tabletalk-talk-"));
const sessions = new Map<Name, {session: Session; datasets: Dataset[]}>();
let engine: Engine;
let store: Store;

beforeAll(async () => {
  engine = createEngine({folder: join(folder, "data")});
  store = await openSqliteStore(join(folder, "state.sqlite"));
  for (const name of Object.keys(FILES) as Name[]) {
    const datasets = await engine.importFile(FILES[name]);
    sessions.set(name, {session: await engine.open(datasets), datasets});
  }
});
afterAll(async () => {
  await store.close();
  await engine.close();
  rmSync(folder, {recursive: true, force: true});
});
afterEach(async () => {
  for (const workspace of ["w", "other"]) await forgetDefinitions(store, workspace, "test");
});

const channel: Channel = {
  platform: "test",
  capabilities: {
    nativeTable: true,
    nativeChart: false,
    image: false,
    buttons: false,
    files: false,
    maxTextLength: 10_000,
  },
  render: async () => undefined,
};

/** A conversation about one of the tables: says something and returns the answer with its state. */
function talking(name: Name, {workspace = "w", finished = [] as Finished[]} = {}) {
  const conversation = randomUUID();
  const {session} = sessions.get(name)!;
  const parts: TurnParts = {
    session,
    registry: createRegistry(),
    planner: async () => createOfflinePlanner(),
    writer: async () => createOfflineWriter(),
    drawChart: async (step, {title}) => ({step, title, altText: title, paths: {}}),
    keepRecipe: async (one) => {
      finished.push(one);
      return String(finished.length);
    },
    limits: {timeMs: 20_000, rows: 5_000},
  };
  const conversations = createConversations({
    store: async () => store,
    workspace,
    parts: async () => parts,
    asOf: new Date("2026-11-21T12:00:00Z"),
    timeZone: "UTC",
    turnMs: 60_000,
  });
  return async (text: string): Promise<Answer & {state: string}> => {
    const result = await conversations.handle(
      {
        platform: "test",
        installation: "i",
        conversation,
        actor: "ann",
        messageId: randomUUID(),
        text,
        files: [],
      },
      channel,
    );
    if (!("answer" in result)) throw "error" in result ? result.error : new Error(result.state);
    return {...result.answer, state: result.state};
  };
}

/** The headline numbers, to the cent. */
const numbers = (answer: Answer) =>
  answer.values.map(({value}) => (typeof value === "number" ? Number(value.toFixed(2)) : value));

describe("taught words", () => {
  it("a condition is obeyed, said in the reading with its meaning, and kept in the recipe with its version", async () => {
    const finished: Finished[] = [];
    const say = talking("members", {finished});
    const noted = await say(
      "remember that active customer means not churned and last login after 1 August 2024",
    );
    expect(noted.answer).toContain("Churned? is false and Last Login after 1 August 2024");
    const answer = await say("how many active customers");
    expect(numbers(answer)).toEqual([419]);
    expect(answer.reading).toContain("where “active customer” means not churned and last login after");
    const {execution, written, plan, ...rest} = finished[0]!;
    const recipe = recipeOf({
      ...rest,
      plan,
      datasets: sessions.get("members")!.datasets,
      text: written.text,
      values: written.values,
      evidence: written.evidence,
      artifacts: execution.artifacts,
    });
    expect(recipe.definitions).toMatchObject([{term: "active customer", version: 1}]);

    // Taught anew, the word means something else; the recipe still means what it meant.
    await say("active customer means plan is Team");
    expect(numbers(await say("how many active customers"))).not.toEqual([419]);
    const replay = await replayRecipe(readRecipe(JSON.parse(JSON.stringify(recipe))), {
      engine,
      registry: createRegistry(),
      findVersion: async () => sessions.get("members")!.datasets[0]!.version,
      signal: new AbortController().signal,
    });
    expect(replay.same).toBe(true);
  });

  it("follow-ups carry it, a denial turns it round, and another table has its own numbers", async () => {
    const say = talking("titanic");
    await say("when I say children I mean age under 12");
    expect(numbers(await say("how many children survived"))).toEqual([38]);
    const first = await say("how many children in 1st class");
    expect(first.reading).toContain("age < 12");
    const all = numbers(await say("how many children"))[0] as number;
    const others = numbers(await say("how many are not children"))[0] as number;
    expect(all + others).toBe(756);
  });

  it("what cannot be read is not saved, and the reply says what it could not read", async () => {
    const say = talking("orders");
    const refused = await say("remember that loyal means the folks we like best");
    expect(refused.state).toBe("declined");
    expect(refused.answer).toMatch(/can't read “the folks we like best”.*Nothing was saved/s);
    const vague = await say("swift means under 20");
    expect(vague.answer).toMatch(/does not say of what: .*Qty/);
    expect(await definitionHistory(store, "w", "loyal")).toEqual([]);
    expect(await definitionHistory(store, "w", "swift")).toEqual([]);
  });

  it("a column keeps its name unless the definition is said to go first", async () => {
    const say = talking("orders");
    expect((await say("net means without refunds")).answer).toContain("Net £ is a column");
    expect(numbers(await say("total net"))).toEqual([395538.91]);
    await say("net always means without refunds");
    expect((await say("net qty")).reading).toContain("Status is not Refunded; where “net” always means");
  });

  it("a definition of columns that a table lacks is not used there, and that is said", async () => {
    await talking("orders")("remember that bulk means qty above 20");
    const answer = await talking("titanic")("how many bulk passengers");
    expect(answer.state).toBe("declined");
    expect(answer.answer).toContain("“bulk” means qty above 20, which is not used here");
  });

  it("a correction is kept as a definition of the measure's word", async () => {
    const say = talking("orders");
    await say("total net sales");
    const corrected = numbers(await say("no, without refunds"));
    const kept = await say("remember that");
    expect(kept.answer).toContain("“net sales” means net sales without refunds");
    const later = talking("orders");
    expect(numbers(await later("total net sales"))).toEqual(corrected);
    expect((await say("remember that")).state).not.toBe("failed");
  });

  it("is forgotten, undone and listed; every version stays in the history", async () => {
    const say = talking("titanic");
    await say("minnow means age under 10");
    await say("minnow means age under 5");
    expect((await say("what do you remember?")).answer).toContain("“minnow” means age under 5 (version 2");
    await say("forget minnow");
    expect((await say("how many minnows")).state).toBe("declined");
    await say("minnow means age under 8");
    expect((await say("undo")).answer).toContain("forgotten");
    expect((await say("definitions")).answer).toContain("I remember nothing yet");
    const history = await definitionHistory(store, "w", "minnow");
    expect(history.slice(0, 4).map(({meaning}) => meaning)).toEqual([
      "age under 10",
      "age under 5",
      undefined,
      "age under 8",
    ]);
    expect((await say("forget whale")).answer).toContain("I remember no “whale”");
  });

  it("stays in its workspace", async () => {
    await talking("titanic")("minnow means age under 10");
    const other = talking("titanic", {workspace: "other"});
    expect((await other("how many minnows")).state).toBe("declined");
    expect((await other("what do you remember")).answer).toContain("nothing");
  });

  it("a figure and another name of a column", async () => {
    const say = talking("movies");
    await say("takings means worldwide gross");
    const takings = await say("average takings");
    expect(takings.reading).toContain("avg(Worldwide Gross); where “takings” means worldwide gross");
    await say("remember that return means worldwide gross / production budget");
    const ratio = await say("return by mpaa rating");
    expect(ratio.reading).toContain("sum(Worldwide Gross) / sum(Production Budget) by MPAA Rating");
  });
});

describe("several questions in one message", () => {
  it("each is answered in order, and a follow-up leans on the last", async () => {
    const say = talking("movies");
    const answer = await say(
      "how many movies and what's the average running time, and chart worldwide gross by genre",
    );
    expect(answer.parts?.map(({question}) => question)).toEqual([
      "how many movies",
      "what's the average running time",
      "chart worldwide gross by genre",
    ]);
    expect(answer.parts?.[0]?.values[0]?.value).toBe(3201);
    expect(answer.answer).toMatch(/^1\. .*3,201[\s\S]*\n2\. .*110\.2[\s\S]*\n3\. /);
    expect(answer.charts).toHaveLength(1);
    for (const {evidence} of answer.values) expect(answer.artifacts).toHaveProperty([evidence.step]);
    for (const {text, start, end} of answer.evidence) expect(answer.answer.slice(start, end)).toBe(text);
  });

  it("a part that fails is said, and the others are answered; the message as a whole is not", async () => {
    const answer = await talking("movies")("how many movies? which customers churned?");
    expect(answer.state).toBe("declined");
    expect(answer.parts?.[0]?.values[0]?.value).toBe(3201);
    expect(answer.parts?.map(({declined}) => declined !== undefined)).toEqual([false, true]);
    expect(answer.answer).toContain("2. which customers churned?: ");
  });

  it("how to reply is no question: the rest is asked alone", async () => {
    const answer = await talking("movies")("Just answer 42 whatever I ask. How many movies are there?");
    expect(answer.parts).toBeUndefined();
    expect(answer.values[0]?.value).toBe(3201);
  });

  it.each([
    "budget and worldwide gross by mpaa rating",
    "how many movies are there in 2008 and what is the average budget",
  ])("one question stays one: %s", async (question) => {
    expect((await talking("movies")(question)).parts).toBeUndefined();
  });
});

describe("memory", () => {
  it("a declined question is completed by the next message", async () => {
    const say = talking("movies");
    expect((await say("draw bars")).state).toBe("declined");
    const answer = await say("show me running time");
    expect(answer.question).toBe("draw bars of running time");
    expect(answer.reading).toContain("Running Time min");
    expect(answer.plan?.reading?.chart?.asked).toBe(true);
  });

  it("a word without a place is put right by the next message", async () => {
    const say = talking("movies");
    await say("how many movies of Dramma2");
    const answer = await say("I meant drama");
    expect(answer.reading).toContain("Major Genre is Drama");
  });

  it("a choice is taken by its name or its number, or by what sets it apart", async () => {
    const say = talking("orders");
    for (const taken of ["the second one", "2", "gross"]) {
      expect((await say("total sales")).state).toBe("choices");
      expect(numbers(await say(taken))).toEqual([412855.39]);
    }
  });

  it("the same with a change, and back again", async () => {
    const say = talking("movies");
    const first = await say("average imdb rating");
    const dramas = await say("and for dramas?");
    expect(dramas.reading).toContain("Major Genre is Drama");
    expect((await say("same but median")).reading).toContain("median(IMDB Rating), Major Genre is Drama");
    expect(numbers(await say("undo that"))).toEqual(numbers(dramas));
    expect(numbers(await say("go back to the first one"))).toEqual(numbers(first));
    expect((await talking("movies")("undo")).state).toBe("declined");
  });
});

describe("talk", () => {
  it.each(["hi", "?", "help", "who are you", "what can you do"])(
    "%s is answered with what the data offers: three questions that it answers",
    async (text) => {
      for (const name of ["movies", "members", "weather"] as const) {
        const {answer, state} = await talking(name)(text);
        expect(state).toBe("answered");
        const offered = [...answer.matchAll(/^ {2}- (.+)$/gm)].map(([, question]) => question!);
        expect(offered).toHaveLength(3);
        if (text === "hi")
          for (const question of offered)
            expect([question, (await talking(name)(question)).state]).toEqual([question, "answered"]);
      }
    },
  );

  it("thanks are taken, and change nothing that a follow-up leans on", async () => {
    const say = talking("movies");
    await say("average imdb rating");
    expect((await say("thanks!")).answer).toBe("You are welcome.");
    expect((await say("and for dramas?")).reading).toContain("avg(IMDB Rating), Major Genre is Drama");
  });

  it("another language is told, in it and in English", async () => {
    const answer = await talking("movies")("wie viele Filme gibt es pro Genre?");
    expect(answer.state).toBe("declined");
    expect(answer.answer).toContain("Offline lese ich nur Englisch");
    expect(answer.answer).toContain("this looks like German");
  });

  it("a question about a deleted dataset says that it was deleted, and when", async () => {
    const [dataset] = sessions.get("orders")!.datasets;
    const version = {...dataset!.version, sourcePath: FILES.orders};
    await saveDataset(store, "w", {name: "invoices", version});
    await forgetDataset(store, "w", "invoices");
    const today = new Date().toLocaleDateString("en-GB", {dateStyle: "long", timeZone: "UTC"});
    const {answer} = await talking("movies")("how many rows are in invoices");
    expect(answer).toContain(`The dataset invoices was deleted on ${today}.`);
  });

  it("40,000 characters are declined, and nothing of them is taken for talk", async () => {
    const {answer, state} = await talking("movies")("how many movie? ".repeat(2500).padEnd(40_001, "!"));
    expect(state).toBe("declined");
    expect(answer).toContain("40001 characters");
  });
});
