import type {ChartSpec} from "../../charts/spec.ts";
import type {Cell, Table} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {isSelect} from "../plan_of_call.ts";
import type {ChartCall} from "./chart_call.ts";

/** What one row is in these kinds. */
const MARKS: Partial<Record<ChartSpec["kind"], string>> = {
  bar: "bar",
  line: "point of a line",
  area: "point of an area",
  pie: "slice",
  donut: "slice",
  funnel: "stage",
  waterfall: "step",
  choropleth: "place",
  heatmap: "cell",
};

/**
 * Where a mark stands for one row, a table must have one row for each.
 * @throws TabletalkError bad_chart with the SELECT that would
 */
export function demandOneRowEach({table, spec}: ChartCall, plotted: Table): void {
  const mark = MARKS[spec.kind];
  if (mark === undefined) return;
  const keys = [spec.x, spec.series, spec.facet].filter((name) => name !== undefined);
  const at = keys.map((name) => plotted.columns.findIndex((column) => column.name === name));
  const seen = new Set<string>();
  for (const row of plotted.rows) {
    const key = at.map((one) => row[one] ?? null);
    const text = JSON.stringify(key);
    if (seen.has(text))
      throw new TabletalkError(
        "bad_chart",
        `Several rows have ${keys.map((name, one) => `${name} = ${said(key[one])}`).join(" and ")}: a ${mark} is one row.`,
        advice(table, spec, keys),
      );
    seen.add(text);
  }
}

/**
 * What was cut at the limit of rows would be a wrong picture.
 * @throws TabletalkError bad_chart with the SELECT that gives fewer rows
 */
export function demandAllRows({table, spec}: ChartCall, truncated: boolean, rows: number): void {
  if (!truncated) return;
  const many = `That is more than ${rows.toLocaleString("en-US")} rows, the most that a chart plots.`;
  const isOfRows = MARKS[spec.kind] === undefined;
  throw new TabletalkError(
    "bad_chart",
    many,
    isOfRows
      ? `Take a sample: SELECT * FROM ${source(table)} USING SAMPLE reservoir(2000 ROWS) REPEATABLE (1).`
      : advice(
          table,
          spec,
          [spec.x, spec.series, spec.facet].filter((name) => name !== undefined),
        ),
  );
}

function advice(table: string, spec: ChartSpec, keys: readonly string[]): string {
  const measures = [spec.y ?? []].flat().map((name) => `avg(${quoted(name)}) AS ${quoted(name)}`);
  const columns = [...keys.map(quoted), ...measures].join(", ");
  return `Aggregate in the SELECT (sum, avg, count, ...; dates by date_trunc): SELECT ${columns} FROM ${source(table)} GROUP BY ALL.`;
}

const source = (table: string) => (isSelect(table) ? "(your SELECT)" : quoted(table));

/** A plain name stays as it is. */
const quoted = (name: string) => (/^[A-Za-z_]\w*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

function said(cell: Cell | undefined): string {
  const text = JSON.stringify(cell ?? null);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
