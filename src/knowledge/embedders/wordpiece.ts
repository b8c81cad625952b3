import {z} from "zod";
import {TabletalkError} from "../../errors.ts";

const tokenizerSchema = z.object({
  normalizer: z
    .object({
      type: z.string(),
      lowercase: z.boolean().optional(),
      strip_accents: z.boolean().nullish(),
    })
    .nullish(),
  model: z.object({
    type: z.string().optional(),
    unk_token: z.string().default("[UNK]"),
    continuing_subword_prefix: z.string().default("##"),
    max_input_chars_per_word: z.number().default(100),
    vocab: z.record(z.string(), z.number().int().nonnegative()),
  }),
});

/** A text as the numbers of its pieces; those that are not known are left out. */
export type Tokenize = (text: string) => number[];

/**
 * Reads a tokenizer.json of the kind that BERT and most static models have: WordPiece.
 * @throws TabletalkError bad_file where it is of another kind
 */
export function readWordPiece(json: unknown): Tokenize {
  const parsed = tokenizerSchema.safeParse(json);
  const type = parsed.success ? (parsed.data.model.type ?? "WordPiece") : "unknown";
  if (!parsed.success || type !== "WordPiece")
    throw new TabletalkError(
      "bad_file",
      `The tokenizer of this model cannot be read: it is of kind ${kindOf(json) ?? type}, not WordPiece.`,
      "Take a static model with a WordPiece tokenizer, such as minishlab/potion-base-8M.",
    );
  const {normalizer, model} = parsed.data;
  const lower = normalizer?.lowercase ?? false;
  const bare = normalizer?.strip_accents ?? lower;
  const pieces = new Map(Object.entries(model.vocab));
  const unknown = pieces.get(model.unk_token);
  return (text) => {
    const plain = lower ? text.toLowerCase() : text;
    const clean = bare ? plain.normalize("NFD").replace(/\p{Mn}+/gu, "") : plain;
    return wordsAndSigns(clean)
      .flatMap((word) =>
        piecesOf(word, pieces, model.continuing_subword_prefix, model.max_input_chars_per_word),
      )
      .filter((piece) => piece !== unknown);
  };
}

/** Words, and each sign and each Chinese character by itself. */
const wordsAndSigns = (text: string): string[] =>
  text.match(/\p{Script=Han}|[\p{P}\p{S}]|[^\s\p{P}\p{S}\p{Script=Han}\p{Cc}]+/gu) ?? [];

/** The longest known piece first, then the longest of the rest; nothing where a part is not known. */
function piecesOf(
  word: string,
  pieces: ReadonlyMap<string, number>,
  prefix: string,
  longest: number,
): number[] {
  if (word.length > longest) return [];
  const found: number[] = [];
  for (let at = 0; at < word.length; ) {
    let end = word.length;
    let piece: number | undefined;
    for (; end > at; end--) {
      piece = pieces.get(`${at > 0 ? prefix : ""}${word.slice(at, end)}`);
      if (piece !== undefined) break;
    }
    if (piece === undefined) return [];
    found.push(piece);
    at = end;
  }
  return found;
}

const kindOf = (json: unknown): string | undefined => {
  const found = z.object({model: z.object({type: z.string()})}).safeParse(json);
  return found.success ? found.data.model.type : undefined;
};
