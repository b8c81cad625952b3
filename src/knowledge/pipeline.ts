import {createHash} from "node:crypto";
import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {splitterSchema} from "./split.ts";

/** What makes vectors of passages. */
export const embedderChoiceSchema = z.discriminatedUnion("kind", [
  /** Vectors of common English words, which come with the program. */
  z.strictObject({kind: z.literal("words")}),
  /** Hashed words and pieces of words: any language, no model. */
  z.strictObject({kind: z.literal("hashed")}),
  /** A folder with a static embedding model: tokenizer.json and model.safetensors. */
  z.strictObject({kind: z.literal("local"), folder: z.string().min(1)}),
  /** A provider's model, as in openai/text-embedding-3-small or http://127.0.0.1:11434/v1#nomic-embed-text. */
  z.strictObject({
    kind: z.literal("provider"),
    model: z.string().min(1),
    dimensions: z.number().int().min(1).max(16_000).optional(),
  }),
]);
export type EmbedderChoice = z.infer<typeof embedderChoiceSchema>;

/** How the documents of a collection are read, cut, turned into vectors and kept. */
export const pipelineSchema = z.strictObject({
  loader: z
    .strictObject({
      /** For one document, in milliseconds. */
      timeMs: z.number().int().min(1_000).max(3_600_000).default(120_000),
      memoryMb: z.number().int().min(256).max(16_384).default(1024),
    })
    .prefault({}),
  splitter: splitterSchema.prefault({}),
  embedder: embedderChoiceSchema.default({kind: "words"}),
  store: z
    .strictObject({
      /** Which searches run: both are joined by reciprocal rank fusion. */
      search: z.enum(["both", "words", "vectors"]).default("both"),
    })
    .prefault({}),
});
export type Pipeline = z.infer<typeof pipelineSchema>;

/** Raised where the same documents come out otherwise: they are indexed anew then. */
const LOADERS = 1;

/** The pipeline that a collection gets where nobody declares one. */
export const defaultPipeline = (): Pipeline => pipelineSchema.parse({});

/** Reads a declared pipeline. @throws TabletalkError bad_use naming the field that is wrong */
export function readPipeline(declared: unknown): Pipeline {
  const parsed = pipelineSchema.safeParse(declared);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new TabletalkError(
    "bad_use",
    `The pipeline cannot be used${issue.path.length > 0 ? ` at ${issue.path.join(".")}` : ""}: ${issue.message}.`,
    "It has loader {timeMs, memoryMb}, splitter {size, overlap, unit}, embedder {kind, …} and store {search}.",
  );
}

/**
 * The version of a pipeline: a hash of what decides over passages and vectors. Limits of time and memory, and which searches run,
 * do not: a change of them indexes nothing anew.
 */
export function pipelineVersion({splitter, embedder}: Pipeline): string {
  const content = JSON.stringify([LOADERS, sorted(splitter), sorted(embedder)]);
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

const sorted = (value: object): unknown[] =>
  Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
