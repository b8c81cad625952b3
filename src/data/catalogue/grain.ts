import type {ColumnProfile, TableProfile} from "../profile.ts";
import {nameParts} from "../roles.ts";
import {abbreviates, coreWords, entityWords} from "./words.ts";

/** Columns that identify a row, alone or two together. */
export interface CandidateKey {
  columns: string[];
  why: string;
}

/** What one row is. */
export interface Grain {
  /** "one row per order"; undefined where nothing identifies a row. */
  says?: string;
  key: string[];
  why: string;
}

const KEYLIKE = /\b(id|key|code|no|nr|number|uuid|guid|sku|isbn|ean|upc|iata|ref|email|username|login)\b/;
/** What such a number is of says the table's name. */
const NUMBERS_OF = new Set(
  "tracking icd isbn ean sku email login serial iata vat license row index".split(" "),
);
/** In so short a table almost every column is unique by chance. */
const SHORT = 20;

/**
 * The columns that identify a row, the likeliest key first: identifiers, then days, then names. What measures is a key by
 * chance and none here; pairs come from a full profile.
 */
export function candidateKeys(profile: TableProfile): CandidateKey[] {
  const singles = profile.keys
    .flatMap((name) => {
      const column = profile.columns.find((one) => one.name === name);
      return column ? [{column, rank: keyRank(column, profile)}] : [];
    })
    .filter(({rank}) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({column}) => ({columns: [column.name], why: `each of the ${profile.rows} rows has its own value`}));
  const pairs = (profile.details?.pairKeys ?? [])
    .filter((pair) => !(profile.rows < SHORT) || pair.every((name) => named(profile, name)))
    .map((pair) => ({columns: inOrder(profile, pair), why: "no two rows have the same of both"}));
  return [...singles, ...pairs];
}

const named = (profile: TableProfile, name: string): boolean => {
  const column = profile.columns.find((one) => one.name === name);
  return column !== undefined && (KEYLIKE.test(nameParts(name).join(" ")) || column.role === "date");
};

/** As they stand in the table. */
const inOrder = ({columns}: TableProfile, pair: readonly string[]): string[] =>
  columns.map(({name}) => name).filter((name) => pair.includes(name));

function keyRank(column: ColumnProfile, profile: TableProfile): number {
  const {role, type} = column;
  const at = profile.columns.indexOf(column);
  const early = at === 0 ? 0.5 : 0;
  if (role === "identifier") {
    const own = entityWords(profile.table);
    const core = coreWords(column.name);
    const names = core.length === 0 || core.every((word) => own.includes(word));
    return 4 + early + (names ? 1 : 0);
  }
  if (type === "date") return profile.rows >= SHORT || (at === 0 && profile.rows > 2) ? 3 + early : 0;
  if (role === "date") return 2.5 + early;
  // Counted up in the first column: a number of the row, whatever it is called.
  if (type === "integer" && at === 0 && Number(column.max) - Number(column.min) + 1 === profile.rows)
    return 3.5;
  if (role === "measure" || role === "boolean") return 0;
  const phrase = nameParts(column.name).join(" ");
  const keylike = KEYLIKE.test(phrase);
  // A part of a name is nobody's own.
  if (/\b(first|last|middle|given|family) name\b/.test(phrase)) return 0;
  // Texts of few rows differ by chance; a name at the front does not.
  if (profile.rows < SHORT && !keylike && at > 0) return 0;
  if (type === "timestamp") return 1.5 + early;
  return (keylike ? 3.5 : type === "text" ? 2 : 1) + early;
}

/** What one row of a table is, by its likeliest key. */
export function grainOf(profile: TableProfile): Grain {
  const [key] = candidateKeys(profile);
  if (!key) {
    if (profile.rows === 0) return {key: [], why: "there are no rows"};
    const {duplicateRows, rows} = profile;
    const why =
      duplicateRows > 0
        ? `${duplicateRows} of ${rows} rows are there more than once`
        : "no column, and no two together, identify a row";
    return {key: [], why};
  }
  const told = key.columns.map((name) => thingOf(profile, name));
  const twice = new Set(told).size < told.length;
  const things = twice ? key.columns.map((name) => nameParts(name).join(" ")) : told;
  return {says: `one row per ${things.join(" and ")}`, key: key.columns, why: key.why};
}

/** What a column's values stand for, in words: `customer_id` is a customer, `id` of orders an order. */
function thingOf(profile: TableProfile, name: string): string {
  const column = profile.columns.find((one) => one.name === name);
  const period = column?.details?.dates?.grain;
  if (column?.role === "date") {
    if (column.type === "integer") return "year";
    if (period && period !== "irregular") return period;
    return column.type === "timestamp" ? "moment" : "day";
  }
  const entity = entityWords(profile.table);
  // An address that writes to somebody names whom the table is of.
  const mail = /e ?mail/.test(nameParts(name).join(" "));
  const core = mail ? [] : coreWords(name).filter((word) => !NUMBERS_OF.has(word));
  // categoryid, without anything between the words
  const parted = core.map((word) => /^(.{4,})id$/.exec(word)?.[1] ?? word);
  const long = parted.map((word) => entity.find((one) => abbreviates(word, one)) ?? word);
  return long.join(" ") || entity.join(" ") || name;
}
