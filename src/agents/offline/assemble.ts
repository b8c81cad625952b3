import {assembleIntent} from "./assemble_intent.ts";
import {assembleMeasures} from "./assemble_measures.ts";
import {assembleRanking} from "./assemble_ranking.ts";
import {assembleShare} from "./assemble_share.ts";
import {Bag} from "./bag.ts";
import {collect} from "./collect_parts.ts";
import type {Cover} from "./cover.ts";
import {finish} from "./finish_reading.ts";
import {honours} from "./honours.ts";
import {type Candidate, datesOf, type Scene} from "./scene.ts";

/** Every reading that a cover may mean; none where its phrases do not go together. */
export function assemble(cover: Cover, scene: Scene): Candidate[] {
  const bag = new Bag(cover.placed);
  const parts = collect(
    bag,
    {...scene, dates: datesOf(scene.columns, bag.columns(), scene.tokens)},
    cover.cost,
  );
  if (!parts) return [];
  const found =
    assembleShare(parts) ?? assembleIntent(parts) ?? assembleRanking(parts) ?? assembleMeasures(parts);
  return found
    .map((candidate) => finish(candidate, parts))
    .filter((candidate) => honours(candidate.reading, bag, parts.scene));
}
