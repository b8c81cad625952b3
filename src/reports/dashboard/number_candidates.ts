import type {ColumnProfile} from "../../data/profile.ts";
import type {Measure} from "../../tools/measure.ts";
import type {Candidate, ChartScene} from "./chart_candidates.ts";
import {freeName, sayName, small} from "./say_name.ts";

/** As many rows as are drawn one by one. */
const MOST_POINTS = 3_500;

/** How single numbers are spread. */
export function histograms({amounts, count}: ChartScene): Candidate[] {
  return amounts.slice(0, 3).flatMap(({column}, at): Candidate[] => {
    const [low, , , , high] = column.quantiles ?? [];
    if (low === undefined || high === undefined || column.distinct < 12 || !(high > low)) return [];
    const width = niceWidth((high - low) / 16, column.type === "integer");
    const from = Math.floor(Math.max(Number(column.min), low - (high - low) * 0.3) / width) * width;
    const to = Math.ceil(Math.min(Number(column.max), high + (high - low) * 0.3) / width) * width;
    const group = {name: sayName(column.name), of: {column: column.name}, width};
    const measure = {...count, name: freeName(count.name, new Set([group.name.toLowerCase()]))};
    const cuts = from > Number(column.min) || to < Number(column.max);
    const of = {column: column.name};
    return [
      {
        tile: {
          kind: "histogram",
          subject: `Distribution of ${small(group.name)}`,
          measures: [measure],
          groups: [group],
          columns: [],
          additive: true,
          binWidth: width,
          where: cuts
            ? {
                op: "and",
                args: [
                  {op: ">=", of, value: from},
                  {op: "<", of, value: to},
                ],
              }
            : {op: "is_not_null", of},
        },
        score: 0.5 - 0.12 * at,
        about: `spread of ${column.name}`,
        by: [],
      },
    ];
  });
}

/** 1, 2, 2.5 or 5 times a power of ten. */
export function niceWidth(about: number, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(about));
  const nice = ([1, 2, 2.5, 5, 10].find((step) => step * power >= about * 0.999) ?? 10) * power;
  return whole ? Math.max(1, Math.round(nice)) : Number(nice.toPrecision(6));
}

/** How numbers go with one another: point by point where there are few rows, else averages along bins. */
export function relations({profile, amounts, pairs}: ChartScene): Candidate[] {
  return pairs.flatMap(({columns, r}): Candidate[] => {
    const strong = Math.abs(r);
    const [y, x] = columns.map((name) => amounts.find(({column}) => column.name === name)!.column) as [
      ColumnProfile,
      ColumnProfile,
    ];
    if (strong < 0.3 || strong > 0.97 || x.distinct < 8 || y.distinct < 8) return [];
    const score = 0.3 + 0.35 * strong + (amounts[0]?.column === y ? 0.06 : 0);
    const about = `${y.name} with ${x.name}`;
    const [said, other] = [sayName(y.name), sayName(x.name)];
    const subject = `${said} and ${small(other)}`;
    if (profile.rows <= MOST_POINTS) {
      const known = [x, y].map(({name}) => ({op: "is_not_null" as const, of: {column: name}}));
      const shown = [
        {name: other, of: {column: x.name}},
        {name: freeName(said, new Set([other.toLowerCase()])), of: {column: y.name}},
      ];
      return [
        {
          tile: {
            kind: "scatter",
            subject,
            measures: [],
            groups: [],
            columns: shown,
            where: {op: "and", args: known},
          },
          score,
          about,
          by: [],
        },
      ];
    }
    const [low, , , , high] = x.quantiles ?? [];
    if (low === undefined || high === undefined || !(high > low)) return [];
    const width = niceWidth((high - low) / 10, x.type === "integer");
    const of = {column: x.name};
    const measure: Measure = {name: `Average ${small(said)}`, fn: "avg", of: {column: y.name}};
    const group = {name: freeName(other, new Set([measure.name.toLowerCase()])), of, width};
    const edges = [Math.floor(low / width) * width, Math.ceil(high / width) * width] as const;
    return [
      {
        tile: {
          kind: "bar",
          subject: `${measure.name} by ${small(other)}`,
          measures: [measure],
          groups: [group],
          columns: [],
          additive: false,
          binWidth: width,
          where: {
            op: "and",
            args: [
              {op: ">=", of, value: edges[0]},
              {op: "<", of, value: edges[1]},
            ],
          },
        },
        score,
        about,
        by: [],
      },
    ];
  });
}
