import {
  asc,
  desc,
  div,
  type ExprNode,
  frameRows,
  isNotNull,
  lag,
  rank,
  sub,
  WindowDefNode,
  WindowNode,
} from "@uwdata/mosaic-sql";
import {TabletalkError} from "../errors.ts";
import type {Group, Measure, Window} from "./measure.ts";
import {nearestNames} from "./nearest.ts";
import {groupOrder} from "./sql_group.ts";
import {addsUp} from "./sql_measure.ts";
import {aggregateCall, call, caseWhen, castTo, columnNode, value} from "./sql_print.ts";

/** The columns that windows are computed over. */
export interface Grouped {
  groups: readonly Group[];
  measures: readonly Measure[];
}

/**
 * A window over the grouped rows, as SQL. Along the first group it restarts for each value of the other groups unless
 * `within` says else, and leaves out the row whose first group is missing.
 * @throws TabletalkError bad_plan when it names no measure; refused for a share or total of what does not add up.
 */
export function windowSql(window: Window, grouped: Grouped): ExprNode {
  const measure = measureCalled(window.of, grouped);
  const column = columnNode(measure.name);
  if (window.from !== undefined)
    return against(window, column, columnNode(measureCalled(window.from, grouped).name));
  const within = partition(window, grouped);
  switch (window.fn) {
    case "share": {
      mustAddUp(window, measure);
      const total = new WindowNode(aggregateCall("sum", [column])).partitionby(...within);
      return div(castTo(column, "DOUBLE"), call("nullif", total, value(0)));
    }
    case "rank": {
      const place = rank()
        .partitionby(...within)
        .orderby(desc(column, false));
      return caseWhen([[isNotNull(column), place]]);
    }
    case "running_total": {
      mustAddUp(window, measure);
      const {first, order} = firstGroup(window, grouped);
      const sum = new WindowNode(aggregateCall("sum", [column]), new WindowDefNode());
      const running = sum
        .partitionby(...within)
        .orderby(order)
        .frame(frameRows([null, 0]));
      return caseWhen([[isNotNull(first), running]]);
    }
    default: {
      const {first, order} = firstGroup(window, grouped);
      const before = lag(column)
        .partitionby(...within)
        .orderby(order);
      return caseWhen([[isNotNull(first), against(window, column, before)]]);
    }
  }
}

function against(window: Window, column: ExprNode, before: ExprNode): ExprNode {
  if (window.fn === "change") return sub(column, before);
  if (window.fn !== "percent_change") {
    throw new TabletalkError(
      "bad_plan",
      `A ${window.fn} takes no \`from\`.`,
      "Use change or percent_change.",
    );
  }
  return div(castTo(sub(column, before), "DOUBLE"), call("nullif", before, value(0)));
}

function partition(window: Window, grouped: Grouped): ExprNode[] {
  const names = grouped.groups.map((group) => group.name);
  for (const name of window.within ?? []) {
    if (!names.includes(name)) throw noSuch("group", name, names, window);
  }
  const along = window.fn !== "share" && window.fn !== "rank";
  const within = window.within ?? (along ? names.slice(1) : []);
  return within.map((name) => columnNode(name));
}

function firstGroup(window: Window, grouped: Grouped): {first: ExprNode; order: ExprNode} {
  const [group] = grouped.groups;
  if (!group) {
    throw new TabletalkError(
      "bad_plan",
      `'${window.name}' (${window.fn}) has no group to go along.`,
      "Group by a date, or give `from`, a measure to compare with.",
    );
  }
  const first = columnNode(group.name);
  return {first, order: asc(groupOrder(group, first), false)};
}

function measureCalled(name: string, grouped: Grouped): Measure {
  const found = grouped.measures.find((measure) => measure.name === name);
  const names = grouped.measures.map((measure) => measure.name);
  if (!found) {
    const near = nearestNames(name, names);
    throw new TabletalkError(
      "bad_plan",
      `There is no measure '${name}'${near.length > 0 ? `; nearest: ${near.join(", ")}` : ""}.`,
      `The measures are: ${names.join(", ")}.`,
    );
  }
  return found;
}

function mustAddUp(window: Window, measure: Measure): void {
  if (addsUp(measure)) return;
  const what = measure.over ? "a rate" : measure.fn.replaceAll("_", " ");
  throw new TabletalkError(
    "refused",
    `'${window.name}' needs a ${window.fn.replaceAll("_", " ")} of ${measure.name}, but ${what} does not add up over groups.`,
    "Use it with a sum or a count.",
  );
}

function noSuch(thing: string, name: string, names: readonly string[], window: Window): TabletalkError {
  return new TabletalkError(
    "bad_plan",
    `The window '${window.name}' names the ${thing} '${name}', which is not there.`,
    names.length > 0 ? `The ${thing}s are: ${names.join(", ")}.` : `There are no ${thing}s.`,
  );
}
