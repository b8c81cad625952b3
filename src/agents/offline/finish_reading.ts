import type {Group} from "../../tools/measure.ts";
import {timeGroup} from "./assemble_time.ts";
import {arranged} from "./chart_words.ts";
import type {Parts} from "./parts.ts";
import type {Candidate} from "./scene.ts";

/** What every reading shares: period, filters, comparison, chart, order. */
export function finish(candidate: Candidate, parts: Parts): Candidate {
  const {bag, time, filters} = parts;
  const reading = {...candidate.reading};
  reading.filters = [...filters.filters, ...time.filters, ...reading.filters];
  if (time.period) reading.period = time.period;
  if (time.comparison && reading.intent === "aggregate") {
    reading.comparison = time.comparison;
    if (time.comparison.kind === "each_step" && !reading.groups.some((group) => group.unit ?? group.part)) {
      const group =
        parts.scene.dates[0] && timeGroup(time.comparison.unit ?? "year", false, parts.scene.dates[0]);
      if (group) reading.groups = [group, ...reading.groups];
    }
    if (time.comparison.kind !== "each_step") reading.groups = reading.groups.filter((group) => !group.unit);
  }
  const chart = bag.first("chart");
  const words = bag.of("arrangement").map((one) => one.arrangement);
  if (chart || words.length > 0) {
    const kind = bag.of("chart").find((one) => one.chart)?.chart;
    reading.chart = {
      ...reading.chart,
      asked: true,
      ...(kind && {kind: kind === "histogram" && reading.intent === "aggregate" ? ("bar" as const) : kind}),
      ...arranged(words),
    };
  }
  const sort = bag.first("sort");
  if (sort && reading.order.length === 0 && (reading.intent === "aggregate" || reading.intent === "rows")) {
    const measure = reading.measures[0]?.name;
    const column = sort.axis === "x" ? reading.groups[0]?.name : sort.column?.profile.name;
    const known =
      column && (reading.intent === "rows" || reading.groups.some((group) => group.name === column))
        ? column
        : undefined;
    const by = known ?? measure;
    if (by)
      reading.order = [
        {
          by,
          direction:
            sort.how === "asc" || (sort.how === "sort" && known !== undefined && known !== measure)
              ? "asc"
              : "desc",
        },
      ];
  }
  reading.groups = reading.groups.filter((group) => !isCutAlso(group, reading.groups));
  reading.groups = reading.groups.filter(
    (group, index) => reading.groups.findIndex((other) => other.name === group.name) === index,
  );
  const names = new Set(reading.groups.map((group) => group.name));
  reading.measures = reading.measures.map((measure) =>
    names.has(measure.name) ? {...measure, name: `${measure.name} (measure)`} : measure,
  );
  reading.assumptions = [...parts.assumptions, ...reading.assumptions];
  reading.question = parts.scene.yesNo
    ? "yes_no"
    : bag.has("count")
      ? "how_many"
      : reading.intent === "which"
        ? "which"
        : bag.has("list")
          ? "show"
          : "what";
  return {reading, cost: candidate.cost};
}

/** A date that is grouped by month is not grouped by itself too. */
const isCutAlso = (group: Group, groups: readonly Group[]): boolean =>
  group.unit === undefined &&
  group.part === undefined &&
  "column" in group.of &&
  groups.some(
    (other) =>
      other !== group &&
      (other.unit ?? other.part) !== undefined &&
      "column" in other.of &&
      "column" in group.of &&
      other.of.column === group.of.column,
  );
