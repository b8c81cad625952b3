import {basename} from "node:path";
import type {Receipt} from "../../data/dataset.ts";
import {TabletalkError} from "../../errors.ts";
import {versionByHash} from "../../store/datasets.ts";
import type {Store} from "../../store/store.ts";

/** The receipt of a version as it is told: its source by name, not by where it lay on this machine. */
export async function receiptOf(store: Store, workspace: string, hash: string): Promise<Receipt> {
  const version = await versionByHash(store, workspace, hash);
  if (!version) throw new TabletalkError("not_found", "The version is gone.", "Import the file again.");
  const receipt = version.receipt as Receipt;
  return {
    ...receipt,
    source: toldSource(receipt.source),
    ...(receipt.parts && {parts: receipt.parts.map((part) => ({...part, source: toldSource(part.source)}))}),
  };
}

function toldSource(source: Receipt["source"]): Receipt["source"] {
  return {...source, path: basename(source.path)};
}
