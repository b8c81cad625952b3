import type {Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {columnAt, isNumeric, sayCell, toNumber} from "../columns.ts";
import {axisTitle, formatNumber, readable, tickSettings} from "../format.ts";
import {frame} from "../frame.ts";
import {ground, projected, roomAround, viewOf} from "../geography/map_view.ts";
import {geographyNamed, matchPlaces, type Place} from "../geography/match_places.ts";
import type {Figure, Layout, Size, Trace} from "../plotly.ts";
import type {ChartSpec} from "../spec.ts";
import {label, shorten} from "../text.ts";
import {colourAt} from "../theme.ts";

interface Coloured {
  place: Place;
  value: number;
  row: number;
}

/**
 * Countries, or states of the USA, coloured by a number. Places too small to be seen are points; what is on no map, and
 * what has no value, is counted and named under the title.
 * @throws TabletalkError bad_chart when few places are known, or several rows are one place
 */
export function choroplethFigure(spec: ChartSpec, table: Table, size: Size): Figure {
  const at = columnAt(table, spec.x).at;
  const column = valueColumn(spec, table, at);
  const name = table.columns[column]!.name;
  if (spec.geography !== undefined && geographyNamed(spec.geography) === undefined)
    throw new TabletalkError(
      "bad_chart",
      `There is no map '${spec.geography}' here.`,
      "Use world (its countries) or usa (its states).",
    );
  const names = table.rows.map((row) => sayCell(row[at] ?? null));
  const {geography, places} = matchPlaces(names, spec.geography, spec.x);
  const lost = names.filter((_, row) => places[row] === undefined);
  if (lost.length * 2 > names.length)
    throw new TabletalkError(
      "bad_chart",
      `${lost.length} of ${names.length} values of '${spec.x}' are on no map, as ${lost.slice(0, 3).join(", ")}.`,
      "A map needs countries (names or ISO codes) or states of the USA.",
    );
  const coloured = colouredPlaces(spec, table, places, column);
  const without = places.filter((place) => place !== undefined).length - coloured.length;
  const notes = [
    ...(lost.length > 0 ? [`${lost.length} of ${names.length} places not on the map: ${few(lost)}`] : []),
    ...(without > 0 ? [`${without} without a value left grey`] : []),
  ];
  const {layout, margin, theme} = frame(spec, size, notes, []);
  const values = coloured.map((one) => one.value);
  const signed = values.some((value) => value < 0) && values.some((value) => value > 0);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const ends = signed
    ? [-largest, largest]
    : [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  // The palest colour of the scale would be taken for a place without a value.
  const scale = signed
    ? theme.diverging
    : [0.2, 0.4, 0.6, 0.8, 1].map((at) => [(at - 0.2) / 0.8, colourAt(theme.sequential, at)] as const);
  const hover = (one: Coloured) =>
    label(`${one.place.name}: ${formatNumber(one.value, spec.yUnit, true)}`, 80);
  const outlined = coloured.filter((one) => one.place.drawn);
  const tiny = coloured.filter((one) => !one.place.drawn);
  const data: Trace[] = [
    {
      type: "choropleth",
      locationmode: geography === "usa" ? "USA-states" : "ISO-3",
      locations: outlined.map((one) => one.place.code),
      z: outlined.map((one) => one.value),
      customdata: outlined.map((one) => one.row),
      coloraxis: "coloraxis",
      marker: {line: {color: theme.paper, width: 0.6}},
      hoverinfo: "text",
      hovertext: outlined.map(hover),
    },
    ...(tiny.length > 0
      ? [
          {
            type: "scattergeo",
            mode: "markers",
            lon: tiny.map((one) => one.place.lon),
            lat: tiny.map((one) => one.place.lat),
            customdata: tiny.map((one) => one.row),
            showlegend: false,
            marker: {
              size: 7,
              color: tiny.map((one) => one.value),
              coloraxis: "coloraxis",
              line: {color: theme.muted, width: 0.8},
            },
            hoverinfo: "text",
            hovertext: tiny.map(hover),
          },
        ]
      : []),
  ];
  const plot = {width: size.width - 130, height: size.height - margin.t - 24};
  const title = axisTitle(spec.yTitle ?? readable(name), spec.yUnit);
  return {
    data,
    layout: {
      ...layout,
      margin: {...margin, b: 8, l: 8, r: 8},
      coloraxis: {
        colorscale: scale.map(([place, color]) => [place, color]),
        cmin: ends[0],
        cmax: ends[0] === ends[1] ? ends[0]! + 1 : ends[1],
        colorbar: {
          outlinewidth: 0,
          thickness: 14,
          len: 0.8,
          x: 1,
          xanchor: "right",
          title: {text: label(title, 18, 3), font: {size: 12, color: theme.muted}, side: "top"},
          tickfont: {size: 12, color: theme.muted},
          nticks: 6,
          ...tickSettings(values, spec.yUnit),
        },
      },
      geo: {
        ...ground(theme),
        domain: {x: [0, 1 - 108 / size.width], y: [0, 1]},
        ...(geography === "usa" ? statesView() : projected(worldView(coloured, plot))),
      },
    },
  };
}

function statesView(): Layout {
  return {scope: "usa", projection: {type: "albers usa"}, showsubunits: true, showlakes: true};
}

/** The whole world, or a part of it where all places lie there. */
function worldView(coloured: readonly Coloured[], plot: Size) {
  const view = viewOf(coloured.map((one) => one.place));
  // Middles of countries, not their borders: room for the outlines.
  return roomAround(
    {west: view.west - 8, east: view.east + 8, south: view.south - 6, north: view.north + 6},
    plot,
    24,
  );
}

function colouredPlaces(
  spec: ChartSpec,
  table: Table,
  places: readonly (Place | undefined)[],
  column: number,
): Coloured[] {
  const seen = new Map<string, number>();
  const coloured: Coloured[] = [];
  for (const [row, place] of places.entries()) {
    if (!place) continue;
    const before = seen.get(place.code);
    if (before !== undefined) {
      throw new TabletalkError(
        "bad_chart",
        `Rows ${before + 1} and ${row + 1} are both ${place.name}, which has one colour.`,
        `Aggregate the table to one row a value of '${spec.x}'.`,
      );
    }
    seen.set(place.code, row);
    const value = toNumber(table.rows[row]![column]);
    if (value !== null) coloured.push({place, value, row});
  }
  if (coloured.length === 0)
    throw new TabletalkError("no_data", "No place has a value.", "Widen the question's filters.");
  return coloured;
}

function valueColumn(spec: ChartSpec, table: Table, x: number): number {
  const named = [spec.y ?? []].flat()[0];
  const at =
    named === undefined
      ? table.columns.findIndex((column, index) => index !== x && isNumeric(column))
      : columnAt(table, named).at;
  if (at >= 0) return at;
  throw new TabletalkError(
    "bad_chart",
    "A map of places needs numbers to colour them by.",
    "Name the column of numbers as y.",
  );
}

/** The first few of what is not shown. */
function few(names: readonly string[]): string {
  const said = names.slice(0, 3).map((one) => shorten(one, 24));
  return names.length > 3 ? `${said.join(", ")} and ${names.length - 3} more` : said.join(", ");
}
