import type {Answer} from "../../channels/channel.ts";

/** Fewer rows than these have been said. */
const FEW = 2;

/** Where what is not said can be seen: "The chart is on your screen." Empty where everything was said. */
export function whereTheRestIs({plan, artifacts, charts}: Answer, hasScreen: boolean): string {
  if (!hasScreen) return "";
  if (charts.length > 0)
    return charts.length > 1 ? "The charts are on your screen." : "The chart is on your screen.";
  const headline = plan && artifacts[plan.headline];
  const rows = headline?.table.rows.length ?? 0;
  if (!headline || rows < FEW) return "";
  if (plan.steps.find(({id}) => id === plan.headline)?.tool === "describe_table")
    return "What each column holds is on your screen.";
  if (headline.truncated) return "The beginning of the table is on your screen.";
  return `The table with ${rows.toLocaleString("en-US")} rows is on your screen.`;
}
