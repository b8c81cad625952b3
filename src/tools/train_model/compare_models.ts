import {z} from "zod";
import type {Column} from "../../data/table.ts";
import {CLASSIFIERS, type ModelName, REGRESSORS} from "../../learning/pipeline/models.ts";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import {offload} from "../offload/offload.ts";
import {workOf} from "../offload/work_of.ts";
import {figure} from "../run_statistics/load_columns.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {loadSupervised, supervisedFields, trainingMs} from "./supervised.ts";

const {order: _order, testShare: _testShare, ...fields} = supervisedFields;

const compareModelsInputSchema = z.strictObject({
  method: z.literal("compare_models"),
  ...fields,
  task: z.enum(["classify", "regress"]),
  models: z
    .array(z.enum([...new Set([...CLASSIFIERS, ...REGRESSORS])] as [ModelName, ...ModelName[]]))
    .optional()
    .describe("default: logistic or ridge, k_nn, tree, forest, boosting"),
  folds: z.number().int().min(2).max(10).default(5),
  classWeights: z.enum(["none", "balanced"]).default("none"),
});
type CompareModelsInput = z.infer<typeof compareModelsInputSchema>;

/** Models side by side. */
export const compareModelsMethod = defineMethod<CompareModelsInput>({
  name: "compare_models",
  description:
    "Compares models, and settings of each (search), by cross-validation within a budget of fits and seconds; best first.",
  input: compareModelsInputSchema as z.ZodType<CompareModelsInput>,
  timeMs: trainingMs,
  run: compareModels,
});

/** A row a model and settings: mean score, its sd over the folds, best first. */
async function compareModels(input: CompareModelsInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const {loaded, target, features} = await loadSupervised(input, context);
  const known: readonly ModelName[] = input.task === "classify" ? CLASSIFIERS : REGRESSORS;
  const usual: ModelName[] = [
    input.task === "classify" ? "logistic" : "ridge",
    "k_nn",
    "tree",
    "forest",
    "boosting",
  ];
  const asked = input.models ?? usual;
  const models = asked.filter((name) => known.includes(name));
  const other = asked.filter((name) => !known.includes(name));
  const found = await offload(
    "learning/pipeline/train",
    "compare",
    [
      {
        task: input.task,
        target,
        features,
        models,
        search: input.search,
        budget: input.budget,
        seed: input.seed,
        balanced: input.classWeights === "balanced",
        encoding: input.encoding,
        keep: input.keep,
        folds: input.folds,
      },
    ],
    workOf(context),
  );
  const columns: Column[] = [
    {name: "model", type: "text"},
    {name: "settings", type: "text"},
    {name: found.score, type: "number"},
    {name: "sd over folds", type: "number"},
  ];
  return artifactOf(
    {
      tool: "train_model",
      method: "compare_models",
      title: `Models of ${target.name} compared`,
      table: {
        columns,
        rows: found.trials.map(({name, settings, mean, sd}) => [
          name,
          Object.entries(settings)
            .map(([key, value]) => `${key} ${value}`)
            .join(", ") || "defaults",
          figure(mean),
          figure(sd),
        ]),
      },
      tables: loaded.tables,
      sql: loaded.sql,
      notes: [
        ...loaded.notes,
        ...found.notes,
        ...(other.length > 0 ? [`Not models that ${input.task}: ${other.join(", ")}.`] : []),
      ],
      begun,
    },
    context,
  );
}
