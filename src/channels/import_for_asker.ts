import {currentPrincipal} from "../access/current_principal.ts";
import {keptPrincipal} from "../access/kept_principal.ts";
import {countImport, demandRoom} from "../access/limits.ts";
import {allow, demand} from "../access/permissions.ts";
import {ownName, type Principal} from "../access/principal.ts";
import type {Dataset, Receipt} from "../data/dataset.ts";
import type {ImportOptions} from "../data/engine.ts";
import {publishedOf} from "../data/published.ts";
import {TabletalkError} from "../errors.ts";
import {detailsOf, saveDetails} from "../store/dataset_details.ts";
import {versionByHash} from "../store/datasets.ts";
import type {Store} from "../store/store.ts";
import {nameForImport} from "../workspace/datasets/rename_dataset.ts";
import {resourceOf} from "../workspace/datasets/viewer.ts";
import type {WorkspaceService} from "./service.ts";

/**
 * Imports every table of a file or folder on this machine as datasets of whoever asks, within their limits. A name that is
 * another dataset's is left to it: only an earlier version of the same published data is replaced.
 * @throws TabletalkError forbidden; limit_reached; what the importer throws
 */
export async function importForAsker(
  workspace: Pick<WorkspaceService, "id" | "store" | "importFile">,
  asked: Principal,
  path: string,
  options: ImportOptions = {},
): Promise<Dataset[]> {
  const {store} = workspace;
  const principal = await currentPrincipal({store}, keptPrincipal(asked));
  if (!principal)
    throw new TabletalkError("forbidden", "You are no member of this workspace any more.", "Ask an owner.");
  demand(principal, "datasets.write");
  const made = await workspace.importFile(path, {
    ...options,
    by: ownName(principal),
    nameOf: (name) => nameForPublished(store, principal, name, options.origin?.ref),
    async demand(read) {
      const sum = (of: (one: Dataset["version"]) => number) =>
        read.reduce((all, {version}) => all + of(version), 0);
      await countImport(
        {store},
        principal,
        sum(({rows}) => rows),
      );
      const [first] = read;
      if (first) await demandRoom({store}, principal, first.version.receipt.source.bytes);
    },
  });
  if (principal.kind !== "local")
    for (const {name} of made) {
      const details = await detailsOf(store, workspace.id, name);
      if (details && details.owner === null)
        await saveDetails(store, workspace.id, name, {owner: ownName(principal)});
    }
  return made;
}

/** The name that published data gets: its own where that is free, or holds the same data and may be changed; else numbered. */
export async function nameForPublished(
  store: Store,
  principal: Principal,
  given: string,
  ref: string | undefined,
): Promise<string> {
  const {workspace} = principal;
  for (let number = 1; ; number++) {
    const tried = number === 1 ? given : `${given}_${number}`;
    const there = await detailsOf(store, workspace, tried);
    if (!there) {
      // What is kept for somebody else whose file is on its way gets a number too.
      if ((await nameForImport(store, principal, tried)) === tried) return tried;
      continue;
    }
    if (!allow(principal, "datasets.write", resourceOf(workspace, there))) continue;
    const version = await versionByHash(store, workspace, there.version);
    const origins = version ? publishedOf({receipt: version.receipt as Receipt}) : [];
    if (ref !== undefined && origins.some((one) => one.ref === ref)) return tried;
  }
}
