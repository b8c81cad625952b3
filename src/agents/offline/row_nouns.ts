import type {TableProfile} from "../../data/profile.ts";
import {isEnglish, singular} from "./morphology.ts";
import {peopleColumn} from "./people_column.ts";
import {nameSynonyms} from "./synonyms.ts";
import {nameKey, nameWords} from "./tokens.ts";

/** Columns that say how many things a row stands for. */
export const COUNTED = new Set(["count", "n", "freq", "frequency", "cnt", "num"]);

const PEOPLE = [
  "people",
  "persons",
  "person",
  "individuals",
  "individual",
  "passengers",
  "passenger",
  "patients",
  "patient",
  "participants",
  "subjects",
  "respondents",
  "employees",
  "employee",
  "students",
  "student",
  "adults",
  "members",
];
/** Who comes may come again: each row is one time. */
const COMERS = new Set(["guest", "visitor", "speaker", "performer"]);
const KEY_WORDS = new Set([
  "id",
  "no",
  "number",
  "code",
  "key",
  "uuid",
  "index",
  "nr",
  "num",
  "ref",
  "reference",
]);

/** Things that happen and have short names: trip_date, ride_at, call_time. */
const SHORT_EVENTS = new Set("trip ride call sale stay game shot loan test".split(" "));

/** What one row is called: by the table's name (orders, movies_2024), its key (PassengerId), or what its columns tell. */
export function rowNouns(profile: TableProfile): Set<string> {
  const nouns = new Set<string>();
  const put = (word: string): void => {
    if (word.length < 3 || KEY_WORDS.has(word)) return;
    for (const form of [word, singular(word), `${singular(word)}s`, plural(singular(word))]) nouns.add(form);
  };
  const tableWords = nameWords(profile.table).filter((word) => !/^\d+$/.test(word));
  for (const word of tableWords) for (const part of innerWords(word)) put(part);
  nouns.add(tableWords.join(""));
  for (const word of tableWords) {
    put(word);
    for (const other of nameSynonyms(singular(word))) put(other);
  }
  for (const key of profile.keys) {
    const column = profile.columns.find((one) => one.name === key);
    const words = nameWords(key);
    if (column?.role === "identifier" && (key.includes("#") || words.some((word) => KEY_WORDS.has(word))))
      for (const word of words) for (const each of [word, ...alsoCalled(word)]) put(each);
    if (column?.type === "date") for (const word of ["days", "day"]) nouns.add(word);
  }
  const happened = profile.columns.find(({type}) => type === "date" || type === "timestamp");
  const [event, of] = nameWords(happened?.name ?? "");
  const isEvent = event !== undefined && (event.length >= 5 || SHORT_EVENTS.has(event));
  if (isEvent && ["date", "at", "on", "day", "time"].includes(of ?? "")) put(event);
  for (const word of repeatedThings(profile))
    for (const form of [word, `${word}s`, plural(word)]) nouns.delete(form);
  for (const column of profile.columns) {
    const key = nameKey(column.name);
    if (column.name.includes("#") && profile.keys.includes(column.name)) continue;
    if (key !== tableWords.join("")) for (const form of [key, plural(singular(key))]) nouns.delete(form);
    // "takings" are the money of Gross Takings and Net Takings, not the rows of store_takings.
    if (column.role === "measure" && column.additivity === "additive")
      for (const word of nameWords(column.name).slice(1))
        for (const form of [word, singular(word), plural(singular(word))]) nouns.delete(form);
  }
  const people = peopleColumn(profile);
  if (
    people &&
    people.distinct < profile.rows &&
    nameWords(people.name).some((word) => COMERS.has(singular(word)))
  )
    for (const word of ["appearance", "appearances", "visit", "visits"])
      if (!profile.columns.some(({name}) => nameWords(name).some((own) => singular(own) === singular(word))))
        nouns.add(word);
  const names = profile.columns.flatMap((column) => nameWords(column.name));
  if (names.some((name) => ["sex", "gender", "age", "surname", "firstname"].includes(name)))
    for (const word of PEOPLE) nouns.add(word);

  return nouns;
}

/** Who holds an account is a customer. */
const alsoCalled = (word: string): string[] =>
  ["account", "acct", "customer", "client"].includes(word) ? ["account", "customer", "client"] : [];

/** Things that have a number of their own which several rows share: with an order number on each line, a row is no order. */
function repeatedThings(profile: TableProfile): string[] {
  return profile.columns
    .filter(({name, distinct}) => !profile.keys.includes(name) && distinct < profile.rows)
    .map(({name}) => nameWords(name))
    .filter((words) => words.length === 2 && KEY_WORDS.has(words[1] ?? ""))
    .map(([word]) => singular(word ?? ""));
}

/** The English word that a compound table name ends in: `birdstrikes` -> strikes. */
function innerWords(word: string): string[] {
  for (let at = 3; at <= word.length - 4; at++)
    if (isEnglish(word.slice(0, at)) && isEnglish(word.slice(at))) return [word.slice(at)];
  return [];
}

const plural = (word: string): string =>
  /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
