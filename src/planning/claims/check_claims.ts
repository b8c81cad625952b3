import type {Artifact} from "../../tools/tool.ts";
import {changeFaults} from "./changes.ts";
import {comparisonFaults} from "./comparisons.ts";
import {correlationFaults} from "./correlations.ts";
import type {Count} from "./counts.ts";
import {extremeFaults} from "./extremes.ts";
import type {Fault} from "./fault.ts";
import {multipleFaults} from "./multiples.ts";
import {nameFaults} from "./names.ts";
import type {Scene} from "./scene.ts";
import {listFaults} from "./shown_lists.ts";
import {significanceFaults} from "./significance.ts";
import {type TableView, viewOf} from "./table_view.ts";

/** The tables that words can be checked against. */
export function viewsOf(artifacts: ReadonlyMap<string, Artifact>): TableView[] {
  return [...artifacts]
    .filter(([, {table}]) => table.rows.length > 0)
    .map(([step, artifact]) => viewOf(step, artifact));
}

/** What the words of a sentence claim and the cells do not bear out: each word once. */
export function wordFaults(scene: Scene, counts: readonly Count[], known: ReadonlySet<string>): Fault[] {
  if (scene.views.length === 0) return [];
  const counted = new Set(counts.flatMap(({token, whole}) => (whole ? [token, whole] : [token])));
  const faults = [
    ...counts.filter((count) => !count.holds).map(({token}) => ({token, why: "the rows give another count"})),
    ...correlationFaults(scene),
    ...multipleFaults(scene),
    ...extremeFaults(scene),
    ...changeFaults(scene),
    ...listFaults(scene),
    ...significanceFaults(scene),
    ...comparisonFaults(scene, counted),
    ...nameFaults(scene, known),
  ];
  return faults.filter((fault, at) => faults.findIndex((other) => other.token === fault.token) === at);
}
