import {z} from "zod";
import {chartSpecSchema} from "../charts/spec.ts";
import {sourceOriginSchema} from "../data/source_origin.ts";
import {cellSchema, tableSchema} from "../data/table.ts";
import {evidenceSchema} from "../planning/evidence.ts";

/** A number in a text, and the cell that it is from: `step` names a part of the document's `tables`. */
const boundSchema = z.object({
  text: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  evidence: z.array(evidenceSchema),
  /** The arithmetic over those cells, where it is no cell itself: "difference", "share of the total". */
  how: z.string().optional(),
});

/** Text whose numbers are bound to cells. */
export const boundTextSchema = z.object({text: z.string(), evidence: z.array(boundSchema).default([])});
export type BoundText = z.infer<typeof boundTextSchema>;

/** A part of a page, in reading order. Tables and charts are of `tables`, by their key. */
export const blockSchema = z.discriminatedUnion("kind", [
  /** Paragraphs; a line that begins with "- " is an item of a list. */
  z.object({kind: z.literal("text"), body: boundTextSchema}),
  z.object({
    kind: z.literal("finding"),
    /** One sentence that states it. */
    headline: boundTextSchema,
    detail: boundTextSchema.optional(),
    /** How sure it is, after correcting for how many comparisons were made. */
    strength: z.enum(["strong", "moderate", "weak", "descriptive"]).optional(),
  }),
  z.object({
    kind: z.literal("kpi"),
    label: z.string(),
    /** As shown, and its cell. */
    value: boundTextSchema,
    comparison: boundTextSchema.optional(),
    /** Whether the change is for the better; absent where nobody can say. */
    good: z.boolean().optional(),
    /** The table whose last column is drawn as a line under it. */
    spark: z.string().optional(),
  }),
  z.object({
    kind: z.literal("chart"),
    table: z.string(),
    spec: chartSpecSchema,
    /** States the finding for whoever cannot see the picture. */
    altText: z.string(),
    /** Columns of twelve that it takes on a dashboard. */
    width: z.number().int().min(3).max(12).optional(),
  }),
  z.object({
    kind: z.literal("table"),
    table: z.string(),
    title: z.string(),
    rows: z.number().int().optional(),
  }),
]);
export type Block = z.infer<typeof blockSchema>;

export const sectionSchema = z.object({
  /** A name for links: letters, digits and "-". */
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  title: z.string(),
  blocks: z.array(blockSchema),
});
export type Section = z.infer<typeof sectionSchema>;

/** A table of a document, with how it was computed. */
export const documentTableSchema = z.object({
  title: z.string(),
  table: tableSchema,
  units: z.record(z.string(), z.string()).default({}),
  sql: z.array(z.string()).default([]),
  notes: z.array(z.string()).default([]),
  /** The step that made it, by the name that later steps read it under, and the SELECT that gives it whole. */
  step: z.string().optional(),
  select: z.string().optional(),
});
export type DocumentTable = z.infer<typeof documentTableSchema>;

/** A dataset that a document is about, as its receipt tells it. */
export const documentDatasetSchema = z.object({
  name: z.string(),
  hash: z.string(),
  rows: z.number().int(),
  columns: z.number().int(),
  source: z.string(),
  /** What the importer decided, coerced or dropped, a sentence each. */
  receipt: z.array(z.string()),
  /** A SELECT that reads its source file with DuckDB, as near to the import as one can. */
  load: z.string().optional(),
  origin: sourceOriginSchema.optional(),
});
export type DocumentDataset = z.infer<typeof documentDatasetSchema>;

/** A page that answers were made into: all that it shows, and how each number was computed. Rendered as HTML, PDF and PNG. */
export const reportDocumentSchema = z.object({
  format: z.literal(1),
  kind: z.enum(["report", "dashboard", "analysis"]),
  title: z.string(),
  subtitle: z.string().optional(),
  /** ISO 8601. */
  madeAt: z.string(),
  asOf: z.string(),
  timeZone: z.string(),
  /** The page in a few sentences. */
  summary: z.array(boundTextSchema),
  sections: z.array(sectionSchema),
  tables: z.record(z.string(), documentTableSchema),
  datasets: z.array(documentDatasetSchema),
  assumptions: z.array(z.string()).default([]),
  methods: z.array(z.string()).default([]),
  /** Recipes that compute it again. */
  recipes: z.array(z.object({id: z.string(), question: z.string()})).default([]),
  /** How many comparisons were made, and what stays significant after correcting for that. */
  comparisons: z.string().optional(),
  /** What changes it: a dashboard's spec, an analysis's goal. Its maker reads it again. */
  maker: z.unknown().optional(),
  /** What can be chosen on the page itself: a column, and its values. */
  filters: z
    .array(z.object({column: z.string(), label: z.string(), values: z.array(cellSchema)}))
    .default([]),
});
export type ReportDocument = z.infer<typeof reportDocumentSchema>;
