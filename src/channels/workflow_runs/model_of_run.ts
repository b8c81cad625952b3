import {z} from "zod";
import type {Principal} from "../../access/principal.ts";
import type {Config} from "../../config.ts";
import {TabletalkError} from "../../errors.ts";
import type {Store} from "../../store/store.ts";
import type {ModelPrompt} from "../../workflows/node_parts.ts";
import {nameOfUse} from "../who_asks.ts";
import {modelsOf} from "../workspace_models.ts";

const textSchema = z.object({text: z.string()});

/**
 * Asks the workspace's model of texts: the one of its writer, or the next that answers. Counted in usage and limits, and what it
 * was shown is kept.
 * @throws TabletalkError refused where no model is set; model_failed, limit_reached
 */
export async function askModelForRun(
  at: {config: Config; store: Store; workspace: string; run: string; principal: Principal},
  prompt: ModelPrompt,
  signal: AbortSignal,
): Promise<{text: string; model: string}> {
  const {config, store, workspace, principal} = at;
  const models = await modelsOf(config, store, workspace, "service");
  if (!models) throw offline();
  const [{resolveRoles}, {askModel}, {openAccount}, {allowanceOfTurn}, {usageRecord}, {saveUsage}] =
    await Promise.all([
      import("../../models/roles.ts"),
      import("../../models/ask.ts"),
      import("../../models/account.ts"),
      import("../limits_of_turn.ts"),
      import("../../models/usage_record.ts"),
      import("../../store/usage.ts"),
    ]);
  const roles = resolveRoles(models.settings, process.env);
  const writers = roles.writer.models;
  if (writers.length === 0) throw offline();
  const allowance = await allowanceOfTurn({
    store,
    workspace,
    actor: principal.actor,
    sources: models.day,
    scene: "service",
  });
  const account = openAccount(models.turn, allowance);
  const {showResults} = await import("../../agents/hosted/show_results.ts");
  const {text: results, shown} = showResults(prompt.plan, prompt.artifacts);
  const content = `${prompt.prompt}\n\n<results>\n${results}\n</results>`;
  try {
    for (const [index, model] of writers.entries()) {
      try {
        const asked = {
          role: "writer",
          instructions: prompt.instructions,
          messages: [{role: "user" as const, content}],
          schema: textSchema,
          shown,
        };
        const reply = await askModel(model, asked, {account, signal, lastHope: index === writers.length - 1});
        const text = (textSchema.safeParse(reply.object).data?.text ?? textIn(reply.text)).trim();
        if (text !== "" && reply.ending !== "refused") return {text, model: model.id};
      } catch (error) {
        if (!(error instanceof TabletalkError) || error.code !== "model_failed") throw error;
        if (index === writers.length - 1) throw error;
      }
    }
  } finally {
    await saveUsage(store, workspace, {person: nameOfUse(principal.actor)}, usageRecord(account));
  }
  throw new TabletalkError("model_failed", "No model wrote anything.", "Try again, or name another model.");
}

/** A model that was asked for JSON may write it as text. */
function textIn(text: string): string {
  try {
    return textSchema.parse(JSON.parse(text)).text;
  } catch {
    return text;
  }
}

function offline(): TabletalkError {
  return new TabletalkError(
    "refused",
    "No model is asked: this workspace answers offline.",
    "Set a model for its texts (TABLETALK_MODEL, or the workspace's models), and retry the run.",
  );
}
