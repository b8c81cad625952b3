import type {Candidate} from "./chart_candidates.ts";
import type {Pattern, Tile} from "./spec.ts";

/** How many charts each pattern shows at most. */
const CHARTS: Readonly<Record<Pattern, number>> = {executive: 3, analytical: 6, operational: 4};
/** Kinds that a pattern has no room for: an executive's page explains nothing by points. */
const LEFT_OUT: Readonly<Record<Pattern, ReadonlySet<Tile["kind"]>>> = {
  executive: new Set(["histogram", "scatter", "heatmap"]),
  analytical: new Set(),
  operational: new Set(["scatter", "heatmap"]),
};
/** How many of a kind are not too many. */
const MOST_OF_A_KIND: Partial<Record<Tile["kind"], number>> = {
  donut: 1,
  histogram: 1,
  scatter: 1,
  heatmap: 1,
  choropleth: 1,
  line: 3,
};

/**
 * The charts that tell most, no two of which say the same: none of the same numbers by the same groups, none by a column
 * that is another under a second name (`same`).
 */
export function chooseCharts(
  candidates: readonly Candidate[],
  pattern: Pattern,
  same: (one: string, other: string) => boolean,
): Tile[] {
  const most = CHARTS[pattern];
  const fitting = candidates.filter(({tile}) => !LEFT_OUT[pattern].has(tile.kind));
  const chosen: Candidate[] = [];
  const kinds = new Map<string, number>();
  for (const candidate of fitting) {
    if (chosen.length >= most) break;
    const {kind} = candidate.tile;
    if ((kinds.get(kind) ?? 0) >= (MOST_OF_A_KIND[kind] ?? 3)) continue;
    if (chosen.some((one) => saysTheSame(one, candidate, same))) continue;
    chosen.push(candidate);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const ordered = withSlim(chosen.sort((a, b) => place(a) - place(b) || b.score - a.score));
  const widths = widthsFor(ordered);
  return ordered.map(({tile}, at) => ({...tile, id: `c${at + 1}`, width: widths[at]!}));
}

function saysTheSame(one: Candidate, other: Candidate, same: (a: string, b: string) => boolean): boolean {
  if (one.about === other.about) return true;
  return one.by.some((a) => other.by.some((b) => a === b || same(a, b)));
}

/** What happened comes first, then what it is made of, then how its numbers lie. */
const PLACES: Readonly<Record<Tile["kind"], number>> = {
  line: 0,
  area: 0,
  choropleth: 1,
  point_map: 1,
  donut: 2,
  pie: 2,
  bar: 3,
  heatmap: 4,
  scatter: 5,
  histogram: 6,
};
const place = ({tile, score}: Candidate): number => (score >= 2 ? -1 : PLACES[tile.kind]);

/** Puts what needs little room second, beside the wide first one. */
function withSlim(ordered: readonly Candidate[]): Candidate[] {
  const slim = ordered.findIndex(({tile}, at) => at > 0 && isSlim(tile));
  // Nothing small takes a whole row.
  const broad = ordered.findIndex(({tile}) => !isSlim(tile));
  if (ordered[0] && isSlim(ordered[0].tile) && broad > 0)
    return withSlim([ordered[broad]!, ...ordered.filter((_, at) => at !== broad)]);
  if (slim < 0 || ordered.length % 2 === 1) return [...ordered];
  return [ordered[0]!, ordered[slim]!, ...ordered.slice(1).filter((_, at) => at + 1 !== slim)];
}

const isSlim = (tile: Omit<Tile, "id">): boolean => tile.kind === "donut" || tile.kind === "pie";

/** Columns of twelve: rows that are full. */
export function widthsFor(charts: readonly Pick<Candidate, "tile">[]): number[] {
  const count = charts.length;
  if (count === 1) return [12];
  const wide = count % 2 === 1;
  const slim = !wide && count > 2 && charts[1] !== undefined && isSlim(charts[1].tile);
  return charts.map((_, at) => (wide && at === 0 ? 12 : slim && at === 0 ? 7 : slim && at === 1 ? 5 : 6));
}
