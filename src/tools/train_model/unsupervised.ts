import {z} from "zod";
import {sourceFields} from "../aggregate_input.ts";
import type {ToolContext} from "../tool.ts";
import {type LoadedRaw, loadRaw, type SourceInput, usualFeatures} from "./load_raw.ts";

/** What a method without a target is told. */
export const unsupervisedFields = {
  ...sourceFields,
  features: z
    .array(z.string())
    .optional()
    .describe("default: every column but identifiers, dates and free text"),
  seed: z.number().int().min(0).max(4_294_967_295).default(42),
};

/** The columns to look at. */
export async function loadFeatures(
  input: SourceInput & {features?: string[] | undefined},
  context: ToolContext,
): Promise<LoadedRaw> {
  return loadRaw(
    input,
    (source) => {
      if (input.features) return input.features;
      const dates = source.profiles.flatMap(({columns}) =>
        columns.filter(({role}) => role === "date").map(({name}) => name),
      );
      return usualFeatures(source, dates);
    },
    context,
  );
}
