import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {ALL_ROLES} from "./roles.ts";

/** An own provider's name stands before the slash of its models. */
const providerName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,39}$/, "is no name of a provider: small letters, digits, _ and -")
  .refine((name) => name !== "offline", "is the name of the pair that needs no model");
/** provider/model; the rest of the name is the provider's own and may hold slashes. */
const modelId = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,39}\/[^\s,\p{Cc}]{1,200}$/u, "is no model's name: provider/model");
const listed = z.union([modelId, z.literal("offline")]);
const money = z.number().finite().nonnegative().max(1_000_000);
const count = z.number().int().positive().max(1_000_000_000_000);

/** Where a provider's key is: in a variable of the environment, or kept sealed under a name. Never the key itself. */
const keySchema = z.union([
  z.strictObject({env: z.string().regex(/^[A-Z_][A-Z0-9_]{0,99}$/, "is no name of a variable")}),
  z.strictObject({sealed: z.string().regex(/^[a-z0-9_-]{1,40}$/, "is no name of a kept key")}),
]);

const providerSchema = z.strictObject({
  title: z.string().trim().min(1).max(80).optional(),
  protocol: z.enum(["anthropic", "openai", "compatible"]).default("compatible"),
  address: z.url({protocol: /^https?$/}).max(500),
  key: keySchema.optional(),
});

const modelSchema = z.strictObject({
  answers: z.enum(["text", "json", "tool"]).optional(),
  /** US dollars for a million tokens; `on`: the month or day it was looked up. */
  price: z
    .strictObject({
      input: money,
      output: money,
      on: z
        .string()
        .regex(/^\d{4}-\d{2}(-\d{2})?$/)
        .optional(),
    })
    .optional(),
  limits: z
    .strictObject({
      callMs: z.number().int().min(100).max(3_600_000).optional(),
      replyTokens: count.optional(),
      contextTokens: count.optional(),
    })
    .optional(),
});

const dayLimitSchema = z.strictObject({tokens: count.optional(), cost: money.optional()});

const limitsSchema = z.strictObject({
  day: z.strictObject({workspace: dayLimitSchema.optional(), person: dayLimitSchema.optional()}).default({}),
  turn: z
    .strictObject({calls: count.optional(), tokens: count.optional(), replyTokens: count.optional()})
    .default({}),
});

const roleList = z
  .array(listed)
  .min(1)
  .max(8)
  .refine((list) => !list.slice(0, -1).includes("offline"), "has offline before another model: put it last")
  .refine((list) => new Set(list).size === list.length, "names a model twice");

/**
 * A workspace's models as an owner writes them down: providers of its own, what is known of models, the models of each role in order,
 * and limits. Documents without secrets: they may be read by everybody in the workspace, exported and imported.
 */
export const registrySchema = z.strictObject({
  providers: z.record(providerName, providerSchema).default({}),
  models: z.record(modelId, modelSchema).default({}),
  roles: z.partialRecord(z.enum(ALL_ROLES), roleList).default({}),
  limits: limitsSchema.default({day: {}, turn: {}}),
});
export type Registry = z.infer<typeof registrySchema>;
export type RegistryProvider = Registry["providers"][string];
export type RegistryModel = Registry["models"][string];

const MOST = {providers: 50, models: 500};

export const emptyRegistry: Registry = registrySchema.parse({});

/**
 * Reads a registry that someone wrote.
 * @throws TabletalkError bad_use naming the first thing that is wrong, and where
 */
export function parseRegistry(given: unknown): Registry {
  const parsed = registrySchema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join(".") || "the registry";
    throw wrong(`${where}: ${issue?.message}`);
  }
  const registry = parsed.data;
  for (const [what, most] of Object.entries(MOST)) {
    const length = Object.keys(registry[what as keyof typeof MOST]).length;
    if (length > most) throw wrong(`${length} ${what}; at most ${most} can be kept`);
  }
  return registry;
}

function wrong(why: string): TabletalkError {
  return new TabletalkError(
    "bad_use",
    `The registry of models cannot be used: ${why}.`,
    "`tabletalk models export -` shows what one looks like.",
  );
}
