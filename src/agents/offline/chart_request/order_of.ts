import type {Order} from "../../../tools/measure.ts";
import type {Candidate, Scene} from "../scene.ts";
import type {Field} from "./fields.ts";
import type {Sort} from "./sorts.ts";

type Reading = Candidate["reading"];

/** The order of a reading's rows; empty where none is asked for, undefined where what is asked for is not shown. */
export function orderOf(sorts: readonly Sort[], reading: Reading, scene: Scene): Order[] | undefined {
  const [sort] = sorts;
  if (!sort) return [];
  const by = sort.field ? shownAs(sort.field, reading, scene) : axisOf(sort.axis, reading);
  return by === undefined ? undefined : [{by, direction: sort.direction}];
}

/** Without a word which, the height is meant; of an alphabet the places. */
function axisOf(axis: "x" | "y" | undefined, reading: Reading): string | undefined {
  const [place, number] =
    reading.intent === "rows" || reading.intent === "relation"
      ? reading.columns.map((column) => column.name)
      : [reading.groups[0]?.name, reading.measures[0]?.name];
  return axis === "x" ? place : (number ?? place);
}

function shownAs(field: Field, reading: Reading, {columns}: Scene): string | undefined {
  if (field.is === "count")
    return reading.measures.find((one) => one.fn.startsWith("count"))?.name ?? axisOf("y", reading);
  if (field.is === "grain")
    return reading.groups.find((group) => group.unit ?? group.part)?.name ?? axisOf("x", reading);
  if (field.is !== "column" && field.is !== "measure") return undefined;
  const names = field.mention.columns.map((one) => one.column.profile.name);
  const shows = (of: unknown): boolean =>
    names.some((name) => JSON.stringify(of ?? null).includes(`"column":${JSON.stringify(name)}`));
  if (field.is === "column") {
    const shown = reading.columns.find((column) => names.includes(column.name))?.name;
    const group = reading.groups.find((one) => shows(one.of))?.name;
    if (shown ?? group) return shown ?? group;
  }
  const measure = reading.measures.find((one) => shows(one.of))?.name;
  if (measure) return measure;
  return columns.length > 0 && field.is === "measure" ? axisOf("y", reading) : undefined;
}
