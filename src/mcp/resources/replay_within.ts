import {withinCall} from "../call_time.ts";
import type {McpCaller, McpHost} from "../host.ts";

/**
 * Runs a recipe again for a resource: counted as a call is, and no longer than hosts wait for one.
 * @throws TabletalkError time_limit; what keeps the caller from more calls
 */
export async function replayWithin<Value>(
  host: McpHost,
  caller: McpCaller,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  await caller.beforeCall?.({name: "replay", action: "ask"});
  const within = {
    tool: "Computing this again",
    timeMs: host.config.mcpCallMs,
    signal,
    next: "Run `tabletalk replay` with the recipe in a terminal.",
  };
  return withinCall(within, run);
}
