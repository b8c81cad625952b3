import type {TableProfile} from "../../data/profile.ts";
import type {Group, Measure} from "../../tools/measure.ts";
import type {Amount} from "./choose_measures.ts";
import type {Effect, Grouping, Pair} from "./facts.ts";
import {histograms, relations} from "./number_candidates.ts";
import {capital, freeName, sayName, small} from "./say_name.ts";
import type {Tile, Time} from "./spec.ts";

/** A chart that could be shown, how much it would tell, and what it says something about: two of one `about` say the same. */
export interface Candidate {
  tile: Omit<Tile, "id">;
  score: number;
  about: string;
  /** The columns that it breaks the numbers up by. */
  by: string[];
}

/** What charts are chosen from. */
export interface ChartScene {
  profile: TableProfile;
  time: Time | undefined;
  amounts: readonly Amount[];
  /** What is counted where there is no number, and beside them. */
  count: Measure;
  effects: readonly Effect[];
  pairs: readonly Pair[];
}

const PARTS: Readonly<Record<string, string>> = {
  month: "Month of the year",
  weekday: "Day of the week",
  hour: "Hour of the day",
};

/** The group of a time's periods, under a name that no measure has. */
export function timeGroup(time: Time, taken: readonly string[] = []): Group {
  const name = freeName(capital(time.unit), new Set(taken.map((one) => one.toLowerCase())));
  return {name, of: {column: time.column}, ...(!time.years && {unit: time.unit})};
}

export function groupOf({column, part}: Grouping, taken: readonly string[] = []): Group {
  const name = freeName(
    part ? PARTS[part]! : sayName(column),
    new Set(taken.map((one) => one.toLowerCase())),
  );
  return {name, of: {column}, ...(part && {part})};
}

/** "Sales by region". */
export const subjectOf = (measures: readonly Measure[], groups: readonly Group[]): string =>
  `${measures.map(({name}, at) => (at === 0 ? name : small(name))).join(" and ")}${groups.length > 0 ? ` by ${groups.map(({name}) => small(name)).join(" and ")}` : ""}`;

/** Every chart that tells something, best first. */
export function candidates(scene: ChartScene): Candidate[] {
  return [
    ...trends(scene),
    ...bars(scene),
    ...series(scene),
    ...shares(scene),
    ...histograms(scene),
    ...relations(scene),
    ...grids(scene),
    ...maps(scene),
  ].sort((a, b) => b.score - a.score);
}

const mainOf = ({amounts, count}: ChartScene): {measure: Measure; additive: boolean} =>
  amounts[0] ?? {measure: count, additive: true};

function trends(scene: ChartScene): Candidate[] {
  const {time, amounts, count} = scene;
  if (!time) return [];
  const main = mainOf(scene);
  const others = amounts.slice(1, 3).filter((one) => !sameCourse(scene, one.column.name));
  const shown = [
    main,
    ...others,
    ...(amounts.length > 0 && count.name !== "Rows" ? [{measure: count, additive: true}] : []),
  ];
  return shown.map(({measure, additive}, at) => {
    const group = timeGroup(time, [measure.name]);
    return {
      tile: {
        kind: "line",
        subject: subjectOf([measure], [group]),
        measures: [measure],
        groups: [group],
        columns: [],
        additive,
      },
      score: at === 0 ? 2 : 0.52 - 0.05 * at,
      about: `${measure.name} along time`,
      by: [],
    };
  });
}

/** What goes almost exactly with the main number has the same course. */
function sameCourse({pairs, amounts}: ChartScene, name: string): boolean {
  const main = amounts[0]?.column.name;
  return pairs.some(
    ({columns, r}) => columns.includes(name) && columns.includes(main ?? "") && Math.abs(r) > 0.8,
  );
}

function bars(scene: ChartScene): Candidate[] {
  const {effects, amounts, count} = scene;
  return effects.flatMap((effect): Candidate[] => {
    const {grouping, groups, explained} = effect;
    if (groups < 2 || isMap(scene, grouping)) return [];
    const main = mainOf(scene);
    const best = amounts
      .slice(0, explained.length)
      .map((amount, at) => ({amount, told: explained[at]!}))
      .sort((a, b) => b.told - a.told)[0];
    // What differs most by this group, where it differs clearly more than the main number does.
    const other = best && best.told > 0.1 && best.told > 1.8 * (explained[0] ?? 0) ? best : undefined;
    const shown = other?.amount ?? main;
    const told = other?.told ?? explained[0] ?? 0;
    // Sums of months tell how often a month is in the data.
    if (grouping.part && (shown.additive || told < 0.02)) return [];
    const uneven = shown.additive ? unevenness(effect) : 0;
    const strength = Math.max(Math.sqrt(told), uneven * 0.8);
    if (strength < 0.04 && groups > 5) return [];
    const measure = shown.measure ?? count;
    const group = groupOf(grouping, [measure.name]);
    const long = isLong(scene.profile, grouping) || groups > 8;
    return [
      {
        tile: {
          kind: grouping.part === "hour" ? "line" : "bar",
          subject: subjectOf([measure], [group]),
          measures: [measure],
          groups: [group],
          columns: [],
          additive: shown.additive,
          ...(!grouping.part && groups > 12 && {limit: 12}),
          ...(!grouping.part && long && {horizontal: true}),
        },
        score: 0.42 + 0.55 * Math.min(1, strength) - (groups > 20 ? 0.12 : 0),
        about: `${measure.name} by ${nameOf(grouping)}`,
        by: [nameOf(grouping)],
      },
    ];
  });
}

