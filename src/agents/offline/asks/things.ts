import type {ColumnProfile, TableProfile} from "../../../data/profile.ts";
import {isEnglish, singular, stem} from "../morphology.ts";
import {codeOf} from "../same_things.ts";
import {nameSynonyms} from "../synonyms.ts";
import {nameWords} from "../tokens.ts";

/** Words for those who buy, by how surely they are meant. */
const BUYERS = [
  "customer",
  "client",
  "buyer",
  "account",
  "acct",
  "company",
  "member",
  "user",
  "subscriber",
  "shopper",
  "patient",
  "guest",
];
const DEALS = [
  "order",
  "invoice",
  "booking",
  "transaction",
  "purchase",
  "sale",
  "receipt",
  "ticket",
  "visit",
  "trip",
  "job",
];
const KEY_ENDINGS = new Set(["id", "no", "number", "code", "ref", "key", "nr"]);

/** What is counted as one thing: by which column, and by which it is named. */
export interface Thing {
  key: ColumnProfile;
  label: ColumnProfile;
}

/** The thing that a word names: its column, told apart by the codes beside it where there are some. */
export function thingCalled(word: string, table: TableProfile): Thing | undefined {
  const one = singular(word.toLowerCase());
  const words = BUYERS.includes(one) ? [one, ...BUYERS] : [one, ...nameSynonyms(one)];
  for (const each of words) {
    const label = table.columns.find(
      (column) =>
        column.type === "text" &&
        nameWords(column.name).some(
          (part) => part === each || (part.length > 3 && stem(part) === stem(each)),
        ),
    );
    if (label) return {key: codeOf(label, table) ?? label, label: nameOf(label, table)};
  }
  return undefined;
}

/** The column of names beside one of codes. */
function nameOf(column: ColumnProfile, table: TableProfile): ColumnProfile {
  return table.columns.find((other) => codeOf(other, table) === column) ?? column;
}

/** Those who buy, where the table has a column of them. */
export const buyers = (table: TableProfile): Thing | undefined =>
  BUYERS.map((word) => thingCalled(word, table)).find((thing) => thing !== undefined);

/** The column whose values each are one deal: an order number. Undefined where a row is one. */
export function dealKey(table: TableProfile): ColumnProfile | undefined {
  return table.columns.find((column) => {
    const words = nameWords(column.name);
    return (
      column.type === "text" &&
      !table.keys.includes(column.name) &&
      column.distinct < table.rows &&
      words.some((word) => DEALS.includes(singular(word))) &&
      (words.some((word) => KEY_ENDINGS.has(word)) || /#\s*$/.test(column.name))
    );
  });
}

/** Columns that say how many deals a row stands for: Txns. */
export function dealCount(table: TableProfile): ColumnProfile | undefined {
  return table.columns.find(
    (column) =>
      column.type === "integer" &&
      column.additivity === "additive" &&
      nameWords(column.name).some((word) =>
        [
          "transactions",
          "transaction",
          "txns",
          "txn",
          "trans",
          "orders",
          "sales",
          "receipts",
          "tickets",
          "invoices",
        ].includes(word),
      ),
  );
}

export const isWord = (word: string): boolean => isEnglish(word);
