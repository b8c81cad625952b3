import {withoutUnverified} from "../../planning/sentences.ts";
import {type Verification, verifyDraft} from "../../planning/verify.ts";
import {saveRecipe} from "../../store/recipes.ts";
import type {StoredRun} from "../../store/runs.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {CompiledWorkflow} from "../compile.ts";
import {toldText} from "./cells_in_text.ts";
import {planOfRun, recipeOfRun} from "./run_recipe.ts";
import type {RunScene} from "./run_scene.ts";
import type {RunOutcome} from "./run_workflow.ts";

/** What is kept of a run that came to its end, beside what its nodes gave. */
export interface RunEnd {
  text: string;
  values: Verification["values"];
  evidence: Verification["evidence"];
  /** The node that answers, and the one that shows it. */
  headline: string;
  chart?: string;
  /** The values of its parameters, resolved. */
  parameters: Record<string, string | number>;
  recipe?: string;
  warnings: string[];
}

/** Writes what a finished run says, and keeps its recipe. */
export async function finishRun(
  scene: RunScene,
  run: StoredRun,
  {document, values, nodes, warnings, answers}: CompiledWorkflow,
  {artifacts, datasets}: RunOutcome,
): Promise<RunEnd> {
  const {headline, chart, title, tell} = document;
  const steps = planOfRun(nodes, headline, chart, artifacts);
  const plan = steps && {
    ...steps,
    ...(answers?.reading && {reading: answers.reading}),
    ...(answers?.outputs && {outputs: answers.outputs}),
  };
  const shown =
    plan && new Map(plan.steps.flatMap(({id}) => (artifacts.has(id) ? [[id, artifacts.get(id)!]] : [])));
  let verified: Verification = {...NOTHING, text: plainText(document.title, artifacts.get(headline))};
  if (tell !== undefined) {
    const text = toldText(tell, document, values, artifacts);
    const {evidence, values: bound} = verifyDraft({text, values: []}, artifacts);
    verified = {...NOTHING, text, evidence, values: bound};
  } else if (plan && shown) {
    const draft = await scene.write({
      question: answers?.question ?? title,
      plan,
      artifacts: shown,
      signal: scene.signal,
    });
    verified = verifyDraft(draft, shown, {reading: plan.reading, outputs: plan.outputs});
    if (verified.unboundAt.length > 0)
      verified = verifyDraft({...draft, text: withoutUnverified(draft.text, verified.unboundAt)}, shown);
  }
  let recipe: string | undefined;
  if (plan && shown) {
    const made = recipeOfRun(plan, {
      title,
      datasets: datasets.all,
      asOf: new Date(run.dueAt ?? run.createdAt),
      timeZone: scene.timeZone,
      verified,
      // What a person wrote is held against its numbers when it is replayed, and not written again.
      writer: tell === undefined ? "offline" : "workflow",
      artifacts: shown,
    });
    await saveRecipe(scene.store, scene.workspace, made.id, made);
    recipe = made.id;
  }
  return {
    text: verified.text,
    values: verified.values,
    evidence: verified.evidence,
    headline,
    ...(chart !== undefined && artifacts.has(chart) && {chart}),
    parameters: {...values},
    ...(recipe !== undefined && {recipe}),
    warnings,
  };
}

const NOTHING: Verification = {text: "", evidence: [], values: [], unbound: [], unboundAt: []};

const plainText = (title: string, artifact: Artifact | undefined): string =>
  artifact?.text ?? `${title}: ${artifact ? artifact.title : "done"}.`;
