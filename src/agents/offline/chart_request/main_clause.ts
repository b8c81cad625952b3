import {isEnglish, isSlip, singular} from "../morphology.ts";
import {nameWords} from "../tokens.ts";
import {type Field, fieldAt, phraseAt} from "./fields.ts";
import {isOpen, type Request, take} from "./request.ts";
import {AGAINST, APART, BY, LINKING, POLITE} from "./words.ts";

/** A field of the main clause, and how it hangs on what stands before it. */
export interface Entry {
  field: Field;
  link: "none" | "and" | "by" | "against" | "over";
  /** "for each", "separated by": a part of its own is asked for each of its values. */
  apart: boolean;
  /** Linked by nothing more than "by" or "per". */
  plain: boolean;
}

const OVER = [
  "over the",
  "over",
  "across the",
  "through the",
  "through",
  "along",
  "throughout the",
  "throughout",
];

/** Reads what is left of a request, word by word; words without a place stay open. */
export function mainClause(request: Request): Entry[] {
  const entries: Entry[] = [];
  const end = request.words.length;
  let link: Entry["link"] = "none";
  let apart = false;
  let plain = false;
  for (let at = 0; at < end; ) {
    if (!isOpen(request, at)) {
      if (entries.length > 0) link = link === "by" ? link : "none";
      at++;
      continue;
    }
    const by = linkAt(request, at, BY);
    const against = linkAt(
      request,
      at,
      AGAINST.filter((phrase) => phrase !== "by" && phrase !== "to"),
    );
    const over = linkAt(request, at, OVER);
    const field = fieldAt(request, at, end);
    const strong =
      field &&
      !(field.is === "column" && weak(request, field.from, field.mention.columns[0]!.cost, field.to));
    if (strong && !(by && by > field.to)) {
      entries.push({field, link, apart, plain});
      take(request, field, placeOf(field, link), sayField(field));
      link = "none";
      apart = false;
      plain = false;
      at = field.to;
    } else if (by || against || over) {
      const to = by ?? against ?? over!;
      const words = request.words
        .slice(at, to)
        .map((word) => word.lower)
        .join(" ");
      apart = by !== undefined && (apart || APART.test(words));
      plain = words === "by" || words === "per";
      link = by ? "by" : against ? "against" : "over";
      take(request, {from: at, to}, by ? "group" : "filler");
      at = to;
    } else {
      const word = request.words[at]!.lower;
      if (/^(?:and|,|&|;|plus)$/.test(word) && link !== "by") link = "and";
      if (/^(?:and|,|&|;|plus)$/.test(word) || POLITE.has(word) || LINKING.has(word) || isMisspelled(word))
        take(request, {from: at, to: at + 1}, "filler");
      at++;
    }
  }
  return entries;
}

/** "the date and the amount": a plain word that is in the name of one column alone. */
const isOnly = (request: Request, at: number): boolean => {
  const word = request.words[at]!.lower;
  if (!/^(?:amount|amounts|price|date|name|names|type|order|time|number|value|total|share|level)$/.test(word))
    return false;
  const singularWord = singular(word);
  return (
    request.scene.columns.filter((column) => nameWords(column.profile.name).includes(singularWord)).length ===
    1
  );
};

/** A slip in a word that says nothing: "idetnify", "fo". */
const isMisspelled = (word: string): boolean =>
  !isEnglish(word) &&
  (word === "fo" ||
    (word.length >= 6 && [...POLITE].some((other) => other.length >= 6 && isSlip(word, other))));

const linkAt = (request: Request, at: number, phrases: readonly string[]): number | undefined => {
  for (const phrase of phrases) {
    const to = phraseAt(request, at, phrase, request.words.length);
    if (to !== undefined) return to;
  }
  return undefined;
};

/** A word of asking that is only part of a column's name, or a far-fetched one. */
const weak = (request: Request, at: number, cost: number, to: number): boolean =>
  !(cost < 0.8 && isOnly(request, at)) && to === at + 1 && cost > 0.2 && POLITE.has(request.words[at]!.lower);

function placeOf(field: Field, link: Entry["link"]) {
  if (field.is === "period") return "period" as const;
  if (field.is === "value") return "filter" as const;
  if (field.is === "measure" || field.is === "count") return "measure" as const;
  if (field.is === "rows") return "table" as const;
  return link === "by" || field.is === "grain" ? ("group" as const) : ("column" as const);
}

function sayField(field: Field): string | undefined {
  if (field.is === "column" || field.is === "measure") return field.mention.columns[0]!.column.profile.name;
  return field.is === "value" ? `${field.column.profile.name} = ${field.value}` : undefined;
}
