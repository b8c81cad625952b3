import type {Dataset} from "../data/dataset.ts";
import type {Session} from "../data/engine.ts";
import {TabletalkError} from "../errors.ts";
import {stepsNamedAsTables} from "../tools/table_reference.ts";
import type {Artifact, ToolContext} from "../tools/tool.ts";
import type {Step} from "./plan.ts";

/** A step's context with the tables that it names, and how to let go of what was opened for it. */
export interface TableContext {
  context: Omit<ToolContext, "signal">;
  release(): Promise<void>;
}

/**
 * Lets a step read tables that earlier steps made, under the ids of those steps: a session of its own over the datasets
 * and these.
 * @throws TabletalkError bad_plan where a step made no whole table, or is called like a dataset
 */
export async function withStepTables(
  step: Step,
  context: Omit<ToolContext, "signal">,
  signal: AbortSignal,
): Promise<TableContext> {
  const named = stepsNamedAsTables(step.input);
  if (named.length === 0) return {context, release: async () => undefined};
  const {session} = context;
  if (!session.with)
    throw new TabletalkError("internal", "This session can hold no tables of steps.", "Report this.");
  for (const id of named)
    if (session.datasets.some(({name}) => name.toLowerCase() === id))
      throw new TabletalkError(
        "bad_plan",
        `The step "${id}" is called like a table, so "${step.id}" could mean either.`,
        "Give that step another id.",
      );
  const made: Dataset[] = [];
  for (const id of named) made.push(await tableOf(id, context.artifacts.get(id), session, context, signal));
  const opened = await session.with(made);
  const ids = new Set(named);
  return {
    context: {
      ...context,
      session: opened,
      profile: (table) =>
        ids.has(table.toLowerCase()) ? opened.profile(table, {signal}) : context.profile(table),
    },
    release: () => opened.close(),
  };
}

async function tableOf(
  id: string,
  artifact: Artifact | undefined,
  session: Session,
  context: Omit<ToolContext, "signal">,
  signal: AbortSignal,
): Promise<Dataset> {
  if (artifact?.made) return {...artifact.made, name: id};
  const select = artifact?.select;
  if (select !== undefined && session.make) {
    const {dataset} = await session.make(
      {name: id, sql: select},
      {signal, limits: {timeMs: context.limits.timeMs, rows: 1}},
    );
    return dataset;
  }
  throw new TabletalkError(
    "bad_plan",
    `The step "${id}" made no table that another step could read.`,
    "Name a step of prepare_data, aggregate or run_sql.",
  );
}
