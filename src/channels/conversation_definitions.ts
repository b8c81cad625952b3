import type {EarlierTurn, PlannerInput} from "../agents/contracts.ts";
import type {Teaching} from "../agents/offline/talk/teaching.ts";
import {sayDefinition} from "../planning/definitions.ts";
import {
  definitionHistory,
  definitionsOf,
  forgetDefinitions,
  type StoredDefinition,
  saveDefinition,
} from "../store/definitions.ts";
import type {Store} from "../store/store.ts";
import {emptyAnswer} from "./answer.ts";
import type {Answer} from "./channel.ts";

/** Whose words, and who says something about them. */
export interface TeachingScene {
  store: Store;
  workspace: string;
  actor: string;
  /** What the grammar needs to read a meaning. */
  input: PlannerInput;
  earlier: readonly EarlierTurn[];
  /** What the last turn did to taught words. */
  lastTaught: NonNullable<Answer["taught"]>;
}

type Changes = NonNullable<Answer["taught"]>;

/** The taught words of a workspace, as planners take them. */
export const taughtWords = (
  known: readonly StoredDefinition[],
): {term: string; version: number; meaning: string}[] =>
  known.flatMap(({term, version, meaning}) => (meaning === undefined ? [] : [{term, version, meaning}]));

/** Teaches, forgets, undoes or lists words. Undefined where an "undo" is not of a taught word. */
export async function answerTeaching(teaching: Teaching, scene: TeachingScene): Promise<Answer | undefined> {
  switch (teaching.kind) {
    case "list":
      return list(scene);
    case "teach":
      return teach(teaching, scene);
    case "keep change":
      return keepChange(scene);
    case "forget":
      return forget(teaching.term, scene);
    case "forget all": {
      const known = await forgetDefinitions(scene.store, scene.workspace, scene.actor);
      if (known.length === 0) return emptyAnswer("There was nothing that I remembered.");
      const changes = known.map(({term, meaning}) => ({term, before: meaning ?? null, after: null}));
      return changed(
        `Forgotten: ${known.map(({term}) => `“${term}”`).join(", ")}. “undo” brings it back.`,
        changes,
      );
    }
    case "undo":
      return scene.lastTaught.length > 0 ? undo(scene) : undefined;
  }
}

async function list({store, workspace}: TeachingScene): Promise<Answer> {
  const known = await definitionsOf(store, workspace);
  if (known.length === 0)
    return emptyAnswer("I remember nothing yet. Teach me a word: remember that big means amount over 1000.");
  const lines = known.map(
    ({term, version, meaning = "", createdAt}) =>
      `  - ${sayDefinition({term, meaning})} (version ${version}, ${createdAt.slice(0, 10)})`,
  );
  return emptyAnswer(["What I remember:", ...lines, "“forget …” takes one back."].join("\n"));
}

async function teach(
  {term, meaning, always}: {term: string; meaning: string; always: boolean},
  scene: TeachingScene,
): Promise<Answer> {
  const {profiles} = scene.input;
  if (profiles.length === 0)
    return refused(
      `There is no data yet to read “${meaning}” against, so nothing was saved. Add a file first.`,
    );
  const {readWord} = await import("../agents/offline/talk/taught_words.ts");
  const full = always ? `always ${meaning}` : meaning;
  const read = await Promise.all(
    profiles.map((table) => readWord({term, version: 0, meaning: full}, table, scene.input)),
  );
  const useful = read.find((one) => !("reason" in one));
  const before = await meaningOf(term, scene);
  const [first] = read;
  if (useful && !("reason" in useful)) {
    await saveDefinition(scene.store, scene.workspace, {term, meaning: full, taughtBy: scene.actor});
    const {sayDefined} = await import("../agents/offline/talk/say_defined.ts");
    const read = sayDefined(useful.defined);
    const was = before !== null ? ` Before, it meant ${before.replace(/^always /, "")}.` : "";
    return changed(
      `Noted: ${sayDefinition({term, meaning: full})}. I read that as: ${read}.${was} “undo” takes it back, “forget ${term}” too.`,
      [{term, before, after: full}],
    );
  }
  const keeps = read.find((one) => "reason" in one && one.reason.endsWith("keeps its name"));
  if (keeps && "reason" in keeps) {
    await saveDefinition(scene.store, scene.workspace, {term, meaning: full, taughtBy: scene.actor});
    return changed(
      `Noted for other data: ${sayDefinition({term, meaning: full})}. Here ${keeps.reason}. To have your meaning go first, say: ${term} always means ${meaning}.`,
      [{term, before, after: full}],
    );
  }
  const reason = first && "reason" in first ? first.reason : "it says nothing of this data";
  return refused(`I can't read “${meaning}”: ${reason}. Nothing was saved.`, [
    ...(await examples(term, scene)),
  ]);
}

