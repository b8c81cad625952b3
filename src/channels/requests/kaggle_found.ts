import type {Competition, DatasetSummary} from "../../kaggle/answers.ts";
import type {KaggleClient} from "../../kaggle/client.ts";
import {shownText} from "../../kaggle/reference.ts";
import {emptyAnswer} from "../answer.ts";
import type {Answer} from "../channel.ts";
import {harmless} from "../harmless.ts";
import {datasetLine} from "../kaggle/kaggle_words.ts";
import type {KaggleAsk} from "./read_kaggle_request.ts";
import {isLicenceCalled} from "./read_kaggle_search.ts";

/** What is shown of what was found. */
const SHOWN = 8;
/** So many are looked through for a licence, which Kaggle has no exact filter for. */
const PAGES = 3;
const PAGE_SIZE = 50;

type Search = Extract<KaggleAsk, {kind: "search"}>;

/** Searches Kaggle, and says what there is: each with size, licence and how to bring it in. */
export async function foundAnswer(ask: Search, kaggle: KaggleClient, signal: AbortSignal): Promise<Answer> {
  const [found, competition] = await Promise.all([
    ask.licence ? withLicence(ask, kaggle, signal) : first(ask, kaggle, signal),
    ask.named === undefined ? undefined : competitionNamed(ask.named, kaggle, signal),
  ]);
  const words = ask.search.search === undefined ? "" : ` for “${shownText(ask.search.search, 80)}”`;
  const beside = competition
    ? [
        `There is also the competition ${shownText(competition.title, 80)}: use the kaggle competition ${competition.slug}`,
      ]
    : [];
  if (found.length === 0) {
    const text = [
      `On Kaggle nothing was found${words}. Take fewer or other words, or fewer filters.`,
      ...beside,
    ];
    return emptyAnswer(harmless(text.join("\n")));
  }
  const lines = found.map((one, at) => `${at + 1}. ${datasetLine(one)}`);
  const text = [
    `On Kaggle${words}:`,
    ...lines,
    ...beside,
    `To bring one in, say its number: "use the first one", or "use kaggle ${found[0]!.ref}".`,
  ];
  const suggestions = found.slice(0, 3).map(({ref}) => `use kaggle ${ref}`);
  return {...emptyAnswer(harmless(text.join("\n"))), suggestions: suggestions.map(harmless)};
}

async function first({search}: Search, kaggle: KaggleClient, signal: AbortSignal): Promise<DatasetSummary[]> {
  return (await kaggle.search(search, {signal})).items.slice(0, SHOWN);
}

/** Looks through some pages for those whose licence is the one that was said. */
async function withLicence(
  {search, licence}: Search,
  kaggle: KaggleClient,
  signal: AbortSignal,
): Promise<DatasetSummary[]> {
  const fits = (one: DatasetSummary): boolean => {
    if (!licence) return true;
    return "uses" in licence
      ? licence.uses.includes(one.licence.use)
      : isLicenceCalled(one.licence.name, licence.name);
  };
  const found: DatasetSummary[] = [];
  const from = search.page ?? 1;
  for (let page = from; page < from + PAGES && found.length < SHOWN; page++) {
    const {items, next} = await kaggle.search({...search, page, pageSize: PAGE_SIZE}, {signal});
    found.push(...items.filter(fits));
    if (items.length === 0 || next === undefined) break;
  }
  return found.slice(0, SHOWN);
}

/** The competition that goes by a name; a search that fails finds none. */
async function competitionNamed(
  named: string,
  kaggle: KaggleClient,
  signal: AbortSignal,
): Promise<Competition | undefined> {
  const slug = named.trim().toLowerCase().replace(/\s+/g, "-");
  const {items} = await kaggle.competitions.search({search: named}, {signal}).catch(() => ({items: []}));
  return items.find((one) => one.slug === slug);
}
