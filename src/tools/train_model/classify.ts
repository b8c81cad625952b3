import {z} from "zod";
import {defineMethod} from "../methods.ts";
import {settingsSchema, supervisedFields, trainingMs, trainSupervised} from "./supervised.ts";

const classifyInputSchema = z.strictObject({
  method: z.literal("classify"),
  ...supervisedFields,
  model: z
    .enum(["auto", "logistic", "k_nn", "naive_bayes", "tree", "forest", "boosting", "svm"])
    .default("auto"),
  settings: settingsSchema,
  classWeights: z.enum(["none", "balanced"]).default("none").describe("balanced: each class counts the same"),
});
type ClassifyInput = z.infer<typeof classifyInputSchema>;

/** Which class a row belongs to. */
export const classifyMethod = defineMethod<ClassifyInput>({
  name: "classify",
  description:
    "Learns to foretell a category (yes/no, which kind) from other columns; says how well on rows kept aside, against a baseline, and which columns matter. Keeps the model.",
  input: classifyInputSchema as z.ZodType<ClassifyInput>,
  timeMs: trainingMs,
  run: (input, context) =>
    trainSupervised(
      "classify",
      input,
      input.model === "auto" ? ["logistic", "forest", "boosting"] : [input.model],
      input.classWeights === "balanced",
      context,
    ),
});
