import type {Reading} from "../../../planning/reading.ts";
import {COUNT} from "../column_nature.ts";
import type {Asked} from "./assemble_request.ts";
import {tellsTime} from "./fields.ts";
import {orderOf} from "./order_of.ts";
import type {Along} from "./parts.ts";

/** Whether a request names nothing to show of its own: it only says how, so it changes what was shown before. */
export function onlyArranges({parts, color, facet, marks}: Asked): boolean {
  const {numbers, measures, counted, along, filters, values} = parts;
  const names = numbers.length + measures.length + Number(counted) + filters.length + values.length;
  return (
    names === 0 &&
    along.length <= Number(!color && !facet) &&
    (color ?? facet ?? along[0]) !== undefined &&
    !marks.kind
  );
}

/** The chart shown before with other colours or panels: "color by origin", "split the plots by year". */
export function changeRequest(earlier: Reading, asked: Asked): Reading | undefined {
  const {facet, marks, parts} = asked;
  const added = facet ?? asked.color ?? (earlier.intent === "relation" ? parts.along[0] : undefined);
  if (!added || earlier.groups.some((group) => group.name === added.group.name)) return undefined;
  const stacked = marks.stacked === true;
  if (earlier.intent === "relation" || earlier.intent === "correlation") {
    if (earlier.columns.length !== 2) return undefined;
    return {
      ...earlier,
      intent: "relation",
      groups: [added.group],
      chart: {kind: "scatter", asked: true, ...(facet && {panels: true})},
    };
  }
  if (earlier.intent === "distribution" && earlier.groups.length === 0) return stackedBins(earlier, added);
  if (earlier.intent !== "aggregate" || earlier.groups.length !== 1) return undefined;
  const [group] = earlier.groups;
  const [measure] = earlier.measures;
  const additive = measure === undefined || ["count", "sum"].includes(measure.fn);
  const timed = asked.scene.columns.some(
    (column) => tellsTime(column) && column.profile.name === group!.name,
  );
  const line = timed || earlier.chart?.kind === "line" || earlier.chart?.kind === "area";
  const reading: Reading = {
    ...earlier,
    groups: [group!, added.group],
    chart: {
      ...earlier.chart,
      asked: true,
      ...(line ? {} : {arrangement: stacked || (additive && !facet) ? "stacked" : "grouped"}),
      series: facet ? group!.name : added.group.name,
    },
  };
  const order = asked.sorts.length > 0 ? orderOf(asked.sorts, reading, asked.scene) : earlier.order;
  return order && {...reading, order};
}

/** A histogram whose bars are parted by colour. */
function stackedBins(earlier: Reading, added: Along): Reading | undefined {
  const [column] = earlier.columns;
  if (!column || !("column" in column.of)) return undefined;
  return {
    ...earlier,
    intent: "aggregate",
    columns: [],
    measures: [{...COUNT}],
    groups: [{name: column.name, of: column.of, bins: 10}, added.group],
    chart: {kind: "bar", asked: true, arrangement: "stacked", series: added.group.name},
  };
}
