import {z} from "zod";
import {defineMethod} from "../methods.ts";
import {settingsSchema, supervisedFields, trainingMs, trainSupervised} from "./supervised.ts";

const regressInputSchema = z.strictObject({
  method: z.literal("regress"),
  ...supervisedFields,
  model: z
    .enum(["auto", "linear", "ridge", "lasso", "elastic_net", "k_nn", "tree", "forest", "boosting", "svm"])
    .default("auto"),
  settings: settingsSchema,
});
type RegressInput = z.infer<typeof regressInputSchema>;

/** How much a row has of something. */
export const regressMethod = defineMethod<RegressInput>({
  name: "regress",
  description:
    "Learns to foretell a number from other columns; says how well on rows kept aside, against a baseline, and which columns matter. Keeps the model.",
  input: regressInputSchema as z.ZodType<RegressInput>,
  timeMs: trainingMs,
  run: (input, context) =>
    trainSupervised(
      "regress",
      input,
      input.model === "auto" ? ["ridge", "forest", "boosting"] : [input.model],
      false,
      context,
    ),
});
