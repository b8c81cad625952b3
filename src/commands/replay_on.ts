import {createOfflineWriter} from "../agents/offline/writer.ts";
import {registryNow} from "../channels/open_plugins.ts";
import {printable} from "../channels/terminal/style.ts";
import type {Dataset} from "../data/dataset.ts";
import {TabletalkError} from "../errors.ts";
import {answerOn} from "../planning/carry/answer_on.ts";
import type {Recipe} from "../planning/recipe.ts";
import {findDatasets, versionsOf} from "../planning/recipe_data.ts";
import {EXIT} from "./failure.ts";
import type {CommonFlags} from "./program.ts";
import {type Runtime, WORKSPACE} from "./runtime.ts";

/**
 * `tabletalk replay RECIPE --on FILE`: the saved answer on a newer file, with what is different said; or nothing, with why its
 * meaning cannot be kept. Exit status 3 (declined) then.
 */
export async function replayOn(
  recipe: Recipe,
  path: string,
  runtime: Runtime,
  flags: CommonFlags,
): Promise<void> {
  const {config} = runtime;
  const signal = AbortSignal.timeout(config.turnMs);
  const engine = await runtime.engine();
  const saved = await findDatasets(recipe, {
    engine,
    findVersion: versionsOf(await runtime.store(), WORKSPACE),
    signal,
  });
  const before = saved.find(({name}) => name === recipe.plan.reading?.table) ?? saved[0];
  const newer = onlyTable(await runtime.importFiles([path]), path);
  if (!before)
    throw new TabletalkError("bad_recipe", "The recipe reads no table.", "Ask the question again.");
  const writer = createOfflineWriter();
  const answer = await answerOn(recipe.plan, before, newer, {
    engine,
    registry: await registryNow(runtime.plugins),
    write: (plan, artifacts) => writer.write({question: recipe.question ?? "", plan, artifacts, signal}),
    asOf: config.asOf ?? new Date(),
    timeZone: recipe.timeZone,
    limits: {timeMs: config.queryMs, rows: config.rows},
    signal,
  });
  process.exitCode = answer.kind === "answered" ? EXIT.answered : EXIT.declined;
  if (flags.json) {
    const {execution, ...rest} = answer.kind === "answered" ? answer : {...answer, execution: undefined};
    const artifacts = execution && Object.fromEntries(execution.artifacts);
    process.stdout.write(`${JSON.stringify({...rest, artifacts}, undefined, 2)}\n`);
    return;
  }
  const lines =
    answer.kind === "answered"
      ? [answer.text, ...answer.said.map((one) => `Note: ${one}.`), answer.reading]
      : [
          "The answer cannot be given on this file with the meaning that it had:",
          ...answer.why.map((one) => `  - ${one}`),
          "Ask the question again on it, if that is what you mean.",
        ];
  process.stdout.write(`${lines.map((line) => printable(line, true)).join("\n")}\n`);
}

function onlyTable(datasets: readonly Dataset[], path: string): Dataset {
  const [only] = datasets;
  if (only && datasets.length === 1) return only;
  throw new TabletalkError(
    "bad_use",
    `${path} holds ${datasets.length} tables.`,
    "Give the one table that the recipe should be answered on.",
  );
}
