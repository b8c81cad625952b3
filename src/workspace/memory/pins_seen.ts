import type {Principal} from "../../access/principal.ts";
import {namesOfDatasets} from "../../store/asked_questions.ts";
import {listFor} from "../../store/dataset_details.ts";
import {pinsOf, type StoredPin} from "../../store/pins.ts";
import type {Store} from "../../store/store.ts";
import {onlookerOf} from "../datasets/viewer.ts";
import {answeredIn, datasetsNamed} from "./asked.ts";

/** The pinned answers of a workspace that are of data which someone may see, and their own; the one pinned last first. */
export async function pinsSeenBy(store: Pick<Store, "db">, principal: Principal): Promise<StoredPin[]> {
  const {workspace, actor, person} = principal;
  const pins = await pinsOf(store, workspace);
  if (pins.length === 0) return [];
  const known = await namesOfDatasets(store, workspace);
  const named = pins.map((pin) => ({
    pin,
    names: [...new Set(answeredIn(pin).flatMap(({plan}) => datasetsNamed(plan, known)))],
  }));
  const among = [...new Set(named.flatMap(({names}) => names))];
  const seen = new Set(
    (among.length > 0 ? await listFor(store, workspace, onlookerOf(principal), {among}) : []).map(
      ({name}) => name,
    ),
  );
  const isOwn = ({pinnedBy}: StoredPin) =>
    pinnedBy === actor || (person !== undefined && pinnedBy === `person:${person}`);
  return named.flatMap(({pin, names}) => (isOwn(pin) || names.every((name) => seen.has(name)) ? [pin] : []));
}
