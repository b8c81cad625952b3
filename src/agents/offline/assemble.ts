import {assembleDifference} from "./assemble_difference.ts";
import {assembleEach} from "./assemble_each.ts";
import {assembleIntent} from "./assemble_intent.ts";
import {assembleMeasures} from "./assemble_measures.ts";
import {assembleRanking} from "./assemble_ranking.ts";
import {assembleShare} from "./assemble_share.ts";
import {Bag} from "./bag.ts";
import {collect} from "./collect_parts.ts";
import {isDate} from "./column_nature.ts";
import type {Cover} from "./cover.ts";
import {finish} from "./finish_reading.ts";
import {honours} from "./honours.ts";
import type {LexColumn} from "./lexicon.ts";
import {type Candidate, datesOf, type Scene} from "./scene.ts";

/** Every reading that a cover may mean; none where its phrases do not go together. */
export function assemble(cover: Cover, scene: Scene): Candidate[] {
  const bag = new Bag(cover.placed);
  const parts = collect(
    bag,
    {...scene, dates: datesOf(scene.columns, namedDates(bag), scene.tokens)},
    cover.cost,
  );
  if (!parts) return [];
  const found =
    assembleDifference(parts) ??
    assembleEach(parts) ??
    assembleShare(parts) ??
    assembleIntent(parts) ??
    assembleRanking(parts) ??
    assembleMeasures(parts);
  return found
    .map((candidate) => finish(candidate, parts))
    .filter((candidate) => honours(candidate.reading, bag, parts.scene));
}

/** The columns that stand alone or after "by": of several dates, one that is named is the date meant. */
const namedDates = (bag: Bag): LexColumn[] => [
  ...bag.columns(),
  ...bag
    .of("group")
    .flatMap(({items}) =>
      items.flatMap((item) => (item.kind === "column" && isDate(item.column) ? [item.column] : [])),
    ),
];
