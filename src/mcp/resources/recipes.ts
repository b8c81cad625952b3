import type {ReadResourceResult} from "@modelcontextprotocol/server";
import {demand} from "../../access/permissions.ts";
import {demandDatasets} from "../../channels/dataset_access.ts";
import {TabletalkError} from "../../errors.ts";
import {type Recipe, readRecipe} from "../../planning/recipe.ts";
import {recipeById} from "../../store/recipes.ts";
import type {McpCaller, McpHost} from "../host.ts";
import {openTools} from "../serve_tools.ts";
import {nameIn} from "./read_resource.ts";

const MIME = "application/json";
const MOST_CHARACTERS = 200_000;

/** A recipe, for whoever may read the data that it computes with. */
export async function recipeContent(uri: URL, host: McpHost, caller: McpCaller): Promise<ReadResourceResult> {
  return {contents: [{uri: uri.href, mimeType: MIME, text: await recipeText(nameIn(uri), host, caller)}]};
}

/**
 * A recipe of the workspace.
 * @throws TabletalkError not_found where there is none, or its data is not for whoever asks
 */
export async function readableRecipe(id: string, host: McpHost, {principal}: McpCaller): Promise<Recipe> {
  demand(principal, "ask");
  const {workspace} = await openTools(host, principal);
  if (!/^[0-9a-f]{12}$/.test(id)) throw noRecipe(id);
  const recipe = readRecipe(await recipeById(workspace.store, workspace.id, id));
  await demandDatasets(
    {principal, workspace},
    recipe.datasets.map(({name}) => name),
  ).catch(() => {
    throw noRecipe(id);
  });
  return recipe;
}

async function recipeText(id: string, host: McpHost, caller: McpCaller): Promise<string> {
  const {principal} = caller;
  const recipe = await readableRecipe(id, host, caller);
  const {policy} = await openTools(host, principal);
  const whole = {...recipe, datasets: principal.kind === "local" ? recipe.datasets : withoutPaths(recipe)};
  const told = policy.sql === "on" ? whole : {...whole, ...UNTOLD};
  const text = JSON.stringify(told);
  if (text.length > MOST_CHARACTERS)
    return JSON.stringify({
      ...told,
      ...(policy.sql === "on" && {artifacts: withoutRows(recipe)}),
      truncated: true,
    });
  return text;
}

/** What tells of rows, where a workspace lets assistants see groups alone: a digest, too, tells which guess is right. */
const UNTOLD = {text: "", values: [], evidence: [], artifacts: {}};

/** Where files lay on the server's machine is for nobody of elsewhere. */
function withoutPaths({datasets}: Recipe) {
  return datasets.map(({name, hash}) => ({name, hash}));
}

/** The results by their digests alone. */
function withoutRows({artifacts}: Recipe) {
  return Object.fromEntries(Object.entries(artifacts).map(([step, {digest}]) => [step, {digest}]));
}

function noRecipe(id: string): TabletalkError {
  return new TabletalkError(
    "not_found",
    `There is no recipe ${JSON.stringify(id.slice(0, 40))}.`,
    "Take the recipe that a result told.",
  );
}
