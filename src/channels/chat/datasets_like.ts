import type {DeskParts, KnownVisitor} from "./desk_parts.ts";
import {visibleDatasets} from "./visible_datasets.ts";

/** No platform lists more while somebody types. */
const MOST = 25;

/** Names of datasets that may be asked about there and have what was typed in them: those that begin with it first. */
export async function datasetsLike(
  {service}: Pick<DeskParts, "service">,
  {place, principal, conversation}: KnownVisitor,
  typed: string,
): Promise<string[]> {
  const {workspace} = principal;
  const store = service.store.within(workspace);
  const names = await visibleDatasets(store, workspace, {principal, conversation, audience: place.audience});
  const wanted = plain(typed);
  const found = names.filter((name) => plain(name).includes(wanted));
  const begins = (name: string) => Number(plain(name).startsWith(wanted));
  return found.sort((a, b) => begins(b) - begins(a) || a.localeCompare(b)).slice(0, MOST);
}

function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase().trim();
}
