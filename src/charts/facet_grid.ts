import type {Size} from "./plotly.ts";

/** Where a panel stands in the plot (shares of it), and whether its axes carry labels. */
export interface FacetPlace {
  x: [number, number];
  y: [number, number];
  left: boolean;
  bottom: boolean;
}

const GAP_ACROSS = 16;
const GAP_DOWN = 30;

/** Panels in rows from the top left, as near to a picture's shape as their number allows. */
export function facetGrid(count: number, size: Size): {panel: Size; places: FacetPlace[]} {
  const columns = columnsOf(count, size);
  const rows = Math.ceil(count / columns);
  const [wide, high] = [size.width - 100, size.height - 130];
  const across = columns > 1 ? GAP_ACROSS / wide : 0;
  const down = rows > 1 ? GAP_DOWN / high : 0;
  const panelWide = (1 - across * (columns - 1)) / columns;
  const panelHigh = (1 - down * (rows - 1)) / rows;
  const places = Array.from({length: count}, (_, at): FacetPlace => {
    const column = at % columns;
    const row = Math.floor(at / columns);
    const left = column * (panelWide + across);
    const top = 1 - row * (panelHigh + down);
    return {
      x: [left, Math.min(1, left + panelWide)],
      y: [Math.max(0, top - panelHigh), top],
      left: column === 0,
      bottom: at + columns >= count,
    };
  });
  return {panel: {width: panelWide * wide + 40, height: panelHigh * high}, places};
}

function columnsOf(count: number, size: Size): number {
  if (size.width < 500) return Math.min(2, count);
  if (count <= 3) return count;
  if (count === 4) return 2;
  return count <= 6 || count === 9 ? 3 : 4;
}
