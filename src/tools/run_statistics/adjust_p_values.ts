import {z} from "zod";
import {artifactOf} from "../artifact.ts";
import {defineMethod} from "../methods.ts";
import type {Artifact, ToolContext} from "../tool.ts";
import {figure} from "./load_columns.ts";

const HOW = [
  "bonferroni",
  "holm",
  "hochberg",
  "hommel",
  "sidak",
  "benjamini_hochberg",
  "benjamini_yekutieli",
] as const;

const adjustInputSchema = z.strictObject({
  method: z.literal("adjust_p_values"),
  tests: z
    .array(z.strictObject({name: z.string(), p: z.number().min(0).max(1)}))
    .min(1)
    .max(10_000),
  how: z.array(z.enum(HOW)).min(1).default(["holm", "benjamini_hochberg"]),
});
type AdjustInput = z.infer<typeof adjustInputSchema>;

/** p-values corrected for how many there are. */
export const adjustPValuesMethod = defineMethod<AdjustInput>({
  name: "adjust_p_values",
  description:
    "Corrects p-values of many tests: Bonferroni, Holm, Hochberg, Hommel, Šidák, Benjamini-Hochberg, -Yekutieli.",
  input: adjustInputSchema as z.ZodType<AdjustInput>,
  async run(input: AdjustInput, context: ToolContext): Promise<Artifact> {
    const begun = performance.now();
    const {adjust} = await import("../../statistics/multiple/adjust.ts");
    const plain = input.tests.map(({p}) => p);
    const corrected = input.how.map((how) => adjust(plain, how));
    return artifactOf(
      {
        tool: "run_statistics",
        method: "adjust_p_values",
        kind: "statistic",
        title: `${input.tests.length} tests, corrected`,
        table: {
          columns: [
            {name: "test", type: "text"},
            {name: "p", type: "number"},
            ...input.how.map((name) => ({name, type: "number" as const})),
          ],
          rows: input.tests.map(({name, p}, at) => [name, p, ...corrected.map((own) => figure(own[at]!))]),
        },
        tables: [],
        notes: [
          "Holm and Bonferroni keep the chance of any false finding; Benjamini-Hochberg the share of false ones.",
        ],
        begun,
      },
      context,
    );
  },
});
