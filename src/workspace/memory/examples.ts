import type {KeptExample} from "../../agents/contracts.ts";
import {similarQuestions} from "../../agents/hosted/similar_questions.ts";
import type {TableProfile} from "../../data/profile.ts";
import type {Plan} from "../../planning/plan.ts";
import {namesOfDatasets} from "../../store/asked_questions.ts";
import {keptQuestions} from "../../store/kept_questions.ts";
import type {Store} from "../../store/store.ts";
import {answeredIn} from "./asked.ts";
import {likenessOf, type SimilarOptions} from "./similar.ts";

/** What an answer that an owner pinned is ahead of one that is as alike. */
const AHEAD = 0.05;

/** Answered and kept questions of the workspace that are like one and can be asked of these tables, for a model to read. */
export async function examplesFor(
  store: Pick<Store, "db">,
  workspace: string,
  question: string,
  profiles: readonly TableProfile[],
  options: SimilarOptions = {},
): Promise<KeptExample[]> {
  const all = (await keptQuestions(store, workspace)).flatMap(({turn, isPinned, ...rest}) =>
    answeredIn(rest).map((one) => ({...one, turn, isPinned})),
  );
  if (all.length === 0) return [];
  const tables = new Set(profiles.map(({table}) => table));
  const speaksOf = namesIn((await namesOfDatasets(store, workspace)).filter((name) => !tables.has(name)));
  // Whoever asks may not see the other tables that a question was of: neither may the model that answers them.
  const kept = all.filter(({plan}) => !speaksOf(plan));
  const likeness = await likenessOf(store, workspace, question, kept, options);
  const known = new Map<string, number>();
  for (const [at, one] of kept.entries()) {
    const alike = (likeness[at] ?? 0) + (one.isPinned ? AHEAD : 0);
    known.set(one.question, Math.max(alike, known.get(one.question) ?? 0));
  }
  return similarQuestions(question, kept, profiles, (_, others) =>
    others.map((other) => known.get(other) ?? 0),
  ).map(({question: asked, plan}) => ({question: asked, plan}));
}

/** Tells whether a plan speaks of any of some datasets: as `datasetsNamed`, made once for many plans. */
function namesIn(names: readonly string[]): (plan: Plan) => boolean {
  const small = names.map((name) => name.toLowerCase());
  const isWord = (name: string) => /^[\p{L}\p{N}_]+$/u.test(name);
  const words = new Set(small.filter(isWord));
  const others = small.filter((name) => !isWord(name));
  return ({steps, reading}) => {
    const text = JSON.stringify([
      steps.map(({input}) => input),
      reading?.table,
      reading?.joins,
    ]).toLowerCase();
    return (
      (text.match(/[\p{L}\p{N}_]+/gu) ?? []).some((word) => words.has(word)) ||
      others.some((name) => text.includes(name))
    );
  };
}
