import {demand} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import {detailsOf, type ListedDataset, type Onlooker} from "../../store/dataset_details.ts";
import type {Store} from "../../store/store.ts";

/** Whom the store shows what is not everybody's: the same that `permissions.ts` lets see it. */
export const onlookerOf = ({person, actor, projects, role}: Principal): Onlooker => ({
  names: person === undefined ? [actor] : [person, actor],
  projects: [...projects.keys()],
  isOwner: role === "owner",
});

/** A dataset as permissions are asked about it. */
export const resourceOf = (workspace: string, {project, owner, visibility}: ListedDataset) => ({
  workspace,
  project,
  owner,
  visibility,
});

/**
 * A dataset that someone may read, change or delete.
 * @throws TabletalkError not_found where there is none of that name, or none for them; forbidden
 */
export async function datasetFor(
  store: Pick<Store, "db">,
  principal: Principal,
  name: string,
  action: "datasets.read" | "datasets.write" | "datasets.delete" = "datasets.read",
): Promise<ListedDataset> {
  const {workspace} = principal;
  const found = await detailsOf(store, workspace, name);
  try {
    demand(principal, action, found ? resourceOf(workspace, found) : {workspace});
  } catch (error) {
    if (error instanceof TabletalkError && error.code === "not_found") throw noDataset(name);
    throw error;
  }
  if (!found) throw noDataset(name);
  return found;
}

/** What is said of a dataset that is not there, and of one that is not for whoever asks. */
export const noDataset = (name: string): TabletalkError =>
  new TabletalkError("not_found", `There is no dataset ${name}.`, "List the datasets to see what there is.");
