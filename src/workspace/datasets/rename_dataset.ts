import {allow} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {tableName} from "../../data/names.ts";
import {TabletalkError} from "../../errors.ts";
import {dropEntry} from "../../store/catalogue.ts";
import {detailsOf, renameDataset} from "../../store/dataset_details.ts";
import {ownerOfName} from "../../store/dataset_names.ts";
import type {Store} from "../../store/store.ts";
import {datasetFor, noDataset, resourceOf} from "./viewer.ts";

const LONGEST = 100;

/**
 * Gives a dataset another name. Recipes replay as before; saved plans that name it must be told the new name.
 * @throws TabletalkError conflict where the name is taken; bad_use for what is no name; not_found, forbidden
 */
export async function renameDatasetFor(
  store: Store,
  principal: Principal,
  name: string,
  to: string,
): Promise<void> {
  const dataset = await datasetFor(store, principal, name, "datasets.write");
  if (to === name) return;
  if (tableName(to) !== to || to.length > LONGEST)
    throw new TabletalkError(
      "bad_use",
      `${JSON.stringify(to.slice(0, LONGEST))} is no name for a dataset: small letters, digits and underscores.`,
      `Call it ${tableName(to).slice(0, LONGEST)}.`,
    );
  const done = await renameDataset(store, principal.workspace, name, to);
  if (done === "unknown") throw noDataset(name);
  if (done === "taken")
    throw new TabletalkError("conflict", `The name ${to} is taken.`, "Choose another name.");
  // What a row is, and what it is about, was told by the name too.
  await dropEntry(store, principal.workspace, dataset.version);
}

/**
 * The name that an import gets: its own, or numbered where that is another dataset's that whoever imports may not change.
 */
export async function nameForImport(
  store: Pick<Store, "db">,
  principal: Principal,
  name: string,
): Promise<string> {
  const {workspace} = principal;
  for (let number = 1; ; number++) {
    const tried = number === 1 ? name : `${name}_${number}`;
    const there = await detailsOf(store, workspace, tried);
    if (!there && (await mayTake(store, principal, tried))) return tried;
    if (there && allow(principal, "datasets.write", resourceOf(workspace, there))) return tried;
  }
}

/** Whether a name under which there is nothing is kept for nobody else, whose file is on its way. */
async function mayTake(
  store: Pick<Store, "db">,
  {workspace, person, actor}: Principal,
  name: string,
): Promise<boolean> {
  const owner = await ownerOfName(store, workspace, name);
  return owner === undefined || owner === person || owner === actor;
}
