import type {Quantity} from "./quantities.ts";
import {around, type Scene} from "./scene.ts";
import type {TableView} from "./table_view.ts";

const DAYS: Record<string, number> = {
  year: 365.2425,
  quarter: 91.31,
  month: 30.44,
  week: 7,
  day: 1,
  decade: 3652.425,
};
const UNIT = /^[\s-]?(?:\p{L}+\s)?(year|quarter|month|week|day|decade)s?\b/iu;

/** "in fifty years", "over the twelve months": how far apart the times of the rows are, or how many there are. */
export function* timeSpans(scene: Scene, at: number): Generator<Quantity> {
  const unit = UNIT.exec(around(scene, scene.tokens[at]!).after)?.[1]?.toLowerCase();
  if (unit === undefined) return;
  for (const view of scene.views) {
    const stamps = [...timesOf(view)].sort((a, b) => a - b);
    const [first, last] = [stamps[0], stamps.at(-1)];
    if (first === undefined || last === undefined || first === last) continue;
    const apart = Math.round((last - first) / 86_400_000 / DAYS[unit]!);
    const column = {...(view.time?.column ?? view.columns[0]!), unit: {}};
    for (const value of [apart, apart + 1])
      yield {
        value,
        column,
        cells: [{step: view.step, row: 0, column: column.name}],
        how: "span of time",
        as: "amount",
      };
  }
}

/** The moments that a view tells of: those of its rows, else the years in the names of its columns. */
function timesOf(view: TableView): number[] {
  if (view.time)
    return view.time.order.map((day) => Date.parse(day.slice(0, 10))).filter((time) => !Number.isNaN(time));
  return view.columns.flatMap(({name}) =>
    [...name.matchAll(/(?<!\d)(?:19|20)\d\d(?!\d)/g)].map((match) => Date.UTC(Number(match[0]), 0, 1)),
  );
}
