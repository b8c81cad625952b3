import {z} from "zod";
import {cellSchema} from "../../data/table.ts";

/**
 * Numbers of every combination of some groups, column by column: what a page computes from when somebody filters. A group
 * is known by its key: "f:" and a column that is filtered by, "t" for periods, "g:" and a chart's own group, "v:" and what a
 * median or the like is of.
 */
export const cubeSchema = z.object({
  keys: z.array(z.string()),
  /** The values of each group; none of a group whose values are only told apart. */
  values: z.array(z.array(cellSchema)),
  /** For each group, each combination's place in those values. */
  codes: z.array(z.array(z.number().int())),
  /** For each part, its number in each combination; what sums of nothing are is null. */
  parts: z.array(z.object({merge: z.enum(["sum", "min", "max"]), numbers: z.array(z.number().nullable())})),
});
export type Cube = z.infer<typeof cubeSchema>;

const mixtureSchema = z.object({
  above: z.number().int(),
  below: z.number().int().optional(),
  spread: z
    .object({
      fn: z.enum(["median", "quantile", "stddev", "variance", "count_distinct"]),
      of: z.string(),
      q: z.number().optional(),
    })
    .optional(),
});

/** A chart's or figure's numbers: of which cube, by which of its groups, mixed from which parts. */
export const cubedSchema = z.object({
  cube: z.number().int(),
  by: z.array(z.string()),
  mixtures: z.array(mixtureSchema),
});
export type Cubed = z.infer<typeof cubedSchema>;

export const cubesSchema = z.object({
  cubes: z.array(cubeSchema),
  /** By the id of a figure or tile, or "list". What is not here does not follow the filters. */
  uses: z.record(z.string(), cubedSchema),
});
export type Cubes = z.infer<typeof cubesSchema>;
