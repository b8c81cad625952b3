import {conversationDatasets} from "../../store/conversation_datasets.ts";
import type {DeskParts, KnownVisitor} from "./desk_parts.ts";
import {plainLine} from "./escape.ts";
import {visibleDatasets} from "./visible_datasets.ts";

const MOST = 4;
const LIMIT_MS = 15_000;
const MOST_KEPT = 500;

/** What to do where there is nothing to ask about. */
export const WITHOUT_DATA = "Drop a CSV, Excel or Parquet file here";

/** The questions of a dataset's version stay the same. */
const kept = new Map<string, readonly string[]>();

/** What could be asked at a place: questions that its dataset answers, found by asking the planner. */
export async function promptsFor(
  {service}: Pick<DeskParts, "service">,
  {place, principal, conversation}: KnownVisitor,
): Promise<string[]> {
  const id = principal.workspace;
  const store = service.store.within(id);
  const seen = await visibleDatasets(store, id, {principal, conversation, audience: place.audience});
  const active = conversation === undefined ? [] : await conversationDatasets(store, id, conversation);
  const name = active.findLast((one) => seen.includes(one)) ?? seen[0];
  if (name === undefined) return [WITHOUT_DATA];
  const workspace = service.workspace(id);
  const [dataset] = await workspace.datasets([name]);
  const key = JSON.stringify([id, name, dataset?.version.hash]);
  const before = kept.get(key);
  if (before) return [...before];
  const {answerableSuggestions} = await import("../../agents/offline/talk/offered.ts");
  const signal = AbortSignal.timeout(LIMIT_MS);
  const found = await workspace.withSession([name], async (session) =>
    answerableSuggestions({
      question: "",
      profiles: [await session.profile(name, {signal})],
      earlier: [],
      session,
      asOf: service.config.asOf ?? new Date(),
      timeZone: service.config.timeZone,
      signal,
    }),
  );
  const prompts = [...new Set([...found, "what is in this data?"])].slice(0, MOST).map(plainLine);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, prompts);
  return prompts;
}
