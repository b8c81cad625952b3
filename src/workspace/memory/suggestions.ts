import {askedQuestions, namesOfDatasets} from "../../store/asked_questions.ts";
import type {Store} from "../../store/store.ts";
import {type Asked, datasetsNamed, plainly, wholeQuestions, wordingOf} from "./asked.ts";
import {ALIKE, likenessOf, type SimilarOptions} from "./similar.ts";

const MOST_OFFERED = 3;
const MOST_SUGGESTED = 8;
const LONGEST = 300;

/** A question that was asked before and can be asked again as it is. */
export interface Suggestion {
  question: string;
  turn: string;
  isPinned: boolean;
}

/** Whole questions of the workspace whose datasets are all among those that somebody may see, newest first. */
export async function askedOf(
  store: Pick<Store, "db">,
  workspace: string,
  visible: readonly string[],
): Promise<Asked[]> {
  const asked = wholeQuestions(await askedQuestions(store, workspace));
  if (asked.length === 0) return [];
  const known = [...new Set([...visible, ...(await namesOfDatasets(store, workspace))])];
  const seen = new Set(visible);
  return asked.filter(({plan, question}) => {
    const named = datasetsNamed(plan, known);
    return question.length <= LONGEST && named.length > 0 && named.every((name) => seen.has(name));
  });
}

/**
 * Questions of the workspace that are like one, the most alike first: what is offered where that one is declined or
 * unclear. Pinned and liked answers go before others that are as alike.
 */
export async function askedBefore(
  store: Pick<Store, "db">,
  workspace: string,
  question: string,
  visible: readonly string[],
  options: SimilarOptions & {threshold?: number; mayBeTold?: (one: Asked) => boolean} = {},
): Promise<Suggestion[]> {
  const {mayBeTold = () => true} = options;
  const asked = (await askedOf(store, workspace, visible)).filter(mayBeTold);
  const likeness = await likenessOf(store, workspace, question, asked, options);
  const own = plainly(question);
  const ranked = asked
    .map((one, at) => ({one, alike: (likeness[at] ?? 0) + preference(one) / 100}))
    .filter(({one, alike}) => alike >= (options.threshold ?? ALIKE) && plainly(one.question) !== own)
    .sort((a, b) => b.alike - a.alike);
  return eachOnce(ranked.map(({one}) => one)).slice(0, MOST_OFFERED);
}

/**
 * What a new conversation about some datasets may begin with: pinned answers first, then liked ones, then what the viewer
 * asked, then what others did. With `typed`, those that go on from it or hold its words.
 */
export async function suggestionsFor(
  store: Pick<Store, "db">,
  workspace: string,
  viewer: string | undefined,
  datasets: readonly string[],
  options: {typed?: string; limit?: number} = {},
): Promise<Suggestion[]> {
  const {typed = "", limit = MOST_SUGGESTED} = options;
  const words = typed.toLowerCase().trim().split(/\s+/).filter(Boolean);
  const asked = (await askedOf(store, workspace, datasets)).filter(({question}) => {
    const small = question.toLowerCase();
    return words.every((word) => small.includes(word));
  });
  const begins = (one: Asked) =>
    Number(typed !== "" && one.question.toLowerCase().startsWith(words.join(" ")));
  const own = (one: Asked) => Number(viewer !== undefined && one.actor === viewer);
  const ranked = [...asked].sort(
    (a, b) => begins(b) - begins(a) || preference(b) - preference(a) || own(b) - own(a),
  );
  return eachOnce(ranked).slice(0, limit);
}

const preference = (one: Asked): number => (one.isPinned ? 2 : one.isKept ? 1 : 0);

/** Each question once, however it was worded. */
function eachOnce(asked: readonly Asked[]): Suggestion[] {
  const said = new Set<string>();
  return asked.flatMap(({question, turn, isPinned}) => {
    const wording = wordingOf(question);
    if (said.has(wording)) return [];
    said.add(wording);
    return [{question, turn, isPinned}];
  });
}
