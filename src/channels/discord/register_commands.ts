import type {APIApplicationCommand} from "discord.js";
import {COMMANDS} from "./commands.ts";
import type {Rest} from "./requests.ts";

/**
 * Registers the commands where Discord has others: everywhere, or in some guilds alone.
 * @returns where they were registered anew: "everywhere", ids of guilds; none where they were the same
 */
export async function registerCommands(
  rest: Rest,
  application: string,
  guilds: readonly string[] = [],
): Promise<string[]> {
  const places =
    guilds.length === 0
      ? [{name: "everywhere", path: `/applications/${application}/commands` as const}]
      : guilds.map((guild) => ({
          name: guild,
          path: `/applications/${application}/guilds/${guild}/commands` as const,
        }));
  const changed: string[] = [];
  for (const {name, path} of places) {
    const now = (await rest.get(path)) as APIApplicationCommand[];
    if (isSame(now)) continue;
    await rest.put(path, {body: COMMANDS});
    changed.push(name);
  }
  return changed;
}

/** Whether what Discord has says all that ours say; it adds ids, defaults and translations of its own. */
export function isSame(now: readonly object[]): boolean {
  if (now.length !== COMMANDS.length) return false;
  return COMMANDS.every((ours) => now.some((one) => says(one, ours)));
}

function says(theirs: unknown, ours: unknown): boolean {
  if (Array.isArray(ours))
    return (
      Array.isArray(theirs) && theirs.length === ours.length && ours.every((one, at) => says(theirs[at], one))
    );
  if (typeof ours === "object" && ours !== null) {
    const [given, wanted] = [asRecord(theirs), asRecord(ours)];
    if (!given) return false;
    // An option that is not required comes back without the word, or with false.
    if (("options" in given || "required" in given) && hasMore(given, wanted ?? {})) return false;
    return Object.entries(wanted ?? {}).every(([key, value]) => says(given[key], value));
  }
  return theirs === ours;
}

function hasMore(
  theirs: Readonly<Record<string, unknown>>,
  ours: Readonly<Record<string, unknown>>,
): boolean {
  const options = theirs.options;
  const hasOptions = Array.isArray(options) && options.length > 0 && ours.options === undefined;
  return hasOptions || (theirs.required === true && ours.required !== true);
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}
