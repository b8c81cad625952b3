import type {McpPolicy} from "../../access/mcp_policy.ts";
import {ownName, type Principal} from "../../access/principal.ts";
import type {OpenWorkspace} from "../../channels/workspaces.ts";
import type {ChartSpec} from "../../charts/spec.ts";
import type {Table} from "../../data/table.ts";

/** A chart as it was computed: what is drawn, of which rows. */
export interface PlottedChart {
  spec: ChartSpec;
  table: Table;
}

const MOST = 8;
const atHand = new WeakMap<OpenWorkspace, Map<string, PlottedChart>>();

/** Whose chart, of which recipe, and under which policy it was seen. */
export interface ChartKey {
  workspace: OpenWorkspace;
  principal: Principal;
  policy: McpPolicy;
  recipe: string;
}

/** Keeps a chart for the app of whoever made it, which reads it at once, in a size and a theme of its own. */
export function keepAtHand(of: ChartKey, chart: PlottedChart): void {
  const {workspace} = of;
  const charts = atHand.get(workspace) ?? new Map<string, PlottedChart>();
  atHand.set(workspace, charts);
  const key = keyOf(of);
  charts.delete(key);
  charts.set(key, chart);
  const [oldest] = charts.keys();
  if (charts.size > MOST && oldest !== undefined) charts.delete(oldest);
}

/** A chart that the same one computed a moment ago; whoever takes it must still be allowed to read its data. */
export function chartAtHand(of: ChartKey): PlottedChart | undefined {
  return atHand.get(of.workspace)?.get(keyOf(of));
}

const keyOf = ({principal, policy, recipe}: ChartKey): string =>
  JSON.stringify([ownName(principal), policy.sql, recipe]);
