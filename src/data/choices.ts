import {z} from "zod";

/**
 * What a person decides otherwise than the importer would. Every entry of a receipt that rests on a decision names the
 * choice that reverses it. Choices are a part of a version's hash.
 */
export const importChoicesSchema = z
  .strictObject({
    delimiter: z.string().length(1),
    quote: z.string().length(1),
    /** Any name that iconv knows: "utf-8", "windows-1252", "utf-16le", "shift_jis". */
    encoding: z.string().min(1),
    /** The header's line (of the file or sheet, from 1), several for a header of several rows, or "none". */
    header: z.union([z.literal("none"), z.int().positive(), z.array(z.int().positive()).min(1)]),
    decimal: z.enum([".", ","]),
    dates: z.enum(["day_first", "month_first", "year_first"]),
    /** Columns (by the name they have in the table) whose cells stay as they are written. */
    text: z.array(z.string()),
    /** Keep rows of totals and subtotals. */
    totals: z.enum(["keep", "drop"]),
    /** Keep rows that begin with a comment mark, as data. */
    comments: z.enum(["keep", "drop"]),
    /** Fill merged or blank label cells downwards, as a spreadsheet shows them. */
    fillDown: z.array(z.string()),
    /** Further texts that mean "nothing", such as "unknown". */
    missing: z.array(z.string()),
    /** Only these sheets (XLSX, XLS), tables (databases) or files (archives, folders). */
    only: z.array(z.string()),
    /** Only this range of a sheet, such as "B3:F40". */
    range: z.string().regex(/^[A-Za-z]{1,3}\d+:[A-Za-z]{1,3}\d+$/),
    /** Take off the apostrophe that a CSV file of Tabletalk has before what a spreadsheet would run. */
    marks: z.literal("drop"),
    /** One table a sheet or file, whatever blocks it seems to hold. */
    tables: z.enum(["one", "split"]),
  })
  .partial();

export type ImportChoices = z.infer<typeof importChoicesSchema>;
