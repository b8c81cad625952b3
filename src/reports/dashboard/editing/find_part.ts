import {readable} from "../../../charts/format.ts";
import {TabletalkError} from "../../../errors.ts";
import type {DashboardSpec} from "../spec.ts";

/** A part of a dashboard that somebody names. */
export type Part =
  | {kind: "tile"; at: number}
  | {kind: "figure"; at: number}
  | {kind: "list"}
  | {kind: "filter"; at: number};

const PLACES = [
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
];
const KINDS: readonly [RegExp, readonly string[]][] = [
  [/\b(?:pie|donut|doughnut|ring)\b/, ["pie", "donut"]],
  [/\bhistogram|distribution\b/, ["histogram"]],
  [/\bheat ?map|grid\b/, ["heatmap"]],
  [/\bscatter|points\b/, ["scatter"]],
  [/\bmap\b/, ["choropleth", "point_map"]],
  [/\b(?:line|trend)\b/, ["line", "area"]],
  [/\b(?:bars?|columns?)\b/, ["bar"]],
];
const EMPTY =
  /\b(?:the|a|an|chart|charts|graph|plot|tile|card|figure|kpi|number|picture|one|that|this|shows?|of|by|about)\b/g;

/**
 * The part that words name: by its place ("the second chart"), its kind ("the pie"), or what it is about ("sales by region").
 * @throws TabletalkError bad_use where nothing, or more than one thing, goes by these words
 */
export function findPart(spec: DashboardSpec, said: string): Part {
  const low = said.toLowerCase().trim();
  if (/^(?:the |that )?(?:table|list|rows)$/.test(low) && spec.list) return {kind: "list"};
  const place = placeIn(low, spec.tiles.length);
  if (place !== undefined && place < spec.tiles.length) return {kind: "tile", at: place};
  const filter = /^(?:the )?(.+?) filter$|^(?:the )?filter (?:by|on|for) (.+)$/.exec(low);
  if (filter) {
    const at = spec.filters.findIndex(({label}) => same(label, filter[1] ?? filter[2]!));
    if (at >= 0) return {kind: "filter", at};
  }
  const kinds = KINDS.find(([pattern]) => pattern.test(low))?.[1];
  const left = words(kinds ? low.replace(KINDS.find(([pattern]) => pattern.test(low))![0], " ") : low);
  const scored = [
    ...spec.tiles.map((tile, at) => ({
      part: {kind: "tile", at} as const,
      score: kinds && !kinds.includes(tile.kind) ? -1 : overlap(left, tile.subject) + (kinds ? 1 : 0),
    })),
    ...(kinds
      ? []
      : spec.figures.map(({measure}, at) => ({
          part: {kind: "figure", at} as const,
          score: overlap(left, measure.name),
        }))),
    ...(kinds || !spec.list ? [] : [{part: {kind: "list"} as const, score: overlap(left, spec.list.title)}]),
  ].filter(({score}) => score > 0);
  const best = Math.max(...scored.map(({score}) => score), 0);
  const found = scored.filter(({score}) => score === best);
  if (best === 0 || found.length === 0) throw nothing(spec, said);
  if (found.length > 1 && !kinds)
    throw several(
      spec,
      said,
      found.map(({part}) => part),
    );
  if (found.length > 1)
    throw several(
      spec,
      said,
      found.map(({part}) => part),
    );
  return found[0]!.part;
}

/** What a part is called. */
export function nameOf(spec: DashboardSpec, part: Part): string {
  if (part.kind === "list") return spec.list!.title;
  if (part.kind === "filter") return `${spec.filters[part.at]!.label} filter`;
  return part.kind === "tile" ? spec.tiles[part.at]!.subject : spec.figures[part.at]!.measure.name;
}

function placeIn(low: string, count: number): number | undefined {
  if (/^(?:the )?last(?: chart| one| tile| graph)?$/.test(low)) return count - 1;
  const word =
    /^(?:the )?(?:chart |number |no\.? |#)?([a-z]+|\d{1,2})(?:st|nd|rd|th)?(?: chart| one| tile| graph)?$/.exec(
      low,
    )?.[1];
  if (word === undefined) return undefined;
  if (/^\d/.test(word)) return Number(word) - 1;
  const at = PLACES.indexOf(word);
  return at >= 0 ? at : undefined;
}

const words = (text: string): string[] =>
  readable(text)
    .toLowerCase()
    .replace(EMPTY, " ")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map(stem);
const stem = (word: string): string => word.replace(/(?:ies|y)$/, "i").replace(/s$/, "");
const same = (one: string, other: string): boolean => words(one).join(" ") === words(other).join(" ");

/** How many of the words are in a name: all of them, or it is not meant; fewer words over is closer. */
function overlap(said: readonly string[], name: string): number {
  const own = words(name);
  if (said.length === 0 || !said.every((word) => own.includes(word))) return 0;
  return 1 + said.length / Math.max(1, own.length);
}

function nothing(spec: DashboardSpec, said: string): TabletalkError {
  return new TabletalkError(
    "bad_use",
    `Nothing on the dashboard goes by “${said}”.`,
    `It shows: ${shown(spec)}.`,
  );
}

function several(spec: DashboardSpec, said: string, parts: readonly Part[]): TabletalkError {
  const names = parts.map(
    (part) => `${nameOf(spec, part)}${part.kind === "tile" ? ` (chart ${part.at + 1})` : ""}`,
  );
  return new TabletalkError(
    "bad_use",
    `“${said}” could be ${names.join(" or ")}.`,
    "Say which, by its name or its number.",
  );
}

const shown = (spec: DashboardSpec): string =>
  [
    ...spec.figures.map(({measure}) => measure.name),
    ...spec.tiles.map(({subject}) => subject),
    ...(spec.list ? [spec.list.title] : []),
  ].join("; ");
