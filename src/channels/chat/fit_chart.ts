import type {ChannelCapabilities} from "../channel.ts";
import type {ReplyChart} from "./reply.ts";

type ChartLimits = NonNullable<NonNullable<ChannelCapabilities["limits"]>["chart"]>;

/** Whether a platform that draws charts by itself can draw this one, with all that it says. */
export function fitsNatively({spec, table}: ReplyChart, limits: ChartLimits | undefined): boolean {
  const {kind, own, facet, size, x, y, series, yScale, annotations = []} = spec;
  if (!limits) return own === undefined;
  if (own !== undefined || facet !== undefined || size !== undefined || yScale === "log") return false;
  if (!limits.kinds.includes(kind) || annotations.length > 0) return false;
  const labels = valuesOf(x);
  const names = series === undefined ? (Array.isArray(y) ? y : [y ?? "n"]) : valuesOf(series);
  return (
    labels.length > 0 &&
    labels.length <= limits.points &&
    names.length <= limits.series &&
    [...labels, ...names].every((label) => label.length <= limits.label)
  );

  function valuesOf(column: string): string[] {
    const at = table.columns.findIndex(({name}) => name === column);
    return [...new Set(table.rows.map((row) => String(row[at] ?? "")))];
  }
}