const nameOf = ({column, part}: Grouping): string => (part ? `${column} ${part}` : column);

/** How far the groups' sizes are from being alike, 0 to 1. */
function unevenness({sizes}: Effect): number {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total === 0 || sizes.length < 2) return 0;
  const even = 1 / sizes.length;
  return sizes.reduce((sum, size) => sum + Math.abs(size / total - even), 0) / (2 * (1 - even));
}

function isLong({columns}: TableProfile, {column, part}: Grouping): boolean {
  if (part) return false;
  const top = columns.find(({name}) => name === column)?.top ?? [];
  return top.slice(0, 12).some(({value}) => String(value).length > 12);
}

/** The main number along time, a line for each of a few groups. */
function series(scene: ChartScene): Candidate[] {
  const {time, effects} = scene;
  if (!time) return [];
  const {measure, additive} = mainOf(scene);
  return effects
    .filter(({grouping, groups}) => !grouping.part && groups >= 2 && groups <= 5)
    .map((effect) => {
      const groups = [timeGroup(time, [measure.name])];
      groups.push(groupOf(effect.grouping, [measure.name, groups[0]!.name]));
      return {
        tile: {
          kind: "line",
          subject: subjectOf([measure], groups),
          measures: [measure],
          groups,
          columns: [],
          additive,
        },
        score: 0.36 + 0.35 * Math.sqrt(effect.explained[0] ?? 0) + 0.08 * unevenness(effect),
        about: `${measure.name} along time by ${nameOf(effect.grouping)}`,
        by: [nameOf(effect.grouping)],
      } as const satisfies Candidate;
    });
}

/** Parts of a whole, only where there are few. */
function shares(scene: ChartScene): Candidate[] {
  const {measure, additive} = mainOf(scene);
  const column = scene.amounts[0]?.column;
  if (!additive || (column && Number(column.min) < 0)) return [];
  return scene.effects
    .filter(({grouping, groups}) => !grouping.part && groups >= 2 && groups <= 5)
    .map((effect) => {
      const group = groupOf(effect.grouping, [measure.name]);
      return {
        tile: {
          kind: "donut",
          subject: subjectOf([measure], [group]),
          measures: [measure],
          groups: [group],
          columns: [],
          additive: true,
        },
        score: 0.44 + 0.1 * unevenness(effect),
        about: `${measure.name} by ${nameOf(effect.grouping)}`,
        by: [nameOf(effect.grouping)],
      } as const satisfies Candidate;
    });
}

/** Two groups at once, each of which matters. */
function grids(scene: ChartScene): Candidate[] {
  const {measure, additive} = mainOf(scene);
  const telling = scene.effects.filter(
    ({groups, grouping}) => groups >= 3 && groups <= 12 && (!grouping.part || !additive),
  );
  const found: Candidate[] = [];
  telling.forEach((one, at) => {
    for (const other of telling.slice(at + 1)) {
      if (one.grouping.column === other.grouping.column && one.grouping.part && other.grouping.part) continue;
      const weight = Math.sqrt((one.explained[0] ?? 0) * (other.explained[0] ?? 0));
      const [across, down] = one.groups >= other.groups ? [one, other] : [other, one];
      const groups = [groupOf(across.grouping, [measure.name])];
      groups.push(groupOf(down.grouping, [measure.name, groups[0]!.name]));
      found.push({
        tile: {
          kind: "heatmap",
          subject: subjectOf([measure], groups),
          measures: [measure],
          groups,
          columns: [],
          additive,
        },
        score:
          0.3 + 0.5 * Math.sqrt(weight) + (additive ? 0.1 * Math.min(unevenness(one), unevenness(other)) : 0),
        about: `${measure.name} by ${[nameOf(one.grouping), nameOf(other.grouping)].sort().join(" and ")}`,
        by: [`${nameOf(one.grouping)} in a grid`],
      });
    }
  });
  return found;
}

const LEAST_PLACES = 6;

function isMap({profile, effects}: ChartScene, {column, part}: Grouping): boolean {
  const {geography} = profile.columns.find(({name}) => name === column) ?? {};
  const groups = effects.find(({grouping}) => grouping.column === column && !grouping.part)?.groups ?? 0;
  return !part && (geography === "country" || geography === "us_state") && groups >= LEAST_PLACES;
}

function maps(scene: ChartScene): Candidate[] {
  const {measure, additive} = mainOf(scene);
  return scene.effects
    .filter(({grouping}) => isMap(scene, grouping))
    .map(({grouping}) => {
      const group = groupOf(grouping, [measure.name]);
      const {geography} = scene.profile.columns.find(({name}) => name === grouping.column)!;
      return {
        tile: {
          kind: "choropleth",
          subject: subjectOf([measure], [group]),
          measures: [measure],
          groups: [group],
          columns: [],
          additive,
          geography: geography === "us_state" ? "usa" : "world",
        },
        score: 0.85,
        about: `${measure.name} by ${grouping.column}`,
        by: [grouping.column],
      } as const satisfies Candidate;
    });
}
