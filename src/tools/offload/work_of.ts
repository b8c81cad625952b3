import type {ToolContext} from "../tool.ts";
import type {OffloadOptions} from "./offload.ts";

/** How work in a thread follows the step that it is part of: stopped with it, within its time, telling how far it is. */
export function workOf({
  signal,
  limits,
  progress,
}: Pick<ToolContext, "signal" | "limits" | "progress">): OffloadOptions {
  return {signal, timeMs: limits.stepMs ?? limits.timeMs, ...(progress && {onProgress: progress})};
}
