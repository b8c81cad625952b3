import type {Table} from "../data/table.ts";
import {TabletalkError} from "../errors.ts";
import {columnAt, sayCell, toNumber} from "./columns.ts";
import type {ChartSpec} from "./spec.ts";

/** From one node to another: how much, and the row that says so (-1: several). */
export interface Link {
  from: string;
  to: string;
  value: number;
  row: number;
}

/**
 * The links of a sankey or a network: one a pair, those of several rows summed; without y every row counts one.
 * @throws TabletalkError bad_chart without a target, or with negative values
 */
export function linksOf(spec: ChartSpec, table: Table): {links: Link[]; left: number} {
  if (spec.target === undefined) {
    throw new TabletalkError(
      "bad_chart",
      `A ${spec.kind} needs target: where each ${spec.x} leads to.`,
      "Name two columns of categories: from and to.",
    );
  }
  const from = columnAt(table, spec.x).at;
  const to = columnAt(table, spec.target).at;
  const [name] = spec.y === undefined ? [] : [spec.y].flat();
  const value = name === undefined ? undefined : columnAt(table, name).at;
  const found = new Map<string, Link>();
  let left = 0;
  for (const [row, cells] of table.rows.entries()) {
    const amount = value === undefined ? 1 : toNumber(cells[value]);
    const ends = [sayCell(cells[from] ?? null), sayCell(cells[to] ?? null)] as const;
    if (amount !== null && amount < 0) {
      throw new TabletalkError("bad_chart", `A ${spec.kind} cannot show negative values.`, "Use a heatmap.");
    }
    if (amount === null || amount === 0) {
      left++;
      continue;
    }
    const key = ends.join("\u0000");
    const own = found.get(key);
    if (own) {
      own.value += amount;
      own.row = -1;
    } else found.set(key, {from: ends[0], to: ends[1], value: amount, row: value === undefined ? -1 : row});
  }
  if (found.size === 0)
    throw new TabletalkError("no_data", "There are no links to plot.", "Widen the question's filters.");
  return {links: [...found.values()], left};
}
