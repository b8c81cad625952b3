import type {TableProfile} from "../../data/profile.ts";
import type {Placement, Reading} from "../../planning/reading.ts";
import {assemble} from "./assemble.ts";
import {type Cover, covers} from "./cover.ts";
import {buildLattice} from "./lattice.ts";
import type {Lexicon} from "./lexicon.ts";
import {dateColumnOf} from "./period_phrase.ts";
import {findPeriods} from "./periods.ts";
import {anyPhrase} from "./phrases.ts";
import {isCode} from "./same_things.ts";
import {type Candidate, datesOf, type Scene} from "./scene.ts";
import {nameWords, type Token, tokenize} from "./tokens.ts";
import {YES_NO_STARTS} from "./vocabulary.ts";

const MOST_COVERS = 30;

/** A question that was parsed against one table. */
export interface Parsed {
  scene: Scene;
  covers: Cover[];
}

/** A complete reading with its cost, or a part of one with the words that found no place. */
export interface Read {
  reading: Reading;
  cost: number;
  unplaced: string[];
}

/** Cuts a question into phrases in every plausible way, against the words of one table. */
export function parseQuestion(question: string, lexicon: Lexicon, asOf: string): Parsed {
  const tokens = tokenize(question);
  const profile = lexicon.tables[0]!;
  const dates = datesOf(lexicon.columns, [], tokens);
  const periods = findPeriods(question, {
    asOf,
    dateColumns: dates.flatMap((column) => dateColumnOf(column.profile) ?? []),
    alternatives: !lexicon.columns.some(({profile}) =>
      /\b(?:fy|fin|fiscal|financial)\b/i.test(nameWords(profile.name).join(" ")),
    ),
  });
  const edges = buildLattice(tokens, lexicon, periods);
  const scene: Scene = {
    tokens,
    lexicon,
    profile,
    columns: lexicon.columns,
    dates,
    yesNo: YES_NO_STARTS.includes(tokens[0]?.lower ?? ""),
  };
  return {
    scene,
    covers: covers({tokens, edges, columns: lexicon.columns}, anyPhrase(lexicon.columns), MOST_COVERS),
  };
}

/** Every reading of a parsed question, cheapest first, each different reading once. */
export function readings(
  parsed: Parsed,
  make: (cover: Cover, scene: Scene) => Candidate[] = assemble,
): Read[] {
  const found = new Map<string, Read>();
  for (const cover of parsed.covers) {
    for (const candidate of make(cover, parsed.scene)) {
      const reading = complete(candidate, cover, parsed.scene);
      const unplaced = cover.unplaced.map((span) => parsed.scene.tokens[span.from]!.text);
      const key = JSON.stringify([{...reading, placements: [], score: 0, assumptions: []}, unplaced]);
      const known = found.get(key);
      if (!known || known.cost > candidate.cost) found.set(key, {reading, cost: candidate.cost, unplaced});
    }
  }
  return [...found.values()].sort((a, b) => a.cost - b.cost);
}

function complete(candidate: Candidate, cover: Cover, scene: Scene): Reading {
  const placements = cover.marks
    .map((mark) => placementOf(mark, scene.tokens))
    .sort((a, b) => a.start - b.start);
  const score = Math.max(0, 1 - candidate.cost / (3 + 0.3 * scene.tokens.length));
  return {...candidate.reading, joins: joinsOf(candidate, scene), placements, score};
}

function placementOf(mark: Cover["marks"][number], tokens: readonly Token[]): Placement {
  const part = tokens.slice(mark.from, mark.to);
  const place = {
    text: part.map((token) => token.text).join(" "),
    start: part[0]?.start ?? 0,
    end: part.at(-1)?.end ?? 0,
    place: mark.place,
  };
  return mark.as === undefined ? place : {...place, as: mark.as};
}

/** The joins that a reading needs: those of the look-up tables that one of its columns comes from. */
function joinsOf(candidate: Candidate, scene: Scene): Reading["joins"] {
  const text = JSON.stringify(candidate.reading);
  return scene.lexicon.tables.slice(1).flatMap((table) => {
    if (!text.includes(`"table":${JSON.stringify(table.table)}`)) return [];
    const key = joiningKey(scene.profile, table);
    return key ? [{table: table.table, on: [key], kind: "left" as const}] : [];
  });
}

/** The column that joins a table to a look-up table without multiplying rows: named alike, and a key of the look-up. */
export function sharedKey(base: TableProfile, lookup: TableProfile): string | undefined {
  return lookup.keys.find((key) => {
    const own = base.columns.find((column) => column.name === key);
    const other = lookup.columns.find((column) => column.name === key);
    return own && other && own.type === other.type && !isMeasureName(own);
  });
}

/** The share of a column's values that a look-up's key must have for the two to be taken for the same codes. */
const LEAST_SHARED = 0.5;

/** The columns that join a table to a look-up: named alike, else of the same codes under two names. */
export function joiningKey(
  base: TableProfile,
  lookup: TableProfile,
): {left: string; right: string} | undefined {
  const named = sharedKey(base, lookup);
  if (named) return {left: named, right: named};
  const pairs = lookup.keys.flatMap((key) => {
    const right = lookup.columns.find(({name}) => name === key);
    if (right?.type !== "text") return [];
    const known = new Set(right.top.map(({value}) => value));
    return base.columns
      .filter(({type, distinct, top}) => type === "text" && distinct > 1 && distinct <= top.length)
      .map((left) => ({
        left: left.name,
        right: right.name,
        shared: left.top.filter(({value}) => known.has(value)).length / left.top.length,
        code: Number(isCode(right)),
      }));
  });
  const [best] = pairs
    .filter(({shared}) => shared >= LEAST_SHARED)
    .sort((a, b) => b.code - a.code || b.shared - a.shared);
  return best && {left: best.left, right: best.right};
}

const isMeasureName = (column: TableProfile["columns"][number]): boolean =>
  column.role === "measure" && !/id$|key$|code$/i.test(column.name);
