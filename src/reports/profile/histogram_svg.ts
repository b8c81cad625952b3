import type {ColumnProfile} from "../../data/profile.ts";
import type {Bins} from "../../data/profile_details.ts";
import {formatDate} from "../../planning/format_value.ts";
import {plainText} from "./plain_text.ts";
import {dateText, value} from "./words.ts";

const WIDTH = 320;
const HEIGHT = 92;
const FOOT = 18;
/** Room at a side for the bar of what lies beyond. */
const SIDE = 30;

interface Bar {
  x: number;
  width: number;
  count: number;
  title: string;
  far: boolean;
}

/** A column's histogram as an SVG: bars over round edges, what lies beyond them apart and paler, first and last edge below. */
export function histogramSvg(column: ColumnProfile, histogram: Bins): string {
  const {bins, below, above} = histogram;
  const left = below > 0 ? SIDE : 0;
  const right = above > 0 ? SIDE : 0;
  const each = (WIDTH - left - right) / bins.length;
  const gap = each > 6 ? 1.5 : 0.5;
  const edges = bins.map((_bin, at) => edgeText(column, histogram, at));
  const main = bins.map(
    (bin, at): Bar => ({
      x: left + at * each,
      width: each - gap,
      count: bin.count,
      title: edges[at]!,
      far: false,
    }),
  );
  const [first, last] = [bins[0]!, bins.at(-1)!];
  const farBars: Bar[] = [
    ...(below > 0
      ? [{x: 0, width: SIDE - 8, count: below, title: `below ${edge(column, first.from)}`, far: true}]
      : []),
    ...(above > 0
      ? [
          {
            x: WIDTH - SIDE + 8,
            width: SIDE - 8,
            count: above,
            title: `${edge(column, last.to)} and above`,
            far: true,
          },
        ]
      : []),
  ];
  const bars = [...main, ...farBars];
  const most = Math.max(...bars.map((bar) => bar.count), 1);
  const room = HEIGHT - FOOT - 4;
  const drawn = bars
    .filter((bar) => bar.count > 0)
    .map((bar) => {
      const tall = Math.max(1.5, (bar.count / most) * room);
      const place = `x="${round(bar.x)}" y="${round(HEIGHT - FOOT - tall)}" width="${round(Math.max(0.6, bar.width))}" height="${round(tall)}"`;
      return `<rect ${place}${bar.far ? ' class="far"' : ""}><title>${plainText(`${bar.title}: ${bar.count.toLocaleString("en")}`)}</title></rect>`;
    });
  const [from, to] = ends(column, histogram);
  const label = (x: number, anchor: string, text: string): string =>
    `<text x="${round(x)}" y="${HEIGHT - 4}" text-anchor="${anchor}">${plainText(text)}</text>`;
  const name = `Histogram of ${column.name}`;
  return `<svg class="histogram" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${plainText(name)}">${drawn.join("")}<line x1="${left}" x2="${WIDTH - right}" y1="${HEIGHT - FOOT}" y2="${HEIGHT - FOOT}"/>${label(left, "start", from)}${label(WIDTH - right, "end", to)}${below > 0 ? label(0, "start", "< …") : ""}${above > 0 ? label(WIDTH, "end", "… >") : ""}</svg>`;
}

const round = (number: number): number => Math.round(number * 10) / 10;

function edge(column: ColumnProfile, cell: number | string): string {
  return typeof cell === "number" ? value(cell, column) : (dateText(cell) ?? cell);
}

/** What one bin holds, in words: a period, one whole number, or a stretch of numbers. */
function edgeText(column: ColumnProfile, {bins, period}: Bins, at: number): string {
  const {from, to} = bins[at]!;
  if (typeof from === "string") {
    const unit = period?.each === 1 ? period.unit : undefined;
    const named = unit && unit !== "hour" ? formatDate(from.slice(0, 10), unit) : undefined;
    return named ?? `${edge(column, from)} to before ${edge(column, to)}`;
  }
  if (column.type === "integer" && Number(to) - from === 1) return edge(column, from);
  return `${edge(column, from)} to ${edge(column, to)}`;
}

/** The labels of the first and the last edge; of periods the first and the last one. */
function ends(column: ColumnProfile, histogram: Bins): [string, string] {
  const {bins, period} = histogram;
  const [first, last] = [bins[0]!, bins.at(-1)!];
  if (period && typeof first.from === "string" && typeof last.from === "string") {
    const say = (text: string): string =>
      (period.unit === "hour" ? dateText(text) : formatDate(text.slice(0, 10), period.unit)) ?? text;
    return [say(first.from), say(last.from)];
  }
  const whole = column.type === "integer" && Number(last.to) - Number(last.from) === 1;
  return [edge(column, first.from), edge(column, whole ? last.from : last.to)];
}
