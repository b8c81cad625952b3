import {stat} from "node:fs/promises";
import {demandRoom} from "../access/limits.ts";
import {demand} from "../access/permissions.ts";
import {ownName} from "../access/principal.ts";
import type {CalledResult} from "../channels/tool_call.ts";
import {tableName} from "../data/names.ts";
import {TabletalkError} from "../errors.ts";
import {type DetailsChange, detailsOf} from "../store/dataset_details.ts";
import {nameForImport} from "../workspace/datasets/rename_dataset.ts";
import {timesOf} from "./call_registry.ts";
import type {McpCalling} from "./mcp_tool.ts";

const LONGEST = 100;

/**
 * The name under which a call may keep what it makes: a new one, or that of a table which an earlier step made.
 * @throws TabletalkError bad_use for what is no name; conflict where the name is another table's; forbidden
 */
export async function nameToSave(calling: McpCalling, wanted: unknown): Promise<string> {
  const {principal, workspace} = calling;
  demand(principal, "datasets.write");
  // A table of one person's row, many times over, would be a group.
  if (calling.policy.sql !== "on")
    throw new TabletalkError(
      "refused",
      "This workspace keeps no tables that assistants make.",
      "Go without save_as.",
    );
  if (typeof wanted !== "string" || wanted.trim() === "" || wanted.length > LONGEST)
    throw new TabletalkError("bad_use", "save_as is no name.", `Give 1 to ${LONGEST} letters.`);
  const name = tableName(wanted);
  const free = await nameForImport(workspace.store, principal, name);
  const there = await detailsOf(workspace.store, workspace.id, name);
  const isMade =
    there === undefined || (await workspace.version(there.version))?.receipt.source.format === "made";
  if (free !== name || !isMade)
    throw new TabletalkError(
      "conflict",
      `There is a table ${name} already, which no step made.`,
      `Save it under another name, such as ${free === name ? `${name}_made` : free}.`,
    );
  return name;
}

/**
 * Keeps what a step made as a table of the workspace, for later calls. Nobody sees it who may not see what it is made of.
 * @param name as `nameToSave` gave it
 * @throws TabletalkError bad_plan where the step made no table; what the limits of the workspace refuse
 */
export async function saveMade(
  calling: McpCalling,
  name: string,
  {artifact, session}: Pick<CalledResult, "artifact" | "session">,
): Promise<void> {
  const {principal, workspace, access, signal} = calling;
  const {made = artifact.select === undefined ? undefined : await tableOf(artifact.select)} = artifact;
  if (!made)
    throw new TabletalkError("bad_plan", "This made no table that could be kept.", "Leave save_as out.");
  await demandRoom(access, principal, (await stat(made.version.path)).size);
  const sources = await Promise.all(
    session.datasets.map((one) => detailsOf(workspace.store, workspace.id, one.name)),
  );
  const seen = narrowest(sources);
  // What lies on one's own machine is nobody's, unless it is for few.
  const isNobodys = principal.kind === "local" && seen.visibility === "workspace";
  await workspace.keepTable(
    {name, version: made.version},
    {owner: isNobodys ? null : ownName(principal), ...seen},
  );

  /** The whole of what a query shows rows of. */
  async function tableOf(sql: string) {
    const {timeMs} = timesOf(calling);
    return (await session.make?.({name, sql}, {signal, limits: {timeMs, rows: 1}}))?.dataset;
  }
}

/** Who may see what is made of some datasets: only those who may see each of them. */
function narrowest(
  sources: readonly Awaited<ReturnType<typeof detailsOf>>[],
): Pick<DetailsChange, "visibility" | "project"> {
  const all = sources.flatMap((one) => one ?? []);
  const projects = new Set(all.flatMap((one) => (one.visibility === "project" ? [one.project] : [])));
  if (all.some(({visibility}) => visibility === "private") || projects.size > 1)
    return {visibility: "private", project: null};
  const [project] = projects;
  return project ? {visibility: "project", project} : {visibility: "workspace", project: null};
}
