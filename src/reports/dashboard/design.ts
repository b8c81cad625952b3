import type {Session} from "../../data/engine.ts";
import type {TableProfile} from "../../data/profile.ts";
import {TabletalkError} from "../../errors.ts";
import {type ChartScene, candidates} from "./chart_candidates.ts";
import {chooseCharts} from "./choose_charts.ts";
import {chooseFilters} from "./choose_filters.ts";
import {chooseList} from "./choose_list.ts";
import {chooseFigures, numbersOf, thingsOf} from "./choose_measures.ts";
import {chooseTime} from "./choose_time.ts";
import {inferDomain, TRADES} from "./domains.ts";
import {combinations, effectsOf, groupingsOf, pairsOf, quotedName} from "./facts.ts";
import {capital, sayName} from "./say_name.ts";
import type {DashboardSpec, Pattern} from "./spec.ts";

export interface DesignOptions {
  pattern?: Pattern;
  title?: string;
  signal?: AbortSignal;
}

const FIGURES: Readonly<Record<Pattern, number>> = {executive: 3, analytical: 4, operational: 4};
/** What the month of the year explains of a number before its periods are compared with those a year earlier. */
const SEASONAL = 0.25;
/** Numbers whose groups are looked at, and those whose pairs are. */
const MEASURES_GROUPED = 4;
const MEASURES_PAIRED = 7;

/**
 * What a dashboard of a table shows: chosen by the names, roles and values of its columns, and by what varies in it.
 * @throws TabletalkError no_data for a table without rows, or without a value
 */
export async function designDashboard(
  session: Session,
  profile: TableProfile,
  {pattern = "analytical", title, signal}: DesignOptions = {},
): Promise<DashboardSpec> {
  if (profile.rows === 0)
    throw new TabletalkError(
      "no_data",
      `${profile.table} has no rows: there is nothing to show.`,
      "Import data with rows.",
    );
  if (profile.columns.every(({nulls}) => nulls === profile.rows))
    throw new TabletalkError(
      "no_data",
      `Every cell of ${profile.table} is missing.`,
      "Import data that has values.",
    );
  const domain = inferDomain(profile);
  const time = await chooseTime(session, profile, signal);
  const amounts = numbersOf(profile, domain, time);
  const things = thingsOf(profile);
  const count = {name: capital(things), fn: "count" as const};
  const groupings = groupingsOf(profile, time?.column);
  const grouped = amounts.slice(0, MEASURES_GROUPED).map(({column}) => column.name);
  const effects = await effectsOf(session, profile, groupings, grouped, signal);
  const figures = chooseFigures(profile, amounts, things, FIGURES[pattern], effects);
  const paired = amounts.slice(0, MEASURES_PAIRED).map(({column}) => column.name);
  // Numbers that cannot be computed with leave out the charts of pairs alone.
  const pairs = profile.rows < 8 ? [] : await pairsOf(session, profile, paired, signal).catch(() => []);
  const seasons = effects.find(({grouping}) => grouping.part === "month");
  if (time && (seasons?.explained[0] ?? 0) > SEASONAL && ["week", "month", "quarter"].includes(time.unit))
    time.against = "year";
  const scene: ChartScene = {profile, time, amounts, count, effects, pairs};
  const offered = profile.rows < 2 ? [] : candidates(scene);
  const same = await sameColumns(session, profile, [...new Set(offered.flatMap(({by}) => by))], signal);
  const tiles = chooseCharts(offered, pattern, same);
  const list = chooseList({profile, time, amounts, figures, effects, pattern, things});
  const filters = await chooseFilters(session, profile, time, effects, signal);
  return {
    format: 1,
    table: profile.table,
    title: title ?? titleOf(profile.table, domain),
    pattern,
    domain,
    ...(time && {time}),
    scope: [],
    figures,
    tiles,
    ...(list && {list}),
    filters,
    things,
  };
}

function titleOf(table: string, domain: DashboardSpec["domain"]): string {
  const said = sayName(table);
  if (domain === "general") return said;
  const trade = TRADES[domain].title;
  return said.toLowerCase().includes(trade.toLowerCase())
    ? said
    : `${trade}: ${said.charAt(0).toLowerCase()}${said.slice(1)}`;
}

/** Whether two columns cut the rows almost alike: a code and its name. */
async function sameColumns(
  session: Session,
  {table, columns}: TableProfile,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<(one: string, other: string) => boolean> {
  const known = columns.filter(({name}) => names.includes(name)).slice(0, 7);
  const pairs = known.flatMap((one, at) =>
    known
      .slice(at + 1)
      .filter(
        (other) => Math.min(one.distinct, other.distinct) > 0.6 * Math.max(one.distinct, other.distinct),
      )
      .map((other) => [one, other] as const),
  );
  const counts = await combinations(
    session,
    table,
    pairs.map(([a, b]) => [quotedName(a.name), quotedName(b.name)]),
    signal,
  );
  const alike = new Set(
    pairs
      .filter(([a, b], at) => counts[at]! <= 1.15 * Math.max(a.distinct, b.distinct))
      .flatMap(([a, b]) => [`${a.name}\n${b.name}`, `${b.name}\n${a.name}`]),
  );
  return (one, other) => alike.has(`${one}\n${other}`);
}
