import type {ChartKind, ChartSpec} from "../charts/spec.ts";
import type {ColumnProfile, TableProfile} from "../data/profile.ts";
import type {Group, Measure} from "../tools/measure.ts";
import type {Reading} from "./reading.ts";

/** What a chart of groups is made of. */
export interface ChartParts {
  /** The group along the axis. */
  along: Group;
  /** The second group, where there is one. */
  other: Group | undefined;
  time: boolean;
  additive: boolean | undefined;
  several: boolean;
}

/** The kind that is drawn: the one asked, or the nearest that the data allows, and why. */
export interface FittedKind {
  kind: ChartKind;
  why?: string;
}

const WHOLE: Partial<Record<ChartKind, string>> = {
  pie: "a pie",
  donut: "a donut",
  treemap: "a treemap",
  waterfall: "a waterfall",
};

/** Whether an asked kind fits groups and their measures; else the nearest that does. */
export function fitKind(asked: ChartKind, parts: ChartParts): FittedKind {
  const bars: ChartKind = parts.time ? "line" : "bar";
  const instead = (kind: ChartKind, because: string): FittedKind => ({
    kind,
    why: `drawn as ${SAID[kind] ?? `a ${kind} chart`}: ${because}`,
  });
  switch (asked) {
    case "histogram":
      return {kind: "bar"};
    case "pie":
    case "donut":
    case "treemap":
    case "waterfall":
      if (parts.additive === false && asked !== "pie" && asked !== "donut")
        return instead(bars, `the parts of ${WHOLE[asked]} must add up, which these numbers do not`);
      if (parts.several) return instead(bars, `${WHOLE[asked]} shows one number`);
      if (parts.other && asked !== "treemap") return instead("bar", `${WHOLE[asked]} shows one group`);
      return parts.additive === false
        ? {kind: asked, why: "these numbers do not add up: the slices compare them, and are parts of nothing"}
        : {kind: asked};
    case "funnel":
      return parts.other ? instead("bar", "a funnel shows one group") : {kind: "funnel"};
    case "sankey":
    case "network":
      if (!parts.other) return instead(bars, `a ${asked} needs two groups: from and to`);
      return parts.additive === false
        ? instead("heatmap", `what flows in a ${asked} must add up, which these numbers do not`)
        : {kind: asked};
    case "heatmap":
      return parts.other ? {kind: "heatmap"} : instead(bars, "a heatmap needs two groups");
    case "kpi":
      return parts.time && !parts.other ? {kind: "kpi"} : instead(bars, "a key figure is one number");
    case "candlestick":
      return instead(bars, "a candlestick needs a date and columns of open, high, low and close");
    case "area":
      return parts.other && parts.additive === false
        ? instead("line", "stacked areas must add up, which these numbers do not")
        : {kind: "area"};
    case "bubble":
      return instead(bars, "a bubble chart needs three numbers");
    default:
      return {kind: asked};
  }
}

const SAID: Partial<Record<ChartKind, string>> = {bar: "bars", line: "a line", heatmap: "a heatmap"};

/** Where the two groups go, by kind. */
export function placeGroups(
  kind: ChartKind,
  parts: ChartParts,
  groups: readonly Group[],
): Partial<ChartSpec> {
  const [first, second] = groups;
  if (kind === "treemap" && first && second) return {x: second.name, parent: first.name};
  if ((kind === "sankey" || kind === "network") && first && second)
    return {x: first.name, target: second.name};
  return {x: parts.along.name, ...(parts.other && {series: parts.other.name})};
}

/** Whether the numbers of a measure may be added up over groups; absent where it is not known. */
export function isAdditive(
  measure: Measure | undefined,
  reading: Reading,
  name: string,
  profile: TableProfile,
): boolean | undefined {
  const window = reading.windows.find((one) => one.name === name);
  if (window) return window.fn === "share" ? undefined : false;
  if (!measure) return undefined;
  if (measure.over || (measure.fn !== "sum" && measure.fn !== "count" && measure.fn !== "null_count"))
    return false;
  if (measure.fn !== "sum" || !measure.of || !("column" in measure.of)) return true;
  const {column} = measure.of;
  const additivity = profile.columns.find((one) => one.name === column)?.additivity;
  return additivity === undefined || additivity === "additive";
}

/**
 * Whether the last period of a date's groups goes on beyond the data or the filter: by more than the data's own dates are
 * usually apart.
 */
export function endsEarly(group: Group, reading: Reading, profile: TableProfile): boolean {
  const unit = group.unit;
  if (!unit || unit === "hour" || unit === "day" || !("column" in group.of)) return false;
  const name = group.of.column;
  const column = profile.columns.find((one) => one.name === name);
  const [first, last] = [dayOf(column?.min), dayOf(column?.max)];
  if (!column || first === undefined || last === undefined || last === first) return false;
  const usual = (last - first) / Math.max(1, column.distinct - 1);
  const to = reading.period?.column === name ? dayOf(reading.period.to) : undefined;
  const end = to === undefined ? last : Math.min(last, to - 1);
  // Dates that stand for whole months or years are days at their beginning.
  if (usual >= 27 || usual >= 6.5) return false;
  return lastDayOf(end, unit) - end > Math.max(2, 3 * usual);
}

function dayOf(cell: ColumnProfile["min"] | undefined): number | undefined {
  if (typeof cell !== "string") return undefined;
  const time = Date.parse(`${cell.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : Math.floor(time / 86_400_000);
}

function lastDayOf(day: number, unit: "year" | "quarter" | "month" | "week"): number {
  const date = new Date(day * 86_400_000);
  if (unit === "week") return day + ((7 - date.getUTCDay()) % 7);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const after = unit === "year" ? 12 : unit === "quarter" ? Math.floor(month / 3) * 3 + 3 : month + 1;
  return Date.UTC(year, after, 0) / 86_400_000;
}
