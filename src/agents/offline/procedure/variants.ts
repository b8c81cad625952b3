import type {TableProfile} from "../../../data/profile.ts";
import type {Expression} from "../../../tools/condition.ts";
import type {OutputWords} from "./binding.ts";
import {type Asked, wordsOfName} from "./format.ts";
import {columnsIn, type MarkedText, take} from "./marked_text.ts";

/** A column beside its logarithm, where the outputs ask for both. */
export interface Variant {
  column: string;
  name: string;
  of: Expression;
}

const LOGGED = /\b(?:log|ln|logged|logs|logarithm|transformed|log 10|log 1 p)\b/;
const OF = "\\s+(?:of|to)\\s+(?:the\\s+)?(?:column\\s+)?";
const C = "(⟨c\\d+⟩)";

/**
 * The logarithm of a column that a text sets beside the column itself: `r_raw` and `r_log`, or a model on "the natural logarithm of
 * income". What speaks of it is taken. Undefined where the text speaks of none, or the outputs do not tell the two apart.
 */
export function variantOf(
  text: MarkedText,
  asked: readonly Asked[],
  profile: TableProfile,
  models: boolean,
): Variant | undefined {
  const logged = asked.filter((one) => isLogged(one));
  const both = logged.length > 0 && logged.length < asked.length;
  if (!both && !(models && logged.length === 0)) return undefined;
  const before = text.left;
  const columns = new Set<string>();
  const bases = new Set<"ln" | "log10" | "log1p">();
  const put = (mark: string, base: "ln" | "log10" | "log1p" | undefined): true => {
    for (const name of columnsIn(mark, text)) columns.add(name);
    if (base) bases.add(base);
    return true;
  };
  take(text, new RegExp(`\\b(?:numpy|np|math)\\.log(10|1p)?\\s*(?:\\(\\s*${C}\\s*\\)|\\bof ${C})`), (match) =>
    put(match[0], match[1] === "10" ? "log10" : match[1] === "1p" ? "log1p" : "ln"),
  );
  take(
    text,
    new RegExp(
      `\\b(?:(natural|base[- ]?10|common|decimal|base[- ]?e)\\s+)?(?:log(?:arithm)?s?|log10|ln)(?:arithm)?(?:\\s*\\((?:base[- ]?)?(10|e)\\))?${OF}${C}`,
    ),
    (match) => {
      const said = `${match[0]}`;
      return put(
        match[3]!,
        /10|common|decimal/.test(said)
          ? "log10"
          : /natural|\bln\b|base[- ]?e|\(e\)/.test(said)
            ? "ln"
            : undefined,
      );
    },
  );
  const [column] = columns;
  const type = profile.columns.find((one) => one.name === column)?.type;
  const [base] = bases;
  if (
    columns.size !== 1 ||
    column === undefined ||
    bases.size !== 1 ||
    !base ||
    !/^(?:integer|number)$/.test(type ?? "")
  ) {
    text.left = before;
    return undefined;
  }
  take(
    text,
    new RegExp(
      `\\b(?:a |the )?log(?:arithmic)?[- ]transformation(?:${OF}${C})?|\\b(?:taking|apply\\w*|using) (?:the |natural )?logarithms?\\b|\\b(?:its|their) (?:natural |base[- ]?10 )?log(?:arithm)?s?\\b|\\b(?:create|build|add)\\w* the feature as\\b`,
    ),
    () => true,
  );
  const plain: Expression = {column};
  const of: Expression =
    base === "log1p" ? {fn: "ln", of: {op: "+", left: plain, right: {constant: 1}}} : {fn: base, of: plain};
  return {column, name: `${base === "log10" ? "log10" : "log"} of ${column}`, of};
}

const isLogged = (one: Asked): boolean =>
  LOGGED.test(wordsOfName(one.name).join(" ")) || LOGGED.test(wordsOfName(one.placeholder).join(" "));

/** The column that an output means: its logarithm where its words say so, or where no output is of the column itself. */
export function asVariant(column: string, output: OutputWords, variant: Variant | undefined): string {
  if (!variant || column !== variant.column) return column;
  const logged = LOGGED.test(output.words.join(" ")) || LOGGED.test(output.sources[1] ?? "");
  return logged ? variant.name : column;
}
