import {z} from "zod";
import type {Cell} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {figure} from "./load_columns.ts";

const powerInputSchema = z.strictObject({
  method: z.literal("power"),
  design: z.enum(["two_means", "one_mean", "anova", "two_shares"]),
  effect: z.number().positive().optional().describe("Cohen's d (means) or f (anova)"),
  p1: z.number().gt(0).lt(1).optional().describe("two_shares"),
  p2: z.number().gt(0).lt(1).optional(),
  groups: z.int().min(2).default(3).describe("anova"),
  n: z.number().min(2).optional().describe("rows a group (anova: in all); without it the number is found"),
  power: z.number().gt(0).lt(1).default(0.8),
  alpha: z.number().gt(0).lt(1).default(0.05),
});
type PowerInput = z.infer<typeof powerInputSchema>;

/** How many rows a test needs, or how likely it finds an effect with those there are. */
export const powerMethod = defineMethod<PowerInput>({
  name: "power",
  description:
    "Sample size for a wanted power, or power of n rows: t tests, analysis of variance, two shares.",
  input: powerInputSchema as z.ZodType<PowerInput>,
  run: power,
});

async function power(input: PowerInput, context: ToolContext): Promise<Artifact> {
  const begun = performance.now();
  const sizes = await import("../../statistics/power/sample_size.ts");
  const {design, effect, p1, p2, groups, alpha} = input;
  const shares = design === "two_shares";
  if (shares ? p1 === undefined || p2 === undefined || p1 === p2 : effect === undefined)
    throw new TabletalkError(
      "bad_plan",
      shares ? "Two shares that differ are needed." : "The size of the effect is needed.",
      shares
        ? "Give p1 and p2."
        : "Give effect: Cohen's d for means (0.2 small, 0.5 medium, 0.8 large), f for anova.",
    );
  const of = (n: number): number =>
    shares
      ? sizes.powerTwoShares(p1!, p2!, n, alpha)
      : design === "two_means"
        ? sizes.powerTwoMeans(effect!, n, {alpha})
        : design === "one_mean"
          ? sizes.powerOneMean(effect!, n, alpha)
          : sizes.powerAnova(effect!, n, groups, alpha);
  const found =
    input.n === undefined
      ? sizes.sampleSize(of, input.power, design === "anova" ? groups + 1 : 2.0001)
      : undefined;
  if (found !== undefined && !Number.isFinite(found))
    throw new TabletalkError(
      "bad_plan",
      "Over 10 million rows would be needed.",
      "Look for a larger effect.",
    );
  const n = input.n ?? Math.ceil(found!);
  const each = design === "anova" ? "rows in all" : design === "one_mean" ? "rows" : "rows a group";
  const rows: Cell[][] = [
    [each, n],
    ["power", figure(of(n))],
    ["alpha", alpha],
    ...(shares
      ? ([
          ["p1", p1!],
          ["p2", p2!],
        ] as Cell[][])
      : ([["effect", effect!]] as Cell[][])),
  ];
  return artifactOf(
    {
      tool: "run_statistics",
      method: "power",
      kind: "statistic",
      title: input.n === undefined ? "Rows needed" : "Power",
      table: {
        columns: [
          {name: "figure", type: "text"},
          {name: "value", type: "number"},
        ],
        rows,
      },
      tables: [],
      notes: ["Two-sided; by the non-central distributions (shares: Cohen's arcsine)."],
      begun,
    },
    context,
  );
}
