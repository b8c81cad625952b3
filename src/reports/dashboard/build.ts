import {basename} from "node:path";
import {altText} from "../../charts/alt_text.ts";
import type {Dataset} from "../../data/dataset.ts";
import type {Session} from "../../data/engine.ts";
import type {Cell, Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {type Execution, headlineOf} from "../../planning/execute.ts";
import type {Plan} from "../../planning/plan.ts";
import {periodEnd} from "../../tools/period_end.ts";
import type {Artifact} from "../../tools/tool.ts";
import type {Block, BoundText, DocumentDataset, DocumentTable, ReportDocument} from "../document.ts";
import {boundAt, boundTitle} from "./bound_words.ts";
import {wholeEnds} from "./choose_time.ts";
import {compileDashboard, type DashboardPlan} from "./compile_plan.ts";
import {type DesignOptions, designDashboard} from "./design.ts";
import {figureWords, sayPeriod} from "./figure_words.ts";
import {madeCubes} from "./made_cubes.ts";
import {mayCarry} from "./may_carry.ts";
import {type RunOptions, runPlan} from "./run_plan.ts";
import type {DashboardMaker, DashboardSpec} from "./spec.ts";
import {chartOf, shownTable} from "./tile_chart.ts";

/** A dashboard, and the executed plan behind it. */
export interface Built {
  document: ReportDocument;
  spec: DashboardSpec;
  plan: Plan;
  execution: Execution;
}

/**
 * A dashboard of a dataset: what it shows is chosen from the profile and from what varies, then computed as one plan.
 * @throws TabletalkError unknown_table, no_data, and what the executor throws
 */
export async function buildDashboard(
  session: Session,
  options: DesignOptions & RunOptions & {table?: string},
): Promise<Built> {
  const table = options.table ?? session.datasets[0]?.name;
  if (table === undefined)
    throw new TabletalkError("no_data", "There is no data to show.", "Import a file first.");
  const profile = await session.profile(table, options.signal ? {signal: options.signal} : {});
  const spec = await designDashboard(session, profile, options);
  return computeDashboard(session, spec, options);
}

/**
 * The page that a spec and the data make. `before` are the specs that it was, newest last.
 * @throws TabletalkError no_data where no row is left; what the executor throws where the figures cannot be computed
 */
export async function computeDashboard(
  session: Session,
  spec: DashboardSpec,
  options: RunOptions & {before?: readonly DashboardSpec[]},
): Promise<Built> {
  const profile = await session.profile(spec.table, options.signal ? {signal: options.signal} : {});
  const compiled = compileDashboard(spec, await mayCarry(session, spec, profile, options.signal));
  const execution = await runPlan(session, compiled.plan, options);
  const totals = headlineOf(compiled.plan, execution);
  const view = viewOf(spec, compiled, execution, options.asOf);
  const tables: Record<string, DocumentTable> = {};
  const keep = (key: string, artifact: Artifact, title: string, table: Table = artifact.table) => {
    const {sql, notes} = artifact.provenance;
    tables[key] = {title, table: plain(table), units: artifact.units, sql, notes};
  };
  keep("totals", totals, "Key figures");
  if (view.periods) keep("periods", view.periods, `Key figures by ${spec.time!.unit}`);

  const figures = spec.figures.map((figure, at): Block => {
    const {name} = figure.measure;
    const column = (table: Table) => table.columns.findIndex((one) => one.name === name);
    const unit = totals.units[name];
    const value = totals.table.rows[0]?.[column(totals.table)] ?? null;
    const points = view.points(at, name);
    const words = figureWords(value, unit, points, spec.time, view.partial, {name, goodIs: figure.goodIs});
    const {comparison} = words;
    const place = (row: number) => ({step: "periods", row, column: name});
    if (points.length > 2 && view.periods) {
      const rows = points.map((point): Cell[] => [point.period, point.value]);
      const columns = [
        {name: spec.time!.unit, type: "text" as const},
        {name, type: "number" as const},
      ];
      tables[figure.id] = {
        ...tables.periods!,
        title: `${name} by ${spec.time!.unit}`,
        table: {columns, rows},
      };
    }
    return {
      kind: "kpi",
      label: name,
      value: boundAt(words.value, [{text: words.value, evidence: [{step: "totals", row: 0, column: name}]}]),
      ...(comparison && {
        comparison: boundAt(
          comparison.text,
          comparison.numbers.map(({text, of}) => ({
            text,
            evidence: {
              now: [place(comparison.now)],
              before: [place(comparison.before)],
              both: [place(comparison.now), place(comparison.before)],
              period: [{...place(comparison.now), column: compiled.periods!.group}],
              earlier: [{...place(comparison.before), column: compiled.periods!.group}],
            }[of],
          })),
        ),
      }),
      ...(words.good !== undefined && {good: words.good}),
      ...(tables[figure.id] && {spark: figure.id}),
    };
  });

  const titles: BoundText[] = [];
  const left: string[] = [];
  const charts = spec.tiles.flatMap((tile): Block[] => {
    const artifact = execution.artifacts.get(tile.id);
    const shown = artifact && shownTable(tile, artifact.table);
    if (!artifact || !shown || shown.rows.length === 0) {
      const why = execution.steps.find(({id}) => id === tile.id)?.error?.message ?? "no row has its values";
      left.push(`${tile.subject} is not shown: ${why}`);
      return [];
    }
    const onTime = Boolean(spec.time && (tile.kind === "line" || tile.kind === "area"));
    const chart = chartOf(tile, artifact.units, onTime && view.partialLast);
    const {spec: titled, title} = boundTitle(tile, chart, shown, {step: tile.id, artifact});
    keep(tile.id, artifact, tile.subject, shown);
    titles.push(title);
    return [
      {
        kind: "chart",
        table: tile.id,
        spec: titled,
        altText: altText(titled, shown),
        ...(tile.width && {width: tile.width}),
      },
    ];
  });

  const rows = execution.artifacts.get("list");
  if (rows && spec.list) keep("list", rows, spec.list.title, withPeriods(spec, rows.table));
  const list: Block[] = rows && spec.list ? [{kind: "table", table: "list", title: spec.list.title}] : [];
  if (charts.length === 0 && list.length === 0 && totals.table.rows.length === 0)
    throw new TabletalkError("no_data", "No row is left to show.", "Widen the filter.");

  const before = (options.before ?? []).slice(-20);
  const {cubes, filters} = madeCubes(spec, compiled, execution);
  const maker: DashboardMaker = {spec, before: [...before], cubes, partial: [...view.partial]};
  const document: ReportDocument = {
    format: 1,
    kind: "dashboard",
    title: spec.title,
    ...subtitle(spec),
    madeAt: new Date().toISOString(),
    asOf: options.asOf.toISOString(),
    timeZone: options.timeZone,
    summary: titles.filter(({evidence}) => evidence.length > 0).slice(0, 3),
    sections: [
      {id: "figures", title: "Key figures", blocks: figures},
      {id: "charts", title: "Charts", blocks: charts},
      {id: "rows", title: spec.list?.title ?? "Rows", blocks: list},
    ].filter(({blocks}) => blocks.length > 0),
    tables,
    datasets: session.datasets.filter(({name}) => name === spec.table).map(documentDataset),
    assumptions: [...view.notes, ...left],
    methods: [],
    recipes: [],
    maker,
    filters,
  };
  return {document, spec, plan: compiled.plan, execution};
}

function subtitle({scope}: DashboardSpec): {subtitle?: string} {
  return scope.length > 0 ? {subtitle: scope.join(", ")} : {};
}

/** The rows of a list whose dates are periods: years are said as years. */
function withPeriods({list, time}: DashboardSpec, table: Table): Table {
  const named = list?.kind === "rows" && time?.onePerPeriod && !time.years ? list.columns : [];
  const name = named.find(({of}) => "column" in of && of.column === time?.column)?.name;
  const at = table.columns.findIndex((column) => column.name === name);
  if (at < 0 || !time || time.unit === "day" || time.unit === "hour") return table;
  const said = (cell: Cell) => (typeof cell === "string" ? sayPeriod(cell, time.unit) : cell);
  return {
    columns: table.columns.map((column, place) =>
      place === at ? {name: column.name, type: "text"} : column,
    ),
    rows: table.rows.map((row) => row.map((cell, place) => (place === at ? said(cell) : cell))),
  };
}

/** What the periods of the rows in view are, and which of them are not whole. */
function viewOf(spec: DashboardSpec, compiled: DashboardPlan, execution: Execution, asOf: Date) {
  const periods = compiled.periods && execution.artifacts.get(compiled.periods.step);
  const starts =
    periods?.table.rows
      .map((row) => row[0])
      .filter((cell) => typeof cell === "string" || typeof cell === "number") ?? [];
  const totals = execution.artifacts.get(compiled.totals)?.table;
  const of = (name: string | undefined): Cell =>
    totals?.rows[0]?.[totals.columns.findIndex((column) => column.name === name)] ?? null;
  const reach = compiled.reach;
  const {time} = spec;
  const ends =
    time && starts.length > 0
      ? wholeEnds(
          time,
          starts.map(String),
          {
            first: asEnd(of(reach?.first)),
            last: asEnd(of(reach?.last)),
            distinct: Number(of(reach?.distinct) ?? 0),
          },
          asOf,
        )
      : {first: true, last: true};
  const ahead =
    time && !time.years ? starts.filter((start) => periodEnd(String(start), time.unit) > asOf.getTime()) : [];
  const partial = new Set<string | number>([
    ...(ends.first ? [] : starts.slice(0, 1)),
    ...(ends.last ? [] : starts.slice(-1)),
    ...ahead,
    ...fewAtTheEnd(periods?.table, starts, spec),
  ]);
  const said = [...partial].slice(0, 3).map((start) => sayPeriod(start, time!.unit));
  const more = partial.size > 3 ? ` and ${partial.size - 3} more` : "";
  const notes =
    partial.size === 0
      ? []
      : [
          `${capital(said.join(", "))}${more} ${partial.size === 1 ? "is" : "are"} not whole in the data, or not over: drawn, and compared with nothing.`,
        ];
  return {
    periods,
    partial,
    partialLast: !ends.last,
    notes,
    points: (_at: number, name: string) => {
      const column = periods?.table.columns.findIndex((one) => one.name === name) ?? -1;
      return (periods?.table.rows ?? []).map((row) => {
        const value = row[column];
        return {period: row[0] as string | number, value: typeof value === "number" ? value : null};
      });
    },
  };
}

/** Periods at the end that have hardly any rows, beside those that most rows are in: what was entered early, or by mistake. */
function fewAtTheEnd(
  table: Table | undefined,
  starts: readonly (string | number)[],
  {figures}: DashboardSpec,
): (string | number)[] {
  const counted = figures.find(
    ({measure: {fn, of, where, over}}) => fn === "count" && !of && !where && !over,
  );
  const names = table?.columns.map(({name}) => name) ?? [];
  const at = counted ? names.indexOf(counted.measure.name) : names.length - 1;
  const rows = (table?.rows ?? []).map((row) => Number(row[at] ?? 0));
  const all = rows.reduce((sum, one) => sum + one, 0);
  const usual = all > 0 ? rows.reduce((sum, one) => sum + one * one, 0) / all : 0;
  const last = rows.findLastIndex((one) => one >= usual * 0.1);
  return usual < 20 || last < 0 ? [] : starts.slice(last + 1);
}

const asEnd = (cell: Cell): string | number | null => (typeof cell === "boolean" ? null : cell);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const plain = ({columns, rows}: Table): Table => ({columns, rows});

/** What a page says of a dataset: where it is from, and what its import changed. */
export function documentDataset({name, version}: Dataset): DocumentDataset {
  const {source, entries} = version.receipt;
  return {
    name,
    hash: version.hash,
    rows: version.rows,
    columns: version.columns.length,
    source: [basename(source.path), source.member, source.sheet].filter(Boolean).join(" · "),
    receipt: entries.map(({message}) => message),
    ...(source.origin && {origin: source.origin}),
  };
}
