import type {Layout, Size} from "../plotly.ts";
import type {Theme} from "../theme.ts";

/** Where on the earth: degrees east and north. East may pass 180 where points lie on both sides of the date line. */
export interface View {
  west: number;
  east: number;
  south: number;
  north: number;
}

/** The smallest view that holds all points, across the date line where that is shorter. */
export function viewOf(points: readonly {lon: number; lat: number}[]): View {
  const lons = points.map((point) => point.lon).toSorted((a, b) => a - b);
  let west = lons[0]!;
  let east = lons.at(-1)!;
  for (let at = 1; at < lons.length; at++) {
    const span = lons[at - 1]! + 360 - lons[at]!;
    if (span < east - west) [west, east] = [lons[at]!, lons[at - 1]! + 360];
  }
  const lats = points.map((point) => point.lat);
  return {
    west,
    east,
    south: lats.reduce((a, b) => Math.min(a, b)),
    north: lats.reduce((a, b) => Math.max(a, b)),
  };
}

/** Room around a view, at least `least` degrees across, of the picture's shape in Mercator's projection. */
export function roomAround(view: View, plot: Size, least: number): View {
  const shape = plot.width / plot.height;
  const middle = (view.west + view.east) / 2;
  const [low, high] = [mercator(view.south), mercator(view.north)];
  const tall = Math.max((high - low) * 1.2, ((view.east - view.west) * 1.16) / shape, least / shape);
  return {
    west: middle - (tall * shape) / 2,
    east: middle + (tall * shape) / 2,
    south: latitude((low + high - tall) / 2),
    north: latitude((low + high + tall) / 2),
  };
}

/** How far north a latitude is drawn, in degrees of longitude. */
export function mercator(lat: number): number {
  const bounded = Math.max(-84, Math.min(84, lat));
  return (Math.log(Math.tan(Math.PI / 4 + (bounded * Math.PI) / 360)) * 180) / Math.PI;
}

function latitude(y: number): number {
  return Math.max(-84, Math.min(84, (Math.atan(Math.exp((y * Math.PI) / 180)) * 360) / Math.PI - 90));
}

/** Plotly's settings for the ground of a map, without a view. */
export function ground(theme: Theme): Layout {
  return {
    resolution: 110,
    bgcolor: theme.paper,
    showframe: false,
    showcoastlines: true,
    coastlinecolor: theme.muted,
    coastlinewidth: 0.5,
    showland: true,
    landcolor: theme.grid,
    showocean: false,
    showlakes: true,
    lakecolor: theme.paper,
    showrivers: false,
    showcountries: true,
    countrycolor: theme.paper,
    countrywidth: 0.7,
    subunitcolor: theme.paper,
    subunitwidth: 0.7,
  };
}

/** Plotly's settings for the part of the earth that is seen: flat and true to area for the world, Mercator for a part. */
export function projected(view: View): Layout {
  const wide = view.east - view.west;
  if (wide >= 150)
    return {
      scope: "world",
      projection: {type: "natural earth", rotation: {lon: 0, lat: 0}},
      lonaxis: {range: [-180, 180]},
      lataxis: {range: [-58, 84]},
    };
  return {
    scope: "world",
    projection: {type: "mercator", rotation: {lon: (view.west + view.east) / 2, lat: 0}},
    center: {
      lon: (view.west + view.east) / 2,
      lat: latitude((mercator(view.south) + mercator(view.north)) / 2),
    },
    lonaxis: {range: [view.west, view.east]},
    lataxis: {range: [view.south, view.north]},
  };
}
