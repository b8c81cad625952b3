import type {DatasetSearch, DatasetSort, LicenceGroup, LicenceUse} from "../../kaggle/answers.ts";
import {readSize} from "../kaggle/sizes.ts";

/** A search of Kaggle as it was said. */
export interface SaidSearch {
  search: DatasetSearch;
  /** What Kaggle has no filter for, asked of what it finds: the licence's own name, or what it allows. */
  licence?: {name: string} | {uses: readonly LicenceUse[]};
}

const SIZE = String.raw`(\d+(?:[.,]\d+)?\s*(?:[kmgt]i?b|bytes?|kilobytes?|megabytes?|gigabytes?|[kmgt])\b)`;
const LICENCE_NAME = String.raw`((?:cc|creative[ -]commons|odbl|odc|pddl|gpl|lgpl|agpl|mit|apache|bsd|open[ -]data[ -]commons|open[ -]database|public[ -]domain|us[ -]government)(?:[- ]?(?:by|nc|sa|nd|zero|0|public|license|works|\d(?:\.\d)?))*)`;
const COMMERCIAL: readonly LicenceUse[] = ["any", "attribution", "share_alike"];

const SORTS: readonly [RegExp, DatasetSort][] = [
  [/\bmost (?:votes|voted|upvoted)\b/i, "votes"],
  [/\b(?:most downloads|most downloaded|downloaded most)\b/i, "downloads"],
  [/\b(?:newest|latest|most recent(?:ly published)?)\b/i, "published"],
  [/\b(?:most )?recently updated\b/i, "updated"],
  [/\b(?:hottest|trending|most popular)\b/i, "hottest"],
  [/\b(?:best|highest) usability\b/i, "usability"],
];

/** Reads "house prices under 10 MB with licence CC0, csv, tagged housing, by zillow, newest". */
export function readKaggleSearch(text: string): SaidSearch {
  let rest = ` ${text} `;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const found = pattern.exec(rest);
    if (!found) return undefined;
    rest = `${rest.slice(0, found.index)} ${rest.slice(found.index + found[0].length)}`;
    return found;
  };
  const search: DatasetSearch = {};
  const between = take(new RegExp(String.raw`\bbetween ${SIZE} and ${SIZE}`, "i"));
  const most = take(
    new RegExp(
      String.raw`\b(?:of |that (?:is|are) )?(?:under|below|less than|smaller than|at most|up to|max(?:imum)?|not more than) ${SIZE}`,
      "i",
    ),
  );
  const least = take(
    new RegExp(
      String.raw`\b(?:of |that (?:is|are) )?(?:over|above|more than|larger than|bigger than|at least) ${SIZE}`,
      "i",
    ),
  );
  const bytes = (said: string | undefined) => (said === undefined ? undefined : readSize(said));
  const [minSize, maxSize] = [bytes(between?.[1] ?? least?.[1]), bytes(between?.[2] ?? most?.[1])];
  if (minSize !== undefined) search.minSize = minSize;
  if (maxSize !== undefined) search.maxSize = maxSize;
  const licence = licenceIn(take);
  if (licence && "name" in licence) search.licence = groupOf(licence.name);
  const tagged = take(
    /\b(?:tagged(?: with| as)?|with (?:the )?tags?) ["“]?([\w-]+(?: [\w-]+)?)["”]?(?=\s*(?:,|and\b|with\b|by\b|$))/i,
  );
  if (tagged?.[1]) search.tags = [tagged[1].toLowerCase()];
  const user = take(/\b(?:by|of|from) (?:the )?(?:user|owner|organi[sz]ation) @?([\w-]+)/i);
  if (user?.[1]) search.user = user[1];
  const type = take(
    /\b(?:as|in|only|with)? ?\b(csv|sqlite|json|parquet|bigquery)(?: files?| format| only| data)?(?=\s*(?:,|and\b|with\b|under\b|about\b|on\b|for\b|of\b|$))/i,
  );
  if (type?.[1]) search.fileType = (/bigquery/i.test(type[1]) ? "bigQuery" : type[1].toLowerCase()) as never;
  for (const [words, sort] of SORTS) if (take(words)) search.sort ??= sort;
  const page = take(/\bpage (\d{1,3})\b/i);
  if (page) search.page = Number(page[1]);
  const words = rest
    .replace(/["“”?!]/g, " ")
    .replace(/\b(?:data ?sets?|data|please|first)\b/gi, " ")
    .replace(/[\s,;]+/g, " ")
    .trim()
    .replace(/^(?:(?:for|about|on|with|of|the|some|any|a|an|and|me|show)\b ?)+/i, "")
    .replace(/(?:\b ?(?:and|with|for|about|on|the|a|that|from|by|under))+[.]?$/i, "")
    .trim();
  if (words !== "") search.search = words;
  return {search, ...(licence && {licence})};
}

function licenceIn(take: (pattern: RegExp) => RegExpExecArray | undefined): SaidSearch["licence"] {
  const commercial = take(
    /\b(?:that (?:can|may) be used|(?:that )?allow(?:s|ing)?|free|licen[cs]ed|usable|ok(?:ay)?) (?:for )?commercial(?:ly)?(?: use)?\b/i,
  );
  if (commercial) return {uses: COMMERCIAL};
  const named =
    take(
      new RegExp(
        String.raw`\b(?:with |under )?(?:an? |the )?licen[cs]ed? (?:of |is |under |as )?(?:an? |the )?${LICENCE_NAME}`,
        "i",
      ),
    ) ??
    take(
      new RegExp(String.raw`\b(?:with |under )?(?:an? |the )?${LICENCE_NAME}(?: |-)licen[cs]ed?\b`, "i"),
    ) ??
    take(new RegExp(String.raw`\b(?:with |under )(?:an? |the )?${LICENCE_NAME}(?=\s|$|,)`, "i"));
  return named?.[1] ? {name: named[1].trim()} : undefined;
}

function groupOf(name: string): LicenceGroup {
  if (/^(?:cc|creative|public)/i.test(name)) return "cc";
  if (/gpl$|^[al]?gpl/i.test(name)) return "gpl";
  return /^(?:odbl|odc|pddl|open)/i.test(name) ? "odb" : "other";
}

/** Whether a licence's name is the one that was said: "CC0" is "CC0: Public Domain", "cc by" is "CC-BY-4.0". */
export function isLicenceCalled(name: string, said: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/creative[ -]commons/g, "cc");
  if (/^(?:cc ?-?(?:0|zero|public)|public[ -]domain)/.test(plain(said)))
    return /\bcc-?0\b|public domain/.test(plain(name));
  const letters = plain(said).match(/[a-z]+|\d+/g) ?? [];
  // "CC BY" is not meant to find what is not for commercial use.
  const pattern = `\\b${letters.join("[^a-z0-9]*")}(?:\\b|(?=\\d))(?![^a-z0-9]*(?:nc|nd|sa)\\b)`;
  return letters.length > 0 && new RegExp(pattern).test(plain(name));
}
