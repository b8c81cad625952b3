import {basename} from "node:path";
import type {Receipt} from "../../data/dataset.ts";
import type {SourceOrigin} from "../../data/source_origin.ts";
import {loadSource} from "../../reports/contents/load_source.ts";
import type {DocumentDataset} from "../../reports/document.ts";
import {versionByHash} from "../../store/datasets.ts";
import type {Store} from "../../store/store.ts";
import type {Artifact} from "../../tools/tool.ts";

/** A receipt may tell of hundreds of columns. */
const MOST_ENTRIES = 25;

type Version = {name: string; hash: string; published?: readonly SourceOrigin[] | undefined};

/** What artifacts were made from: imported versions, each once, with what their receipts tell; those made by a step by what they go back to. */
export async function datasetFacts(
  store: Pick<Store, "db">,
  workspace: string,
  artifacts: readonly Artifact[],
): Promise<DocumentDataset[]> {
  const waiting: Version[] = artifacts.flatMap(({provenance}) => provenance.datasets);
  const seen = new Set<string>();
  const facts: DocumentDataset[] = [];
  for (let at = 0; at < waiting.length; at++) {
    const {name, hash, published} = waiting[at]!;
    if (seen.has(hash)) continue;
    seen.add(hash);
    const version = await versionByHash(store, workspace, hash);
    if (!version) continue;
    const receipt = version.receipt as Receipt;
    if (receipt.madeFrom && receipt.madeFrom.length > 0) {
      waiting.push(...receipt.madeFrom);
      continue;
    }
    const origin = receipt.source.origin ?? published?.[0];
    facts.push({
      name,
      hash,
      rows: receipt.rows,
      columns: receipt.columns.length,
      source: sourceOf(receipt.source),
      receipt: toldOf(receipt),
      load: loadSource(receipt),
      ...(origin && {origin}),
    });
  }
  return facts;
}

/** A source by name, not by where it lay on this machine. */
function sourceOf({path, member, sheet, range}: Receipt["source"]): string {
  const parts = [basename(path), member, sheet && `sheet ${sheet}`, range];
  return parts.filter((part) => part !== undefined && part !== "").join(", ");
}

function toldOf({entries}: Receipt): string[] {
  const told = entries.map(({message, count}) =>
    count === undefined || /\d/.test(message) ? message : `${message} (${count.toLocaleString("en")})`,
  );
  if (told.length <= MOST_ENTRIES) return told;
  return [...told.slice(0, MOST_ENTRIES), `and ${told.length - MOST_ENTRIES} more`];
}
