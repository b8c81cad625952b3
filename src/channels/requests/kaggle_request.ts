import {TabletalkError} from "../../errors.ts";
import type {KaggleClient} from "../../kaggle/client.ts";
import {shownBytes} from "../../kaggle/disk.ts";
import {shownText} from "../../kaggle/reference.ts";
import {addConversationDatasets} from "../../store/conversation_datasets.ts";
import {earlierTurns} from "../../store/turns.ts";
import {emptyAnswer} from "../answer.ts";
import type {Answer, TurnEvent} from "../channel.ts";
import {harmless} from "../harmless.ts";
import {competitionLine, competitionLines, datasetLines, sayTerms} from "../kaggle/kaggle_words.ts";
import {foundAnswer} from "./kaggle_found.ts";
import {importedAnswer} from "./kaggle_imported.ts";
import {type KaggleAsk, readKaggleRequest} from "./read_kaggle_request.ts";
import type {RequestScene, RunRequest} from "./request.ts";

const MOST_LINES = 10;

/** What a message asks of Kaggle: to search it, to bring data of it in and perhaps to ask it at once, to say what is here. */
export async function recogniseKaggle(scene: RequestScene): Promise<RunRequest | undefined> {
  const read = readKaggleRequest(scene.message.text);
  if (!read) return undefined;
  const ask = read.kind === "pick" ? await picked(scene, read.number) : read;
  if (!ask || (isLoose(ask, scene.message.text) && (await speaksOfKaggle(scene)))) return undefined;
  return async (emit) => {
    const {kaggle} = scene.parts;
    if (!kaggle)
      throw new TabletalkError(
        "unavailable",
        "Nothing is fetched from Kaggle here.",
        "Ask in `tabletalk chat`, or where a service runs.",
      );
    return run(ask, await kaggle(), scene, emit);
  };
}

async function run(
  ask: Exclude<KaggleAsk, {kind: "pick"}>,
  kaggle: KaggleClient,
  scene: RequestScene,
  emit: (event: TurnEvent) => void,
): Promise<Answer> {
  const {signal} = scene.setting;
  const call = {signal};
  switch (ask.kind) {
    case "search":
      emit({type: "status", text: "Searching Kaggle"});
      return foundAnswer(ask, kaggle, signal);
    case "competitions": {
      emit({type: "status", text: "Searching Kaggle"});
      const {items} = await kaggle.competitions.search(ask.search === "" ? {} : {search: ask.search}, call);
      const shown = items.slice(0, MOST_LINES);
      if (shown.length === 0) return said(["Kaggle has no competition of these words."]);
      const lines = shown.map((one, at) => `${at + 1}. ${competitionLine(one)}`);
      return said(
        ["Competitions on Kaggle:", ...lines],
        shown.slice(0, 3).map(({slug}) => `use the kaggle competition ${slug}`),
      );
    }
    case "describe": {
      const {isCompetitionReference, readCompetition} = await import("../../kaggle/reference.ts");
      if (isCompetitionReference(ask.ref))
        return said(competitionLines(await kaggle.competitions.get(readCompetition(ask.ref), call)), [
          `use kaggle:${ask.ref}`,
        ]);
      const found = await kaggle.dataset(ask.ref, call);
      return said(datasetLines(found), [`use kaggle:${found.ref}`]);
    }
    case "leaderboard": {
      const {items} = await kaggle.competitions.leaderboard(ask.slug, call);
      const lines = items
        .slice(0, MOST_LINES)
        .map(({rank, team, score}) => `${rank}. ${shownText(team, 80)}: ${score}`);
      return said([`The leaderboard of ${ask.slug} on Kaggle:`, ...lines]);
    }
    case "local": {
      const all = await kaggle.local.list();
      if (all.length === 0) return said(["Nothing of Kaggle was downloaded here yet."]);
      const bytes = all.reduce((sum, one) => sum + one.bytes, 0);
      const lines = all
        .slice(0, 30)
        .map(
          ({ref, version, bytes: own, origin}) =>
            `- ${ref}${version === undefined ? "" : ` version ${version}`}: ${shownBytes(own)}, ${sayTerms(origin.licence)}`,
        );
      return said([`From Kaggle, ${shownBytes(bytes)} in all:`, ...lines]);
    }
    case "remove": {
      demandImport(scene);
      const freed = await kaggle.local.remove(ask.ref);
      return said([
        `${ask.ref} is deleted from what was downloaded: ${shownBytes(freed)} are free again. Imported tables stay.`,
      ]);
    }
    case "import": {
      const importFile = demandImport(scene);
      const imported = await importedAnswer(ask, {kaggle, importFile, scene, emit});
      const names = imported.datasets.map(({name}) => name);
      await addConversationDatasets(scene.store, scene.workspace, scene.conversation, names);
      return imported.answer();
    }
  }
}

/** Words alone, with what could be said next. */
export function said(lines: readonly string[], suggestions: readonly string[] = []): Answer {
  const answer = emptyAnswer(harmless(lines.join("\n")));
  return suggestions.length > 0 ? {...answer, suggestions: suggestions.map(harmless)} : answer;
}

function demandImport({parts}: RequestScene): NonNullable<RequestScene["parts"]["importFile"]> {
  if (parts.importFile) return parts.importFile;
  throw new TabletalkError(
    "forbidden",
    "You cannot bring data in here.",
    "It takes the role analyst: ask an owner of the workspace.",
  );
}

/** A request that could also be a question, of data that speaks of Kaggle itself. */
const isLoose = (ask: KaggleAsk, text: string): boolean =>
  (ask.kind === "search" ||
    ask.kind === "competitions" ||
    ask.kind === "local" ||
    ask.kind === "leaderboard") &&
  !/^\W*(?:please )?(?:search kaggle|kaggle ?:|kaggle search|browse kaggle|use the kaggle)/i.test(text);

/** Whether the data has a table, column or value of that name: then "on Kaggle" may be a part of it. */
async function speaksOfKaggle({parts, input}: RequestScene): Promise<boolean> {
  const {datasets} = parts.session;
  const names = datasets.flatMap(({name, version}) => [
    name,
    ...version.columns.map((column) => column.name),
  ]);
  if (names.some((name) => /kaggle/i.test(name))) return true;
  return datasets.length > 0 && /kaggle/i.test(JSON.stringify((await input()).profiles));
}

/** What was offered by that number just before; undefined where the last answer was no search of Kaggle. */
async function picked(
  {store, workspace, conversation}: RequestScene,
  number: number,
): Promise<Extract<KaggleAsk, {kind: "import"}> | undefined> {
  const last = (await earlierTurns(store, workspace, conversation, 1)).at(-1);
  const text = (last?.answer as {text?: string} | undefined)?.text ?? "";
  if (!/^(?:On Kaggle|Competitions on Kaggle)\b/.test(text)) return undefined;
  const ref = new RegExp(`^${number}\\. ([\\w-]+(?:/[\\w-]+)?): `, "m").exec(text)?.[1];
  if (ref === undefined) return undefined;
  return {kind: "import", ref: text.startsWith("Competitions") ? `competitions/${ref}` : ref};
}
