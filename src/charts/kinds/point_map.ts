import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {columnAt, isNumeric, sayCell, toNumber} from "../columns.ts";
import {formatNumber, readable} from "../format.ts";
import {frame} from "../frame.ts";
import {ground, mercator, projected, roomAround, type View, viewOf} from "../geography/map_view.ts";
import type {Figure, Size, Trace} from "../plotly.ts";
import {fewSeries} from "../series.ts";
import type {ChartSpec} from "../spec.ts";
import {label, pixels, shorten} from "../text.ts";
import {colourOf} from "../theme.ts";

/** Below this many degrees across the shipped outlines say nothing. */
const LEAST_SPAN = 0.5;
const LARGEST = 34;

interface Spot {
  lon: number;
  lat: number;
  size: number;
  series: string;
  row: number;
  at: string;
  value: number;
}

/**
 * Points by latitude and longitude, coloured by series, their areas by `size`; the map is fitted to them. Rows without a place on
 * the earth are counted under the title.
 * @throws TabletalkError bad_chart without lat and lon, or for points too close together for a map without streets
 */
export function pointMapFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  const latAt = coordinate(spec.lat, table, /^(lat|latitude)$/i, "lat");
  const lonAt = coordinate(spec.lon, table, /^(lon|lng|long|longitude)$/i, "lon");
  const sizeAt = spec.size === undefined ? undefined : columnAt(table, spec.size).at;
  const seriesAt = spec.series === undefined ? undefined : columnAt(table, spec.series).at;
  const named = spec.label ?? spec.x;
  const nameAt = columnAt(table, named).at;
  let wrong = 0;
  let sizeless = 0;
  const spots = table.rows.flatMap((row, index): Spot[] => {
    const lat = toNumber(row[latAt]);
    const lon = toNumber(row[lonAt]);
    if (lat === null || lon === null || Math.abs(lat) > 90 || Math.abs(lon) > 360) {
      wrong++;
      return [];
    }
    const own = sizeAt === undefined ? 1 : toNumber(row[sizeAt]);
    if (own === null || own < 0) {
      sizeless++;
      return [];
    }
    const series = seriesAt === undefined ? "" : sayCell(row[seriesAt] ?? null);
    const turned = lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon;
    return [{lon: turned, lat, size: own, series, row: index, at: sayCell(row[nameAt] ?? null), value: own}];
  });
  if (spots.length === 0)
    throw new TabletalkError(
      "no_data",
      "No row has a place on the earth.",
      "Name its columns as lat and lon.",
    );
  const view = viewOf(spots);
  refuseStreets(view, spots);

  const few = fewSeries(spec, table, spots, "colours", false);
  const points = few.points as Spot[];
  const series = few.series;
  const several = seriesAt !== undefined && series.length > 1;
  const notes = [
    ...(wrong > 0
      ? [`${say(wrong)} of ${say(table.rows.length)} places not on the map: no latitude and longitude`]
      : []),
    ...(sizeless > 0 ? [`${say(sizeless)} without a size left out`] : []),
    ...few.notes,
    ...(spec.size === undefined ? [] : [`area: ${readable(spec.size).toLowerCase()}`]),
  ];
  const names = series.map((one) => shorten(one, 28));
  const {layout, margin, theme} = frame(spec, size, notes, several ? names : []);
  const largest = points.reduce((most, point) => Math.max(most, point.size), 0) || 1;
  const plain = points.length > 300 ? 5 : points.length > 60 ? 7 : 9;
  const diameter = (point: Spot) =>
    spec.size === undefined ? plain : Math.max(3, Math.sqrt(point.size / largest) * LARGEST);
  const plot = {width: size.width - 24, height: size.height - margin.t - 16};
  const room = roomAround(view, plot, 2);
  const data: Trace[] = series.map((name, index) => {
    const own = points.filter((point) => point.series === name).sort((a, b) => b.size - a.size);
    return {
      type: "scattergeo",
      mode: "markers",
      name: label(name, 28),
      lon: own.map((point) => point.lon),
      lat: own.map((point) => point.lat),
      customdata: own.map((point) => point.row),
      marker: {
        size: own.map(diameter),
        color: colourOf(theme, index),
        opacity: points.length > 300 ? 0.55 : 0.8,
        line: {color: theme.paper, width: 0.8},
      },
      hoverinfo: "text",
      hovertext: own.map((point) =>
        [
          point.at,
          ...(spec.size === undefined ? [] : [`${readable(spec.size)}: ${formatNumber(point.size)}`]),
          ...(several ? [name] : []),
        ]
          .map((line) => label(line, 60, 2))
          .join("<br>"),
      ),
    };
  });
  if (spec.label !== undefined && points.length <= 40)
    data.push(namesOf(points, room, plot, diameter, theme.ink));
  return {
    data,
    layout: {
      ...layout,
      margin: {...margin, l: 12, r: 12, b: 12},
      geo: {...ground(theme), ...projected(room)},
    },
  };
}

