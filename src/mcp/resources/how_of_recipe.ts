import type {ReadResourceResult} from "@modelcontextprotocol/server";
import type {McpPolicy} from "../../access/mcp_policy.ts";
import {replayRecipe} from "../../planning/replay.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {McpCaller, McpHost} from "../host.ts";
import {openTools} from "../serve_tools.ts";
import {nameIn} from "./read_resource.ts";
import {readableRecipe} from "./recipes.ts";
import {replayWithin} from "./replay_within.ts";

const HOW = /\/how$/;

/**
 * How a recipe's result comes about: each step with the SQL that runs and what is said of it, and whether it gives the same
 * again. It is computed for this on the very versions that it was made with, with no model.
 */
export async function howContent(
  uri: URL,
  host: McpHost,
  caller: McpCaller,
  signal: AbortSignal,
): Promise<ReadResourceResult> {
  const recipe = await readableRecipe(nameIn(new URL(uri.href.replace(HOW, ""))), host, caller);
  const {workspace, service, policy} = await openTools(host, caller.principal);
  const {config} = service;
  const {same, warnings, execution} = await replayWithin(host, caller, signal, async (within) =>
    replayRecipe(recipe, {
      engine: await workspace.engine(),
      registry: await workspace.registry(),
      findVersion: workspace.version,
      limits: {timeMs: Math.min(config.queryMs, config.mcpCallMs), rows: config.rows},
      signal: within,
    }),
  );
  const told = {
    recipe: recipe.id,
    ...(recipe.question !== undefined && {question: recipe.question}),
    sameAgain: same,
    ...(warnings.length > 0 && {warnings}),
    data: recipe.datasets.map(({name, hash}) => ({table: name, version: hash.slice(0, 12)})),
    steps: recipe.plan.steps.map(({id, tool}) => ({
      id,
      tool,
      ...provenanceOf(execution.artifacts.get(id), policy),
    })),
  };
  return {contents: [{uri: uri.href, mimeType: "application/json", text: JSON.stringify(told)}]};
}

/** Notes tell cells, and SQL the values that were put into it: where groups alone are told, neither is. */
function provenanceOf(artifact: Artifact | undefined, policy: McpPolicy) {
  if (!artifact) return {};
  const {method, sql, notes} = artifact.provenance;
  return {...(method !== undefined && {method}), ...(policy.sql === "on" && {sql, notes})};
}
