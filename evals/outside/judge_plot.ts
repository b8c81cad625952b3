import type {Judgement} from "./adapter.ts";
import type {ChartLine, ChartReply, PlottedCell} from "./chart_reply.ts";
import {sameCell} from "./plotted_cells.ts";
import type {VisEvalLine} from "./viseval.ts";

const MARKS: Readonly<Record<string, ChartReply["mark"]>> = {
  bar: "bar",
  pie: "arc",
  line: "line",
  scatter: "point",
};

type Point = readonly PlottedCell[];

/**
 * A chart passes when its kind is the gold's (grouped and stacked by its series), the plotted values are the gold's (within
 * 0.0005; a pie up to scale; axes may be swapped unless the question fixes them; empty bars count for nothing), and the
 * order is the gold's where the question asks for one.
 */
export function judgePlot(line: VisEvalLine, reply: ChartLine): Judgement {
  if (reply.declined) return {verdict: "declined", why: ""};
  const {chart} = reply;
  if (!chart) return {verdict: "wrong", why: "no chart"};
  const {gold} = line;
  const bars = gold.chart === "bar";
  const grouped = gold.classify.length > 0;
  const kind = chart.mark === MARKS[gold.chart];
  const wanted = goldPoints(line).filter((point) => !bars || point[1] !== 0);
  const plotted = reply.values.filter((point) => !bars || point[1] !== 0);
  const fits = swaps(line).some((way) => samePoints(wanted, plotted.map(way), gold.chart === "pie"));
  const stacked = !grouped || !bars || !line.stacked_bar || !chart.facet;
  const ordered = gold.sort === null || inOrder(plotted, chart, gold.sort, line);
  const why = [
    !kind && `drawn as ${chart.mark}, wanted ${gold.chart}`,
    !stacked && "not stacked",
    !fits &&
      `${plotted.length} points, such as ${say(plotted[0])}; wanted ${wanted.length}, such as ${say(wanted[0])}`,
    !ordered && `not in the order asked: ${gold.sort?.channel} ${gold.sort?.order}`,
  ].filter((one) => typeof one === "string");
  return {
    verdict: why.length === 0 ? "right" : "wrong",
    why: why.join("; "),
    scores: {kind: Number(kind), values: Number(fits), order: Number(ordered)},
  };
}

const say = (point: Point | undefined): string => JSON.stringify(point ?? []);

function goldPoints({gold}: VisEvalLine): Point[] {
  const {x_data, y_data, classify} = gold;
  if (classify.length === 0) return x_data[0]!.map((x, at) => [x, y_data[0]![at]!]);
  return classify.flatMap((series, group) =>
    (x_data[group] ?? x_data[0]!).map((x, at): Point => [x, y_data[group]![at]!, series]),
  );
}

/** The ways in which a plotted point may be meant: as it is, with x and y or x and series changed over. */
function swaps(line: VisEvalLine): ((point: Point) => Point)[] {
  const {gold, channel_specified: fixed} = line;
  const drop = (point: Point): Point => point.slice(0, gold.classify.length > 0 ? 3 : 2);
  const ways = [drop];
  if (!fixed.includes("x") && !fixed.includes("y"))
    ways.push((point) => drop([point[1]!, point[0]!, ...point.slice(2)]));
  if (gold.classify.length > 0 && fixed.length <= 1) ways.push((point) => [point[2]!, point[1]!, point[0]!]);
  return ways;
}

function samePoints(wanted: readonly Point[], plotted: readonly Point[], upToScale: boolean): boolean {
  if (wanted.length !== plotted.length) return false;
  const scale = upToScale ? total(wanted) / (total(plotted) || 1) : 1;
  const open = plotted.map((point) => point.map((cell, at) => (at === 1 ? scaled(cell, scale) : cell)));
  return wanted.every((want) => {
    const at = open.findIndex((point) => want.every((cell, channel) => sameCell(cell, point[channel])));
    if (at >= 0) open.splice(at, 1);
    return at >= 0;
  });
}

const total = (points: readonly Point[]): number =>
  points.reduce((sum, point) => sum + (typeof point[1] === "number" ? point[1] : 0), 0);
const scaled = (cell: PlottedCell, scale: number): PlottedCell =>
  scale !== 1 && typeof cell === "number" ? cell * scale : cell;

/** Whether the plotted order is the one asked for: of y by the sum at each place along x. */
function inOrder(
  points: readonly Point[],
  _chart: ChartReply,
  sort: NonNullable<VisEvalLine["gold"]["sort"]>,
  line: VisEvalLine,
): boolean {
  const way = sort.order === "ascending" ? 1 : -1;
  // Where the axes were not fixed, sideways bars are sorted along the other one.
  const firstIsText = typeof points[0]?.[0] === "string" || typeof line.gold.x_data[0]?.[0] === "number";
  if (sort.channel === "x" || !firstIsText) {
    const places = [...new Set(points.map((point) => point[0]!))];
    return places.every((place, at) => at === 0 || way * compare(places[at - 1]!, place) <= 0);
  }
  const sums = new Map<PlottedCell, number>();
  for (const [x, y] of points) sums.set(x!, (sums.get(x!) ?? 0) + Number(y ?? 0));
  const heights = [...sums.values()];
  return heights.every((height, at) => at === 0 || way * (heights[at - 1]! - height) <= 1e-9);
}

const MONTHS_AND_DAYS = "jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun".split(
  " ",
);
function compare(one: PlottedCell, other: PlottedCell): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  const [a, b] = [String(one), String(other)];
  const [at, to] = [a, b].map((text) => MONTHS_AND_DAYS.indexOf(text.slice(0, 3).toLowerCase()));
  const named = /^[a-z]+day$|^(january|february|march|april|may|june|july|august|.*ember|october)$/i;
  if (named.test(a) && named.test(b) && at! >= 0 && to! >= 0) return at! - to!;
  return a < b ? -1 : a > b ? 1 : 0;
}
