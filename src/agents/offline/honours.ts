import type {ColumnProfile} from "../../data/profile.ts";
import type {Bag} from "./bag.ts";
import {isYear} from "./column_nature.ts";
import type {LexColumn} from "./lexicon.ts";
import {modified} from "./parts.ts";
import {isIn} from "./said_units.ts";
import {type Candidate, isDaily, type Scene} from "./scene.ts";

type Made = Candidate["reading"];

const INTENTS_HONOURED: Record<string, (reading: Made) => boolean> = {
  correlation: (reading) => ["correlation", "relation", "compare"].includes(reading.intent),
  relation: (reading) => ["correlation", "relation", "compare"].includes(reading.intent),
  missing: (reading) => reading.intent === "missing" || JSON.stringify(reading).includes("_null"),
  duplicates: (reading) => reading.intent === "duplicates",
  distribution: (reading) =>
    reading.intent === "distribution" || reading.measures.some((measure) => measure.fn === "stddev"),
  change: (reading) =>
    reading.comparison !== undefined ||
    reading.windows.some((window) => window.fn === "change" || window.fn === "percent_change") ||
    reading.groups.some((group) => group.unit ?? group.part),
  running: (reading) => reading.windows.some((window) => window.fn === "running_total"),
  compare: (reading) =>
    reading.intent === "compare" ||
    reading.windows.some(({from}) => from !== undefined) ||
    reading.groups.length > 0 ||
    reading.comparison !== undefined,
};

const isMeasured = ({type}: ColumnProfile): boolean => type === "integer" || type === "number";
const byTime = (reading: Made): boolean => reading.groups.some((group) => group.unit ?? group.part);

/** "the four ship modes": a number that is how many there are. */
const isHowMany = (value: number, {groups, limit}: Made, {columns}: Scene): boolean =>
  limit === undefined &&
  groups.some(({of}) =>
    columns.some(({profile}) => "column" in of && profile.name === of.column && profile.distinct === value),
  );

/**
 * Whether a reading makes something of every phrase of weight. A reading that drops a filter, a group or a comparison
 * answers another question, so it is no reading at all. Where each row is a day of its own, "days" are rows.
 */
export function honours(reading: Made, bag: Bag, scene: Scene): boolean {
  const daily = isDaily(scene);
  const byDate = reading.groups.some((group) =>
    scene.dates.some((column) => column.profile.name === group.name),
  );
  const text = JSON.stringify({...reading, assumptions: []});
  const mentions = (name: string): boolean => text.includes(JSON.stringify(name));
  const share = bag.first("share");
  const counted = (column: LexColumn): boolean =>
    share !== undefined &&
    scene.profile.keys.includes(column.profile.name) &&
    bag.of("column").some((one) => one.column === column && one.from - share.to <= 2);
  if (
    bag
      .columns()
      .some((column) => !mentions(column.profile.name) && !modified(column, bag, scene) && !counted(column))
  )
    return false;
  for (const phrase of bag.of("group")) {
    for (const item of phrase.items) {
      if (
        item.kind === "column"
          ? !mentions(item.column.profile.name)
          : reading.groups.length === 0 && !reading.comparison
      )
        return false;
    }
  }
  for (const phrase of bag.of("whichGroup")) {
    const {item} = phrase;
    if (
      item.kind === "column"
        ? !mentions(item.column.profile.name)
        : reading.groups.length + reading.columns.length === 0
    )
      return false;
  }
  if (
    bag
      .of("unit")
      .some((one) => !text.includes(`"${one.unit}"`) && !(one.unit === "day" && (daily || byDate)))
  )
    return false;
  const extreme =
    reading.order.length > 0 ||
    reading.measures.some((measure) => measure.fn === "max" || measure.fn === "min");
  if (bag.has("super") && !extreme) return false;
  const limits = bag.of("number").filter(({value}) => !isHowMany(value, reading, scene));
  if (limits.length > 1 || (limits[0] && reading.limit !== limits[0].value)) return false;
  if (bag.of("super").some((one) => one.n !== undefined && one.n !== reading.limit)) return false;
  if (
    bag
      .of("super")
      .some(
        ({nth, counted}) =>
          (nth && reading.having.length === 0) || (counted && reading.measures.length === 0),
      )
  )
    return false;
  if (bag.has("sort") && reading.order.length === 0) return false;
  const shared = reading.each?.having.length || reading.measures.some(({where}) => where !== undefined);
  if (bag.has("having") && reading.having.length === 0 && !(reading.each && shared)) return false;
  if (bag.has("none") && reading.having.length === 0 && !reading.each) return false;
  if (bag.has("perThing") && !reading.each && !reading.measures.some(({over}) => over)) return false;
  const units = bag.of("inUnit");
  const used = scene.columns.filter(({profile}) => isMeasured(profile) && mentions(profile.name));
  if (units.some(({unit}) => !used.some(({profile}) => isIn(unit, profile)))) return false;
  const steps = bag.of("period").some(({phrase}) => phrase.kind === "comparison");
  const grows = reading.comparison !== undefined || reading.windows.length > 0;
  if ((steps || bag.hasIntent("change")) && reading.order.length > 0 && !grows && !byTime(reading))
    return false;
  const shares =
    reading.measures.some((measure) => measure.over !== undefined) ||
    reading.windows.some((window) => window.fn === "share");
  const changes =
    reading.windows.some((window) => window.fn === "percent_change") || reading.comparison !== undefined;
  if ((bag.has("share") || bag.has("rate")) && !shares && !changes && reading.intent !== "missing")
    return false;
  const computes =
    reading.measures.length > 0 || ["missing", "duplicates", "describe"].includes(reading.intent);
  if ((bag.has("measure") || bag.has("count")) && !computes && reading.intent !== "compare") return false;
  const sided = reading.groups.length > 0 || reading.comparison !== undefined || reading.columns.length >= 2;
  const apart = reading.windows.some(({from}) => from !== undefined);
  if (bag.has("than") && !sided && !apart) return false;
  if (bag.of("intent").some((one) => INTENTS_HONOURED[one.intent]?.(reading) === false)) return false;
  const years = scene.columns.filter(isYear).map(({profile}) => profile.name);
  const addsYears = reading.measures.some(
    ({fn, of}) => (fn === "sum" || fn === "avg") && of && "column" in of && years.includes(of.column),
  );
  if (addsYears) return false;
  // Weekdays against weekends are two sides, and days of one of them are not both.
  const recurring = ["weekday", "weekend"].every((word) =>
    scene.tokens.some(({lower}) => lower === word || lower === `${word}s`),
  );
  if (recurring && (text.includes("[6,7]") || !reading.groups.some(({part}) => part))) return false;
  const compared =
    bag.of("period").some((one) => one.phrase.kind === "comparison") ||
    bag.of("period").filter((one) => one.phrase.kind === "period").length > 1;
  if (compared && !reading.comparison && reading.groups.length === 0) return false;
  const timeless = bag.has("period") || bag.has("filter");
  return !(timeless && reading.intent === "describe");
}
