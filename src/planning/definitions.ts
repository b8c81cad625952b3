import {z} from "zod";

/** A word that someone taught, as a reading used it: a recipe keeps it with its version. */
export const definitionUsedSchema = z.object({
  term: z.string(),
  version: z.number().int(),
  /** In the words in which it was taught. */
  meaning: z.string(),
  /** What it came to in the table: rows that it keeps, another name of a column, a figure, or the same with fewer rows. */
  kind: z.enum(["condition", "column", "measure", "narrowing"]).optional(),
});
export type DefinitionUsed = z.infer<typeof definitionUsedSchema>;

/** What stands before a meaning that goes before the names of columns. */
const ALWAYS = /^always\s+/i;

/** Whether a definition was said to hold also where a column is called so. */
export const goesBeforeColumns = (meaning: string): boolean => ALWAYS.test(meaning);

/** What is to be read of a meaning. */
export const plainMeaning = (meaning: string): string => meaning.replace(ALWAYS, "");

/** “net” means without refunds */
export const sayDefinition = ({term, meaning}: Pick<DefinitionUsed, "term" | "meaning">): string =>
  `“${term}”${goesBeforeColumns(meaning) ? " always" : ""} means ${plainMeaning(meaning)}`;

/**
 * A question with the taught words written out, for what looks at its words alone: names of columns and figures by what they mean,
 * without the words that keep rows, which the reading tells of.
 */
export function asMeant(question: string, definitions: readonly DefinitionUsed[] = []): string {
  return definitions.reduce((text, {term, meaning, kind = "condition"}) => {
    if (kind === "narrowing") return text;
    const words = term.split(/\s+/).map((word) => word.replace(/[^\p{L}\p{N}]/gu, "\\$&"));
    const said = new RegExp(`(?<![\\p{L}\\p{N}])${words.join("\\s+")}(?:e?s)?(?![\\p{L}\\p{N}])`, "giu");
    // "active customers" are customers still.
    const head = (found: string): string => (words.length > 1 ? (found.split(/\s+/).at(-1) ?? "") : "");
    return text.replace(said, (found) => (kind === "condition" ? head(found) : plainMeaning(meaning)));
  }, question);
}
