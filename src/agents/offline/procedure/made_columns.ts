import type {TableProfile} from "../../../data/profile.ts";
import type {Expression} from "../../../tools/condition.ts";
import {isArgument} from "./asides.ts";
import {columnsIn, type MarkedText, mentionAt, take} from "./marked_text.ts";

/** A column that the text makes from others, in each row. */
export interface MadeColumn {
  name: string;
  of: Expression;
}

const NOUN = "(?:features?|columns?|variables?|attributes?|fields?|metrics?)";

/** The names that a text gives to columns it makes: 'a new feature called "FamilySize"'. */
export function madeNames(text: string, known: readonly string[]): string[] {
  const lower = new Set(known.map((name) => name.toLowerCase()));
  const patterns = [
    new RegExp(
      `\\b(?:new|additional|derived|calculated|separate|another)\\s+(?:\\w+\\s+)?${NOUN}s?\\s*,?\\s*(?:called|named|labell?ed|titled|as|:)?\\s*["'“‘]([^"'”’\\n]{2,40})["'”’]`,
      "gi",
    ),
    new RegExp(
      `\\b(?:create|creating|add|adding|engineer|derive|generate|compute|calculate|define|make)\\w*\\s+(?:a |an |the )?(?:new )?(?:${NOUN}\\s+)?(?:(?:called|named)\\s+)?["'“‘]([^"'”’\\n]{2,40})["'”’]`,
      "gi",
    ),
    new RegExp(
      `\\b${NOUN}\\s+(?:called|named|labell?ed|titled)\\s+(?!["'“‘])([A-Za-z][\\w-]{1,39})\\b`,
      "gi",
    ),
    new RegExp(
      `\\b(?:create|add|make|derive|compute)\\s+(?:a |an )?(?:new )?(?:${NOUN}\\s+)?([A-Za-z]\\w{2,39})\\s*(?:=|as\\b)`,
      "gi",
    ),
    /(?:^|[\s(])["'“‘]?([A-Za-z]\w{2,39})["'”’]?\s*=\s*(?!\(?\s*(?:x|value|each)\b)["'“‘(]?[A-Za-z]/g,
  ];
  const found: string[] = [];
  for (const pattern of patterns)
    for (const match of text.matchAll(pattern)) {
      const name = match[1]!.trim();
      if (
        !lower.has(name.toLowerCase()) &&
        !DULL.test(name) &&
        !isArgument(name) &&
        !found.some((one) => one.toLowerCase() === name.toLowerCase())
      )
        found.push(name);
    }
  return found;
}

const DULL =
  /^(?:the|new|a|an|random_state|random|alpha|test_size|ddof|axis|seed|which|that|by|of|for|from|to|with|outliers?|mean|sd|std|based|using|called|named|iqr|lower|upper|bound|z|threshold|p|r)$/i;

const C = "⟨c\\d+⟩";
const NEAR =
  "(?:\\s+(?:the|values?|columns?|variables?|features?|prices?|of|in|number|total|scores?|each|row|from|data|all|percentages?|corresponding|respective))*\\s*";

/** What may stand between the names of a list, where names have glosses: "Apple Inc (⟨c⟩), Microsoft Corporation (⟨c⟩)". */
const GAP =
  "(?:(?!\\b(?:then|calculat|correlat|divid|with|between|versus|from|by|for|predict)\\w*)[^.\\n⟨;:]){0,45}?";

/** Arithmetic in words, over column marks, first found first taken. */
const SHAPES: {
  pattern: string;
  make: (columns: string[], match: RegExpMatchArray) => Expression | undefined;
}[] = [
  {
    pattern: `(?:by\\s+)?subtract\\w*${NEAR}(${C})[^.\\n⟨]{0,30}?\\bfrom\\b${NEAR}(${C})`,
    make: ([a, b]) => (a && b ? two("-", b, a) : undefined),
  },
  {
    pattern: `(?:absolute )?difference${NEAR}(?:in\\s+)?between${NEAR}(${C})[^.\\n⟨]{0,40}?\\b(?:and|&)\\b${NEAR}(${C})`,
    make: ([a, b], match) =>
      a && b ? (match[0].includes("absolute") ? {fn: "abs", of: two("-", a, b)} : two("-", a, b)) : undefined,
  },
  {
    pattern: `(?:difference${NEAR}(?:of|as)?\\s*)?(${C})\\s+minus${NEAR}(${C})`,
    make: ([a, b]) => (a && b ? two("-", a, b) : undefined),
  },
  {
    pattern: `\\b(\\d+(?:\\.\\d+)?)\\s+(?:minus|less)${NEAR}(${C})|(${C})${NEAR}subtracted from (\\d+(?:\\.\\d+)?)`,
    make: ([a], match) =>
      a ? {op: "-", left: {constant: Number(match[1] ?? match[4])}, right: {column: a}} : undefined,
  },
  {
    pattern: `(?:number of )?days?${NEAR}(?:that passed\\s+|elapsed\\s+)?(?:between|from)${NEAR}(${C})[^.\\n⟨]{0,30}?\\b(?:and|to|until)\\b${NEAR}(${C})`,
    make: ([a, b]) => (a && b ? two("-", b, a) : undefined),
  },
  {
    pattern: `(?:by\\s+)?divid\\w*${NEAR}(${C})[^.\\n⟨]{0,30}?\\bby\\b${NEAR}(${C})`,
    make: ([a, b]) => (a && b ? two("/", a, b) : undefined),
  },
  {
    pattern: `ratio${NEAR}(?:between)?${NEAR}(${C})[^.\\n⟨]{0,30}?\\b(?:to|and|over|/)${NEAR}(${C})`,
    make: ([a, b]) => (a && b ? two("/", a, b) : undefined),
  },
  {pattern: `(${C})${NEAR}divided by${NEAR}(${C})`, make: ([a, b]) => (a && b ? two("/", a, b) : undefined)},
  {
    pattern: `(?:product|multipl\\w+)[^.\\n⟨]{0,40}?${C}${GAP}${C}${GAP}${C}(?:${GAP}${C})*`,
    make: (columns) => (columns.length > 2 ? chain("*", columns) : undefined),
  },
  {
    pattern: `(?:product${NEAR}|multipl\\w+${NEAR})(${C})[^.\\n⟨]{0,30}?\\b(?:and|by|with)\\b${NEAR}(${C})`,
    make: ([a, b]) => (a && b ? two("*", a, b) : undefined),
  },
  {
    pattern: `(?:by\\s+)?(?:adding|summing|combining|add|sum|summation|addition|combine|combination|total)(?:\\s+up|\\s+together)?[^.\\n⟨]{0,60}?${C}(?:${GAP}${C})*`,
    make: (columns) => (columns.length > 1 ? chain("+", columns) : undefined),
  },
  {
    pattern: `(?:averag\\w+|mean)[^.\\n⟨]{0,60}?${C}(?:${GAP}${C})*`,
    make: (columns) =>
      columns.length > 1
        ? {op: "/", left: chain("+", columns), right: {constant: columns.length}}
        : undefined,
  },
  {
    pattern: `(?:log10|log base 10|base[- ]10 log\\w*|logarithm (?:function )?\\(base 10\\))${NEAR}(${C})`,
    make: ([a]) => (a ? {fn: "log10", of: {column: a}} : undefined),
  },
  {
    pattern: `(?:natural )?log(?:arithm)?(?: transformation)?${NEAR}(${C})`,
    make: ([a]) => (a ? {fn: "ln", of: {column: a}} : undefined),
  },
  {pattern: `square root${NEAR}(${C})`, make: ([a]) => (a ? {fn: "sqrt", of: {column: a}} : undefined)},
  {
    pattern: `(?:length|number of characters|character count)${NEAR}(${C})`,
    make: ([a]) => (a ? {fn: "length", of: {column: a}} : undefined),
  },
];

const two = (op: "+" | "-" | "*" | "/", a: string, b: string): Expression => ({
  op,
  left: {column: a},
  right: {column: b},
});
const chain = (op: "+" | "*", columns: readonly string[]): Expression =>
  columns.slice(1).reduce<Expression>((left, column) => ({op, left, right: {column}}), {column: columns[0]!});

/**
 * The columns that a text makes: named ones with the arithmetic that defines them, and a difference or ratio that is
 * spoken of without a name. What defines them is taken from the text. Undefined where a named one has no definition.
 */
export function madeColumns(
  text: MarkedText,
  names: readonly string[],
  profile: TableProfile,
): MadeColumn[] | undefined {
  const made: MadeColumn[] = [];
  const isMade = (name: string): boolean => names.includes(name);
  const formulas = take(
    text,
    new RegExp(`(${C})\\s*=\\s*((?:[^.;\\n]|\\.(?=\\d))*?(?:${C}|\\d)(?:[^.;\\n]|\\.(?=\\d))*)`),
    (match) => {
      const mention = mentionAt(text, match[1]!);
      if (mention.kind !== "column" || !isMade(mention.name)) return undefined;
      const of = parseFormula(match[2]!, text);
      return of && {name: mention.name, of};
    },
  );
  made.push(...formulas);
  for (const name of names) {
    if (made.some((one) => one.name === name)) continue;
    const sentence = definingSentence(text, name);
    if (!sentence) continue;
    const found = defineIn(sentence, text, name);
    if (found) made.push({name, of: found});
  }
  if (names.some((name) => !made.some((one) => one.name === name))) return undefined;
  take(
    text,
    /\badd\w*\s+(?:a\s+)?(?:very\s+)?small\s+(?:constant|value|number|epsilon)[^.;\n]*?(\d+(?:\.\d+)?e-?\d+|0\.0+\d+)[^.;\n]*/,
    (match) => {
      const small = Number(match[1]);
      for (const one of made) one.of = withSmall(one.of, small);
      return made.length > 0 ? true : undefined;
    },
  );
  if (names.length === 0 && /\bnew (?:feature|column|variable|metric)\b/.test(text.left)) {
    const sentence = definingSentence(text, "new feature");
    const of = sentence && defineIn(sentence, text, "new feature");
    if (of) made.push({name: "new feature", of});
  }
  // The same arithmetic said again, by the question or by its constraints.
  for (const {pattern} of SHAPES)
    take(text, new RegExp(pattern), (match) => {
      const columns = columnsIn(match[0], text).filter((one) => !isMade(one));
      const used = new Set(made.flatMap((one) => columnsOf(one.of)));
      return made.length > 0 && columns.length > 1 && columns.every((one) => used.has(one))
        ? true
        : undefined;
    });
  if (made.length === 0) {
    for (const {pattern, make} of SHAPES.slice(0, 9)) {
      const [unnamed] = take(text, new RegExp(pattern), (match) => {
        const columns = columnsIn(match[0], text);
        const numeric = columns.every((name) => isNumberOrDate(name, profile));
        return numeric ? make(columns, match) : undefined;
      });
      if (unnamed) {
        made.push({
          name:
            "difference" in unnamed
              ? "difference"
              : pattern.includes("ratio") || pattern.includes("divid")
                ? "ratio"
                : pattern.includes("product")
                  ? "product"
                  : "difference",
          of: unnamed,
        });
        break;
      }
    }
  }
  return made;
}

/** A small number added to what is divided by, or to what a logarithm is taken of. */
function withSmall(expression: Expression, small: number): Expression {
  if ("op" in expression && expression.op === "/")
    return {...expression, right: {op: "+", left: expression.right, right: {constant: small}}};
  if ("fn" in expression && (expression.fn === "ln" || expression.fn === "log10"))
    return {...expression, of: {op: "+", left: expression.of, right: {constant: small}}};
  return expression;
}

const isNumberOrDate = (name: string, profile: TableProfile): boolean =>
  ["integer", "number", "date", "timestamp"].includes(
    profile.columns.find((one) => one.name === name)?.type ?? "",
  );

/** The sentences that name the new column, with those that follow it as "it". */
function definingSentence(text: MarkedText, name: string): {from: number; to: number}[] | undefined {
  const spans: {from: number; to: number}[] = [];
  for (const match of text.left.matchAll(/[^.\n]+(?:\.(?=\d)[^.\n]*)*[.\n]?/g)) {
    if (columnsIn(match[0], text).includes(name))
      spans.push({from: match.index, to: match.index + match[0].length});
    else if (
      /\bit (?:should|is|will|represents)\b|\bthis (?:feature|column)\b|\bnew (?:feature|column|variable)\b/.test(
        match[0],
      )
    )
      spans.push({from: match.index, to: match.index + match[0].length});
  }
  return spans.length > 0 ? spans : undefined;
}

function defineIn(
  spans: readonly {from: number; to: number}[],
  text: MarkedText,
  name: string,
): Expression | undefined {
  for (const {from, to} of spans) {
    const piece = text.left.slice(from, to);
    for (const {pattern, make} of SHAPES) {
      const match = new RegExp(pattern).exec(piece);
      if (!match) continue;
      const columns = columnsIn(match[0], text).filter((one) => one !== name);
      const of = make(columns, match);
      if (!of) continue;
      const end = from + match.index + match[0].length;
      text.left = text.left.slice(0, from + match.index) + " ".repeat(match[0].length) + text.left.slice(end);
      return of;
    }
  }
  return undefined;
}

export function columnsOf(expression: Expression): string[] {
  if ("column" in expression) return [expression.column];
  if ("constant" in expression) return [];
  if ("op" in expression) return [...columnsOf(expression.left), ...columnsOf(expression.right)];
  return columnsOf(expression.of);
}

/** Arithmetic in signs: `⟨c1⟩ + ⟨c2⟩ + 1`, `(⟨c1⟩ - ⟨c2⟩) / ⟨c2⟩ * 100`; remarks in brackets are left out. */
function parseFormula(formula: string, text: MarkedText): Expression | undefined {
  const plain = formula
    .replace(/\((?:for|in|of|where|e\.g\.)[^)]*\)/g, " ")
    .replace(/[x×]/g, "*")
    .replace(/\s+(?:for each|where|columns?)\b.*$/, "")
    .replace(/\s*,?\s+(?:and|then)\s+[^⟨\d+*/]*$/, "");
  const tokens = plain.match(/⟨c\d+⟩|\d+(?:\.\d+)?|[-+*/()]/g) ?? [];
  const rest = plain.replace(/⟨c\d+⟩|\d+(?:\.\d+)?|[-+*/()]/g, "").trim();
  if (/[a-z]{3,}/.test(rest)) return undefined;
  let at = 0;
  const factor = (): Expression | undefined => {
    const token = tokens[at++];
    if (token === undefined) return undefined;
    if (token === "(") {
      const inner = sum();
      if (tokens[at++] !== ")") return undefined;
      return inner;
    }
    if (token.startsWith("⟨")) {
      const mention = mentionAt(text, token);
      return mention.kind === "column" ? {column: mention.name} : undefined;
    }
    return /^\d/.test(token) ? {constant: Number(token)} : undefined;
  };
  const chainOf = (next: () => Expression | undefined, signs: string) => (): Expression | undefined => {
    let left = next();
    while (left && signs.includes(tokens[at] ?? "none")) {
      const op = tokens[at++] as "+" | "-" | "*" | "/";
      const right = next();
      if (!right) return undefined;
      left = {op, left, right};
    }
    return left;
  };
  const product = chainOf(factor, "*/");
  const sum: () => Expression | undefined = chainOf(() => product(), "+-");
  const result = sum();
  return at === tokens.length ? result : undefined;
}
