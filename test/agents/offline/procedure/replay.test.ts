import {afterAll, expect, it} from "vitest";
import {createOfflineWriter} from "../../../../src/agents/offline/writer.ts";
import {WORKSPACE} from "../../../../src/commands/runtime.ts";
import {readRecipe} from "../../../../src/planning/recipe.ts";
import {versionsOf} from "../../../../src/planning/recipe_data.ts";
import {replayRecipe} from "../../../../src/planning/replay.ts";
import {recipeById} from "../../../../src/store/recipes.ts";
import {createRegistry} from "../../../../src/tools/registry.ts";
import {openClinic} from "./open_clinic.ts";

const clinic = openClinic();
afterAll(() => clinic[Symbol.asyncDispose]());

it("an instruction is kept as a recipe, which replays to the same reply without a planner", async () => {
  const answer = await clinic.ask(
    "Fill the missing values of Age with the median, then give its mean and whether it is normal by a Shapiro-Wilk test (alpha 0.05).\n" +
      '@mean_age[mean], @age_is_normal[answer] where "mean" has two decimals and "answer" is "yes" or "no".',
  );
  expect(answer.declined).toBeUndefined();
  const store = await clinic.runtime.store();
  const recipe = readRecipe(await recipeById(store, WORKSPACE, answer.recipe!));
  const signal = AbortSignal.timeout(60_000);
  const report = await replayRecipe(recipe, {
    engine: await clinic.runtime.engine(),
    registry: createRegistry(),
    findVersion: versionsOf(store, WORKSPACE),
    write: (plan, artifacts) =>
      createOfflineWriter().write({question: recipe.question ?? "", plan, artifacts, signal}),
    limits: {timeMs: 30_000, rows: 1000},
    signal,
  });
  expect(report.differences).toEqual([]);
  expect(report.text).toBe(answer.answer);
  expect(report.text).toMatch(/^@mean_age\[\d+\.\d\d\]\n@age_is_normal\[(?:yes|no)\]/);
});
