import type {Rule} from "./rule.ts";

const PER: Record<string, string> = {
  kg: "kilogram",
  km: "kilometer",
  lb: "pound",
  hr: "hour",
  mo: "month",
  yr: "year",
  h: "hour",
  l: "liter",
};

/** Signs between words and numbers. */
export const SIGNS: readonly Rule[] = [
  {
    of: /(?<=\d)\/(?<of>month|year|week|day|hour|minute|unit|person|user|customer|order|item|seat|head|kg|km|lb|hr|mo|yr|h|l)(?![\p{L}\p{N}])/gu,
    say: ({groups: {of = ""}}) => ` per ${PER[of] ?? of}`,
  },
  {of: /\s?(?:±|\+\/-|\+-)\s?/g, say: () => " plus or minus "},
  {of: /(?:≈|~)\s?(?=[-\d$€£¥.])/g, say: () => "about "},
  {of: /\s?(?:≤|<=)\s?/g, say: () => " at most "},
  {of: /\s?(?:≥|>=)\s?/g, say: () => " at least "},
  {of: /\s?(?:≠|!=|<>)\s?/g, say: () => " is not "},
  {of: /\s?(?:->|→|⇒|=>|⟶)\s?/g, say: () => " to "},
  {of: /\s?<\s?(?=[-\d.$€£\p{L}])/gu, say: () => " less than "},
  {of: /(?<=[\p{L}\p{N})%])\s?>\s?(?=[-\d.$€£\p{L}])/gu, say: () => " more than "},
  {of: /\s?(?:==?)\s?(?=[-\d.$€£\p{L}])/gu, say: () => " equals "},
  {of: /∞/g, say: () => " infinity "},
  {of: /√\s?/g, say: () => " the square root of "},
  {of: /\s?↑\s?/g, say: () => " up "},
  {of: /\s?↓\s?/g, say: () => " down "},
  {of: /(?<=[\p{L}\p{N}])\s?&\s?(?=[\p{L}\p{N}])/gu, say: () => " and "},
];

/** What is left of signs when numbers are said. */
export const LEFT_SIGNS: readonly Rule[] = [
  {of: /(?<=\s|^)\*(?=[\s.,]|$)/g, say: () => "star"},
  {of: /\s?%/g, say: () => " percent "},
  {of: /(?<=\p{L}|\s)\s?&\s?(?=\p{L}|\s|$)/gu, say: () => " and "},
  {of: /(?<=\p{L})\s?×\s?(?=\p{L})/gu, say: () => " times "},
  {of: /(?<=\p{L})\s\+\s(?=\p{L})/gu, say: () => " plus "},
  {of: /(?<=\p{L})\s?@\s?(?=\p{L})/gu, say: () => " at "},
  {of: /(?<=\p{L})\s?\/\s?(?=\p{L})/gu, say: () => " or "},
];