/** Meanings of a word that can be read here. */
async function examples(term: string, {input}: TeachingScene): Promise<string[]> {
  const [table] = input.profiles;
  const {moneyColumns} = await import("../agents/offline/trade_words.ts");
  const measure = [...(table ? moneyColumns(table) : []), ...(table?.columns ?? [])].find(
    ({role, quantiles}) => role === "measure" && typeof quantiles?.[3] === "number",
  );
  const category = table?.columns.find(
    ({type, distinct, top}) => type === "text" && distinct > 1 && distinct <= 20 && top.length > 0,
  );
  return [
    ...(measure ? [`remember that ${term} means ${measure.name} over ${measure.quantiles?.[3]}`] : []),
    ...(category
      ? [`remember that ${term} means ${category.name} is ${String(category.top[0]?.value)}`]
      : []),
  ];
}

async function keepChange(scene: TeachingScene): Promise<Answer> {
  const {changeTaught} = await import("../agents/offline/talk/kept_change.ts");
  const found = changeTaught(scene.earlier);
  if ("reason" in found) return refused(found.reason);
  return teach({...found, always: false}, scene);
}

async function forget(term: string, scene: TeachingScene): Promise<Answer> {
  const known = await definitionsOf(scene.store, scene.workspace);
  const {wordsOf} = await import("../agents/offline/talk/defined_term.ts");
  const key = wordsOf(term).join(" ");
  const found =
    known.find((one) => one.term === term) ?? known.find((one) => wordsOf(one.term).join(" ") === key);
  if (!found) {
    const names = known.map((one) => `“${one.term}”`).join(", ");
    return refused(
      `I remember no “${term}”${names === "" ? "; nothing was taught yet" : `; I know ${names}`}.`,
    );
  }
  await saveDefinition(scene.store, scene.workspace, {term: found.term, taughtBy: scene.actor});
  return changed(
    `Forgotten: ${sayDefinition({term: found.term, meaning: found.meaning ?? ""})}. “undo” brings it back.`,
    [{term: found.term, before: found.meaning ?? null, after: null}],
  );
}

async function undo({store, workspace, actor, lastTaught}: TeachingScene): Promise<Answer> {
  const said: string[] = [];
  for (const {term, before} of lastTaught) {
    await saveDefinition(store, workspace, {
      term,
      ...(before !== null && {meaning: before}),
      taughtBy: actor,
    });
    said.push(before === null ? `“${term}” is forgotten` : sayDefinition({term, meaning: before}));
  }
  return changed(
    `Undone: ${said.join("; ")}.`,
    lastTaught.map(({term, before, after}) => ({term, before: after, after: before})),
  );
}

async function meaningOf(term: string, {store, workspace}: TeachingScene): Promise<string | null> {
  return (await definitionHistory(store, workspace, term)).at(-1)?.meaning ?? null;
}

const changed = (text: string, taught: Changes): Answer => ({...emptyAnswer(text), taught});

const refused = (reason: string, suggestions: string[] = []): Answer => ({
  ...emptyAnswer([reason, ...suggestions.map((one) => `  - ${one}`)].join("\n")),
  declined: {reason, suggestions, unplaced: []},
});
