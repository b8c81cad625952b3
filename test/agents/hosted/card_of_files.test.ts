import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {makeCard} from "../../../src/agents/hosted/card.ts";
import {createEngine} from "../../../src/data/create_engine.ts";
import type {Engine} from "../../../src/data/engine.ts";
import {estimateTokens} from "../../../src/models/account.ts";

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tabletalk-card-"));
  engine = createEngine({folder, timeZone: "UTC"});
});
afterAll(async () => {
  await engine.close();
  await rm(folder, {recursive: true, force: true});
});

test.each([
  ["birdstrikes.csv", ["Time of day: category", "'Night'", "Flight Date: date, 1990-01-08 to 2002-07-25"]],
  ["seattle-weather.csv", ["key date", "weather: category, 5 values: 'rain'"]],
  ["gapminder-health-income.csv", ["region: category, 6 values: ", "'south_asia'"]],
])("the card of %s holds what a planner needs in 20 tokens a column", async (file, facts) => {
  const [dataset] = await engine.importFile(`node_modules/vega-datasets/data/${file}`);
  await using session = await engine.open([dataset!]);
  const profile = await session.profile(dataset!.name);
  const {text} = makeCard(profile);
  for (const fact of facts) expect(text).toContain(fact);
  expect(estimateTokens(text)).toBeLessThanOrEqual(20 * Math.max(profile.columns.length, 8));
});
