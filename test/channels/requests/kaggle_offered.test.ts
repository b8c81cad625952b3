import {describe, expect, test} from "vitest";
import type {FoundOnKaggle} from "../../../src/agents/contracts.ts";
import {offeredFromKaggle} from "../../../src/channels/requests/kaggle_offered.ts";
import {type Scripted, startProvider} from "../../agents/hosted/provider.ts";
import {kaggleWorkplace} from "../../kaggle/workplace.ts";
import {talkOfKaggle} from "./kaggle_talk.ts";

const {server, home, client} = kaggleWorkplace();
const says = (content: object): Scripted => ({content: JSON.stringify(content)});

test("what a model found on Kaggle is offered with its terms, and comes in only when the person says so", async () => {
  await using provider = await startProvider({
    m: [
      says({delegate: [{to: "kaggle", goal: "penguins by species"}]}),
      says({search: [{words: "penguin"}]}),
      says({
        found: [{ref: "ada/penguins", why: "species by island"}, {ref: "ada/penguin-sizes"}],
        lacks: "none tells nests",
      }),
    ],
  });
  const talk = talkOfKaggle(server().url, home(), `${provider.url}#m`);
  try {
    const offered = await talk.say("is there public data about penguins that I could look at?");
    expect(offered.answer.split("\n")).toEqual([
      "On Kaggle for “penguin”:",
      "1. ada/penguins: Penguins of Palmer, 133 bytes, CC-BY-4.0 (any use that names its source), 400 downloads, version 2, updated 2025-03-01",
      "   species by island",
      "2. ada/penguin-sizes: Sizes of penguins, 21 bytes, CC0-1.0 (any use), 120 downloads, version 1, updated 2025-06-01",
      "Not found: none tells nests.",
      'Nothing is imported yet. To bring one in under its licence, say its number: "use the first one", or "use kaggle ada/penguins".',
    ]);
    expect(offered.declined).toBeUndefined();
    expect(offered.suggestions).toEqual(["use kaggle ada/penguins", "use kaggle ada/penguin-sizes"]);
    expect(server().calls.map(({method}) => method)).not.toContain("DownloadDataset");
    expect(await talk.runtime.kaggle().then((one) => one.local.list())).toEqual([]);
    const asked = provider.requests().length;
    const here = await talk.say("use the first one");
    expect(here.answer).toContain("- penguins_penguins: 2 rows, 3 columns");
    expect(provider.requests().length).toBe(asked);
  } finally {
    await talk.end();
  }
});

describe("what was found", () => {
  const found = async (ref: string): Promise<FoundOnKaggle> => ({
    searched: ["noise\nX"],
    datasets: [{dataset: await client().dataset(ref), why: ""}],
    lacks: "",
  });
  const importFile = async () => [];

  test("is told, and not offered, to who may import nothing", async () => {
    const {answer, suggestions} = offeredFromKaggle(await found("grace/noise"), {});
    expect(answer).toMatch(
      /^On Kaggle for “noise X”:\n1\. grace\/noise: .*\nTo bring one in takes the role analyst/,
    );
    expect(suggestions).toBeUndefined();
  });

  test("is warned of where the workspace works for money", async () => {
    const {answer} = offeredFromKaggle(await found("grace/noise"), {importFile, commercial: true});
    expect(answer).toContain("The licence of Noise, CC-BY-NC-SA-4.0, does not allow commercial use.");
  });

  test("may be nothing", () => {
    const {answer} = offeredFromKaggle(
      {searched: ["a", "b"], datasets: [], lacks: "None has nests", isPart: true},
      {importFile},
    );
    expect(answer).toBe(
      "On Kaggle nothing that fits was found for “a”, “b”.\nNone has nests.\nWhat else you asked was not answered with it: ask that by itself.",
    );
  });
});
