import {setImmediate} from "node:timers/promises";
import {z} from "zod";
import {demand} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {singular} from "../../data/catalogue/words.ts";
import {nameParts} from "../../data/roles.ts";
import {bucketsOf} from "../../store/buckets.ts";
import {entriesWith} from "../../store/catalogue.ts";
import {type ListedDataset, listFor} from "../../store/dataset_details.ts";
import type {Store} from "../../store/store.ts";
import {keptEntrySchema, MADE_BY} from "./catalogue_datasets.ts";
import {type DatasetSummary, summaryOf, withPublished} from "./list_datasets.ts";
import {onlookerOf} from "./viewer.ts";

/** Where a word was found, and what stands there. */
export interface FoundIn {
  where: "name" | "title" | "tag" | "column" | "description" | "value" | "about";
  text: string;
  /** Of a value: the column that has it. */
  column?: string;
}

export interface FoundDataset {
  dataset: DatasetSummary;
  /** More is better; only to be compared within one search. */
  score: number;
  found: FoundIn[];
}

const WEIGHTS: Readonly<Record<FoundIn["where"], number>> = {
  name: 10,
  title: 8,
  tag: 7,
  column: 5,
  description: 4,
  about: 3,
  value: 3,
};
const MOST_WORDS = 12;
/** Others get their turn after so long. */
const AT_ONCE_MS = 10;
const STOP = new Set(
  "the a an of in on by for with and or to from which what is are data dataset table about".split(" "),
);
/** A word that begins another one counts for less than the word itself. */
const BEGINS = 0.6;
const WITHIN = 0.3;

/**
 * Datasets that someone may see, by words of their names, titles, tags, columns, descriptions, what they are about, and
 * frequent values (never personal ones); the best first. A dataset that has all words comes before one that has some.
 * @throws TabletalkError forbidden
 */
export async function searchDatasets(
  store: Pick<Store, "db">,
  principal: Principal,
  query: string,
  options: {limit?: number} = {},
): Promise<FoundDataset[]> {
  demand(principal, "datasets.read");
  const {workspace} = principal;
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const listed = await listFor(store, workspace, onlookerOf(principal));
  const whole = query.trim().toLowerCase();
  const texts = [...new Set([whole, ...words.flatMap(({written, stem}) => [written, stem])])].filter(
    (text) => text.length > 1,
  );
  const holding = await entriesWith(store, workspace, texts, MADE_BY);
  const scored: {one: ListedDataset; score: number; found: FoundIn[]}[] = [];
  let since = performance.now();
  for (const one of listed) {
    if (performance.now() - since > AT_ONCE_MS) {
      await setImmediate();
      since = performance.now();
    }
    const found = new Map<string, FoundIn>();
    const {score, matched} = scoreOf(one, holding.get(one.version), words, whole, found);
    if (matched > 0)
      scored.push({one, score: score * (matched / words.length) ** 2, found: [...found.values()]});
  }
  const limit = Math.min(100, options.limit ?? 20);
  const best = scored.sort((a, b) => b.score - a.score || (a.one.name < b.one.name ? -1 : 1)).slice(0, limit);
  const buckets = await bucketsOf(store, workspace);
  const shown = await withPublished(
    store,
    workspace,
    best.map(({one}) => summaryOf(one, buckets)),
  );
  return best.map(({score, found}, at) => ({
    dataset: shown[at]!,
    score: Math.round(score * 100) / 100,
    found: found.slice(0, 6),
  }));
}

interface Word {
  written: string;
  stem: string;
}

function wordsOf(query: string): Word[] {
  const all = query
    .slice(0, 500)
    .normalize("NFC")
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}%€$£@.-]+/u)
    .map((word) => word.replace(/^[.-]+|[.-]+$/g, ""))
    .filter(Boolean);
  const telling = all.filter((word) => !STOP.has(word));
  return [...new Set(telling.length > 0 ? telling : all)]
    .slice(0, MOST_WORDS)
    .map((written) => ({written, stem: singular(written)}));
}

function scoreOf(
  dataset: ListedDataset,
  content: unknown,
  words: readonly Word[],
  whole: string,
  found: Map<string, FoundIn>,
): {score: number; matched: number} {
  const places = placesOf(dataset, content, words);
  let score = 0;
  let matched = 0;
  for (const word of words) {
    let best = 0;
    for (const place of places) {
      const weight = matchOf(word, place) * WEIGHTS[place.where];
      if (weight === 0) continue;
      best = Math.max(best, weight);
      found.set(`${place.where} ${place.column ?? ""} ${place.text}`, strip(place));
    }
    score += best;
    if (best > 0) matched++;
  }
  // The whole of what was looked for, as it stands somewhere, is worth more than its words.
  if (words.length > 1 && places.some(({lower}) => lower.includes(whole))) score *= 1.5;
  if (dataset.name === whole.replace(/[^\p{L}\p{M}\p{N}]+/gu, "_")) score *= 2;
  return {score, matched};
}

interface Place extends FoundIn {
  lower: string;
  stems: string[];
}

const strip = ({where, text, column}: Place): FoundIn => ({
  where,
  text: text.slice(0, 200),
  ...(column !== undefined && {column}),
});

function placesOf(dataset: ListedDataset, content: unknown, words: readonly Word[]): Place[] {
  const {name, title, description, tags} = dataset;
  const columns = z.array(z.object({name: z.string()})).parse(JSON.parse(dataset.columns));
  const kept = keptEntrySchema.safeParse(content);
  const about = kept.success ? aboutOf(kept.data.entry) : [];
  const values = kept.success ? kept.data.values : [];
  const place = (where: FoundIn["where"], text: string, column?: string): Place => ({
    where,
    text,
    lower: text.toLowerCase(),
    stems: nameParts(text).map(singular),
    ...(column !== undefined && {column}),
  });
  return [
    place("name", name),
    ...(title ? [place("title", title)] : []),
    ...(description ? [place("description", description)] : []),
    ...tags.map((tag) => place("tag", tag)),
    ...columns.map((column) => place("column", column.name)),
    ...about.map((text) => place("about", text)),
    ...values.flatMap(({column, values: some}) =>
      some
        .filter((value) => words.some(({stem}) => value.toLowerCase().includes(stem)))
        .map((value) => place("value", value, column)),
    ),
  ];
}

const aboutOf = ({domain, grain, units}: z.infer<typeof keptEntrySchema>["entry"]): string[] => [
  ...(domain.name === "unknown" ? [] : [domain.name]),
  ...(grain.says === undefined ? [] : [grain.says]),
  ...units.map(({unit}) => unit),
];

function matchOf({written, stem}: Word, {stems, lower}: Place): number {
  if (stems.includes(stem)) return 1;
  if (lower === written) return 1;
  if (stem.length >= 3 && stems.some((one) => one.startsWith(stem))) return BEGINS;
  return written.length >= 4 && lower.includes(written) ? WITHIN : 0;
}
