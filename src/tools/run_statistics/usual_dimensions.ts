import {groups as isGroup} from "../../data/roles.ts";
import type {Group} from "../measure.ts";
import type {ToolContext} from "../tool.ts";

/** The categories of a table to look into where none are named: those with few values, without the columns in `used`. */
export async function usualDimensions(
  table: string,
  used: unknown,
  most: {dimensions: number; distinct: number},
  context: ToolContext,
): Promise<Group[]> {
  const profile = await context.profile(table);
  const written = JSON.stringify(used);
  return profile.columns
    .filter((column) => isGroup(column) || column.type === "boolean")
    .filter(({distinct}) => distinct > 1 && distinct <= most.distinct)
    .filter(({name}) => !written.includes(JSON.stringify(name)))
    .slice(0, most.dimensions)
    .map(({name}) => ({name, of: {column: name}}));
}
