import {TabletalkError} from "../../../errors.ts";
import type {DatasetSearch, DatasetSummary, LicenceUse} from "../../../kaggle/answers.ts";
import type {KaggleShelf} from "../../contracts.ts";
import {tame} from "../fence.ts";
import type {KaggleSearch} from "./action_schema.ts";
import {showDetails, showSummary} from "./show_kaggle.ts";

/** What a search shows. */
const SHOWN = 7;
/** Of so many, those are shown whose licence allows what was asked. */
const LOOKED_THROUGH = 50;
const COMMERCIAL: readonly LicenceUse[] = ["any", "attribution", "share_alike"];

/** What was shown so far. */
export interface Seen {
  /** By reference in small letters. */
  known: Map<
    string,
    {dataset: DatasetSummary; shown: string /** Its own page was read. */; isWhole: boolean}
  >;
  searched: string[];
}

/** Searches side by side; what a model reads of what came. */
export async function searchFor(
  searches: readonly KaggleSearch[],
  seen: Seen,
  kaggle: KaggleShelf,
  signal: AbortSignal,
): Promise<string> {
  const found = await Promise.all(
    searches.map(async (one) => {
      const {items} = await kaggle.search(requestOf(one), {signal});
      const fit = one.commercial ? items.filter(({licence}) => COMMERCIAL.includes(licence.use)) : items;
      return {fit, leftOut: items.length - fit.length};
    }),
  );
  return searches
    .map(({words}, at) => {
      if (!seen.searched.includes(words)) seen.searched.push(words);
      const {fit, leftOut} = found[at]!;
      const lines = fit.slice(0, SHOWN).map((dataset) => {
        const key = dataset.ref.toLowerCase();
        if (seen.known.has(key)) return `${dataset.ref}: as above`;
        const shown = showSummary(dataset);
        seen.known.set(key, {dataset, shown, isWhole: false});
        return shown;
      });
      if (lines.length === 0) lines.push("nothing");
      if (leftOut > 0) lines.push(`(${leftOut} left out: no licence for commercial use)`);
      return [`"${tame(words, 80)}":`, ...lines].join("\n");
    })
    .join("\n\n");
}

function requestOf({words, type, maxMb, commercial, sort}: KaggleSearch): DatasetSearch {
  return {
    search: words,
    pageSize: commercial ? LOOKED_THROUGH : SHOWN,
    ...(type && {fileType: type}),
    ...(maxMb && {maxSize: Math.round(maxMb * 1e6)}),
    ...(sort && {sort}),
  };
}

/** Looks at data sets side by side; that one is not there is shown, too. */
export async function lookAt(
  refs: readonly string[],
  seen: Seen,
  kaggle: KaggleShelf,
  signal: AbortSignal,
): Promise<string> {
  const looks = refs.map(async (ref) => {
    try {
      const dataset = await kaggle.dataset(ref, {signal});
      const files = dataset.files.length > 0 ? undefined : await kaggle.files(ref, {signal});
      const shown = showDetails(dataset, files);
      seen.known.set(dataset.ref.toLowerCase(), {dataset, shown, isWhole: true});
      return shown;
    } catch (error) {
      if (!(error instanceof TabletalkError) || !["not_found", "forbidden", "bad_use"].includes(error.code))
        throw error;
      return `${tame(ref, 100)}: ${tame(error.message, 120)} ${tame(error.next, 300)}`;
    }
  });
  return (await Promise.all(looks)).join("\n\n");
}