/** Names beside the points, the largest first, where they touch neither one another nor the edge. */
function namesOf(
  points: readonly Spot[],
  room: View,
  plot: Size,
  diameter: (point: Spot) => number,
  color: string,
): Trace {
  const wide = room.east - room.west;
  const whole = wide >= 150;
  const across = plot.width / (whole ? 360 : wide);
  const taken: {left: number; right: number; y: number}[] = [];
  const shown = points
    .toSorted((a, b) => b.size - a.size)
    .flatMap((point) => {
      const name = shorten(point.at, 20);
      const away = diameter(point) / 2 + 3;
      const long = pixels(name, 11);
      const x =
        (point.lon - (whole ? -180 : room.west) + (point.lon < room.west && !whole ? 360 : 0)) * across;
      const y = -mercator(point.lat) * across;
      const sides = (["right", "left"] as const).flatMap((side) => {
        const left = side === "right" ? x + away : x - away - long;
        const own = {left, right: left + long, y, side};
        const free = taken.every(
          (one) => one.right < own.left || one.left > own.right || Math.abs(one.y - y) > 15,
        );
        return free && own.left > 0 && own.right < plot.width ? [own] : [];
      });
      if (!sides[0]) return [];
      taken.push(sides[0]);
      return [{point, name, side: sides[0].side, gap: "\u2002".repeat(Math.max(1, Math.ceil(away / 7)))}];
    });
  return {
    type: "scattergeo",
    mode: "text",
    showlegend: false,
    hoverinfo: "skip",
    lon: shown.map(({point}) => point.lon),
    lat: shown.map(({point}) => point.lat),
    text: shown.map(({name, side, gap}) =>
      side === "right" ? `${gap}${label(name, 20)}` : `${label(name, 20)}${gap}`,
    ),
    textposition: shown.map(({side}) => `middle ${side}`),
    textfont: {size: 11, color},
  };
}

function refuseStreets(view: View, spots: readonly Spot[]): void {
  const span = Math.max(view.east - view.west, view.north - view.south);
  if (spots.length < 2 || span >= LEAST_SPAN) return;
  throw new TabletalkError(
    "bad_chart",
    `The points lie within ${Number((span * 111).toPrecision(2))} km, and the map here has no streets.`,
    "Draw them as a scatter of longitude and latitude.",
  );
}

function coordinate(named: string | undefined, table: Table, usual: RegExp, field: string): number {
  if (named !== undefined) return columnAt(table, named).at;
  const at = table.columns.findIndex((column) => isNumeric(column) && usual.test(column.name));
  if (at >= 0) return at;
  throw new TabletalkError(
    "bad_chart",
    `A map of points needs ${field}.`,
    "Name the columns of latitude and longitude, in degrees.",
  );
}

function say(count: number): string {
  return count.toLocaleString("en-US");
}
