import type {TableProfile} from "../../../data/profile.ts";
import type {Preparation} from "../../../planning/operations.ts";
import type {Expression} from "../../../tools/condition.ts";
import {columnsIn, type MarkedText, mentionAt, take} from "./marked_text.ts";

/** A preparation, where it stands in the text, and whether "after"/"before" can speak of it. */
export interface Placed {
  at: number;
  operation: Preparation;
}

const MISSING = "(?:missing|null|nan|nans|na|n/a|empty|blank|incomplete|unavailable|non-numeric)";
const END = "[^.;\\n]*?(?=,? (?:and )?then\\b|[.;]\\s|[.;]?\\n|[.;]?$)";

/**
 * What is done about missing values, repeated rows, scales and codes, in the order of the text; what speaks of them is
 * taken. Leaving out what is missing in the columns that are computed on is what every tool does, and is no step.
 */
export function preparationsOf(text: MarkedText, profile: TableProfile): Placed[] | {unclear: string} {
  const found: Placed[] = [];
  let unclear: string | undefined;
  const put = (at: number, operation: Preparation): true => {
    const same = found.some((one) => JSON.stringify(one.operation) === JSON.stringify(operation));
    if (!same) found.push({at, operation});
    return true;
  };
  const numeric = (names: readonly string[]): string[] => names.filter((name) => isNumber(name, profile));

  take(text, new RegExp(`\\bfor ${MISSING} (?:values?|data)[^.;\\n]*?\\bdropna\\b${END}`), () => true);
  // "there are no missing values in this column"
  take(
    text,
    new RegExp(
      `(?:as |since |note that )?(?:it was stated )?(?:that )?(?:there (?:are|is) no|contains? no|has no|have no|no) ${MISSING} (?:values?|data)${END}`,
    ),
    () => true,
  );

  take(
    text,
    new RegExp(
      `\\b(?:fill|imput|replac|substitut|handl|treat|deal)\\w*\\b[^.;\\n]*?\\b${MISSING}\\b[^.;\\n]*?\\b(?:with|by|using|as|to)\\b${END}`,
    ),
    (match) => filling(match[0], match.index, text, put, profile),
  );
  take(
    text,
    new RegExp(
      `\\b${MISSING}\\b (?:values?|data|entries|ages?|rows)[^.;\\n]*?\\b(?:fill|imput|replac|substitut|handl|treat)\\w*\\b${END}`,
    ),
    (match) => filling(match[0], match.index, text, put, profile),
  );
  take(text, new RegExp(`\\b(?:impute|fill(?: in)?)\\s[^.;\\n]*?⟨c\\d+⟩${END}`), (match) =>
    filling(match[0], match.index, text, put, profile),
  );
  take(text, /\b(?:mean|median|mode)\b[^.;,\n]*? to (?:impute|fill(?: in)?|replace)\b[^.;,\n]*/, (match) =>
    filling(match[0], match.index, text, put, profile),
  );
  take(
    text,
    /\b(?:remov\w*|drop\w*|eliminat\w*|delet\w*|discard\w*|deduplicat\w*|exclud\w*)\b[^.;\n]*?\bduplicat\w*[^.;,\n]*|\bdeduplicate\b[^.;,\n]*/,
    (match) =>
      put(match.index, {
        do: "deduplicate",
        columns: /\b(?:by|based on|in|on)\b/.test(match[0]) ? columnsIn(match[0], text) : [],
      }),
  );
  take(
    text,
    /\b(?:drop\w*|remov\w*|exclud\w*|ignor\w*|omit\w*)\s+(?:all\s+)?(?:the\s+)?(?:[a-z]+|⟨c\d+⟩)\s+without\s+(?:an?\s+|any\s+)?⟨c\d+⟩/,
    (match) => put(match.index, {do: "drop_missing", columns: columnsIn(match[0], text)}),
  );
  // A column left out is no row left out.
  take(
    text,
    /\b(?:drop\w*|remov\w*|delet\w*|discard\w*|exclud\w*)\s+(?:the\s+)?⟨c\d+⟩(?:\s*(?:,|and)\s*⟨c\d+⟩)*\s+columns?\b(?![^.;,\n]*\b(?:rows?|values with|records)\b)[^.;,\n]*/,
    () => true,
  );
  const drops = (match: RegExpExecArray): true | undefined => {
    const columns = columnsIn(match[0], text);
    if (/\boutliers?\b/.test(match[0]) && !/\boutlier if/.test(match[0])) return undefined;
    if (/\b(?:imput|fill|replac)\w*/.test(match[0])) return undefined;
    if (columns.length > 0) {
      if (
        /\b(?:row|record|entr|observation|passenger|individual|value|data|point)/.test(match[0]) ||
        columns.length > 1
      )
        put(match.index, {do: "drop_missing", columns});
      return true;
    }
    const whole =
      /\b(?:dataset|data set|dataframe|entirely|any (?:column|variable|field)|all columns)\b/.test(match[0]);
    const removes = /\b(?:remov|drop|delet|eliminat|discard)/.test(match[0]);
    if (whole && removes) put(match.index, {do: "drop_missing", columns: []});
    return true;
  };
  take(
    text,
    new RegExp(
      `\\b(?:ignor|exclud|remov|drop|omit|discard|skip|disregard|eliminat|delet)\\w*\\b[^.;\\n]*?\\b${MISSING}\\b${END}`,
    ),
    drops,
  );
  take(
    text,
    new RegExp(
      `\\b(?:without|do not (?:consider|include|use|take)|not (?:consider|includ|tak|us)\\w*|no)\\b[^.;\\n]*?\\b${MISSING}\\b${END}`,
    ),
    drops,
  );
  take(
    text,
    new RegExp(
      `\\b${MISSING}\\b (?:values?|data|entries|⟨c\\d+⟩|[a-z]+s)[^.;\\n]*?\\b(?:(?:should|must|will|can|to|are|is) (?:not )?be|are|is|were)\\b[^.;\\n]*?\\b(?:ignor|exclud|remov|drop|omit|discard|taken|consider|includ)\\w*${END}`,
    ),
    drops,
  );
  take(
    text,
    /\b(?:only )?(?:the )?(?:rows|records|entries|[a-z]+s) (?:where|with|for which|whose) (?:the |an? )?⟨c\d+⟩ (?:is|are|was) (?:known|available|present|recorded|not missing|given)\b/,
    (match) => put(match.index, {do: "drop_missing", columns: columnsIn(match[0], text)}),
  );
  // "penguins without measurements are left out"
  take(
    text,
    /\b(?:(?:leav\w* out|ignor\w*|skip\w*|drop\w*|remov\w*|exclud\w*) )?(?:all |the |any )?[a-z]+ (?:without|lacking|with no)(?: an?| any| the| (?:known|recorded))* (?:⟨c\d+⟩|[a-z]+)(?: (?!are|is|do|must|should)[a-z]+)?(?: (?:are|is|must be|should be|do|does) (?:left out|excluded|ignored|dropped|removed|skipped|not (?:be )?(?:count(?:ed)?|considered|included|used|taken)[^.;,\n]*))?|\bonly (?:the )?[a-z]+ (?:with|that have|having) (?:both|all)(?: two| three)? (?:values|columns|entries|figures)(?: present| known)?/,
    (match) => {
      if (!/\b(?:left out|leav|exclud|ignor|drop|remov|skip|not|both|all)/.test(match[0])) return undefined;
      const columns = columnsIn(match[0], text);
      return columns.length === 0 ? true : put(match.index, {do: "drop_missing", columns});
    },
  );
  take(
    text,
    /\bonly (?:the )?⟨c\d+⟩(?: \w+)? (?:that|which) (?:are|is) (?:not |non-?)(?:null|missing|nan|empty)\b/,
    () => true,
  );
  take(
    text,
    /\b(?:(?:considering |consider |using |use |with )?only )?(?:all )?(?:the )?non-?\s?(?:null|missing|nan)\b(?: \w+)?/,
    () => true,
  );

  for (const [pattern, how] of SCALES) {
    take(text, new RegExp(pattern), (match) => {
      const inside = numeric(columnsIn(match[0], text));
      const own =
        inside.length > 0
          ? inside
          : /\b(?:it|them)\b/.test(match[0])
            ? numeric(columnsIn(text.marked.slice(0, match.index), text)).slice(-1)
            : numeric(columnsIn(sentenceAround(text.marked, match.index), text));
      if (found.some((one) => one.operation.do === "scale" && one.operation.how === how)) return true;
      put(match.index, {do: "scale", columns: own, how});
      return true;
    });
  }
  take(
    text,
    /\b(?:transform\w*|appl\w*)\b[^.;\n]*?\b(?:log10|logarithm\w*(?: function)?\s*\(?base[- ]10\)?|base[- ]10 log\w*|log base 10)[^.;\n]*/,
    (match) => {
      const [column] = numeric(columnsIn(sentenceAround(text.marked, match.index), text));
      if (column === undefined) return undefined;
      const small = smallConstant(text);
      const of: Expression =
        small === undefined ? {column} : {op: "+", left: {column}, right: {constant: small}};
      return put(match.index, {do: "derive", name: column, of: {fn: "log10", of}});
    },
  );
  for (const [pattern, how] of TRANSFORMS) {
    take(text, new RegExp(pattern), (match) => {
      const here = numeric(columnsIn(sentenceAround(text.marked, match.index), text));
      const columns =
        here.length > 0 ? here : numeric(columnsIn(text.marked.slice(0, match.index), text)).slice(-1);
      if (columns.length === 0) return undefined;
      return put(match.index, {do: "transform", columns, how});
    });
  }
  take(text, /\b(?:one[- ]hot|dummy|label|ordinal|binary)[- ]?(?:encod\w*|variables?)?[^.;\n]*/, (match) => {
    const columns = columnsIn(sentenceAround(text.marked, match.index), text).filter(
      (name) => !isNumber(name, profile),
    );
    const how = /one[- ]hot|dummy/.test(match[0]) ? "one_hot" : "ordinal";
    for (const column of columns) put(match.index, {do: "encode", column, how});
    return true;
  });
  // "a logarithmic transformation ... (log1p)": the later words say which one.
  const exact = found.filter(({operation}) => operation.do === "transform" && operation.how === "log1p");
  if (exact.length > 0)
    return found.filter(
      ({operation}) =>
        !(
          operation.do === "transform" &&
          operation.how === "log" &&
          exact.some((one) => JSON.stringify(one.operation).includes(JSON.stringify(operation.columns)))
        ),
    );
  if (unclear) return {unclear};
  return found;
}

const HOWS: [RegExp, "mean" | "median" | "mode" | "forward" | "backward"][] = [
  [/\b(?:mean|average)\b/, "mean"],
  [/\bmedian\b/, "median"],
  [/\bmode\b|\bmost (?:frequent|common)\b/, "mode"],
  [/\b(?:forward|ffill|previous|last)\b/, "forward"],
  [/\b(?:backward|bfill|next)\b/, "backward"],
];

/** What stands first after "with": "with the median, and then give the mean" fills with the median. */
function howIn(piece: string): (typeof HOWS)[number][1] | undefined {
  const from = Math.max(0, piece.search(/\b(?:with|by|using|use)\b/));
  const first = (text: string) =>
    HOWS.flatMap(([pattern, how]) => {
      const at = text.search(pattern);
      return at < 0 ? [] : [{at, how}];
    }).sort((a, b) => a.at - b.at)[0]?.how;
  return first(piece.slice(from)) ?? first(piece);
}

/** "add a small constant (1e-10) to the column": the constant. */
function smallConstant(text: MarkedText): number | undefined {
  const [found] = take(
    text,
    /[^.\n]*\badd\w*\s+(?:a\s+)?(?:very\s+)?small\s+(?:constant|value|number|epsilon)[^.;\n]*?(\d+(?:\.\d+)?e-?\d+|0\.0+\d+)[^.;\n]*/,
    (match) => Number(match[1]),
  );
  return found;
}

function filling(
  piece: string,
  at: number,
  text: MarkedText,
  put: (at: number, operation: Preparation) => true,
  profile: TableProfile,
): true | undefined {
  // "in A with 'No' and in B with the median": one filling each.
  const pieces = piece.split(
    /\band\s+(?:in\s+|for\s+|the\s+|missing\s+|values\s+)*(?=⟨c\d+⟩[^⟨]*?\b(?:with|by|using)\b)/,
  );
  if (pieces.length > 1) {
    const all = pieces.map((one) => filling(one, at, text, put, profile));
    return all.every((one) => one === true) ? true : undefined;
  }
  const columns = columnsIn(piece, text);
  const constant =
    /\b(?:with|by|to|as)\s+(?:the\s+)?(?:value\s+|constant\s+|string\s+)?(zero|-?\d+(?:\.\d+)?(?!\d)|["'][^"']+["']|⟨v\d+⟩)/.exec(
      piece,
    )?.[1];
  const how = constant === undefined ? howIn(piece) : undefined;
  if (how) return put(at, {do: "fill", columns, how, by: []});
  if (constant === undefined) return undefined;
  const mention = constant.startsWith("⟨") ? mentionAt(text, constant) : undefined;
  const given =
    mention?.kind === "value"
      ? mention.value
      : constant === "zero"
        ? 0
        : /^["']/.test(constant)
          ? constant.slice(1, -1)
          : Number(constant);
  const flag = columns.some((name) =>
    profile.columns.some((one) => one.name === name && one.type === "boolean"),
  );
  const value =
    flag && /^(?:yes|no|true|false)$/i.test(String(given)) ? /^(?:yes|true)$/i.test(String(given)) : given;
  return put(at, {do: "fill", columns, how: "constant", value, by: []});
}

const SCALES: [string, Extract<Preparation, {do: "scale"}>["how"]][] = [
  [
    "\\bre-?scal\\w*[^.;\\n]*?\\[ ?0 ?, ?1 ?\\][^.;,\\n]*|\\bmin[- ]?max(?:\\s?scal\\w*| normali[sz]\\w*)?[^.;,\\n]*|\\bscal\\w*\\b[^.;\\n]*?\\b(?:between|range)[^.;\\n]*?\\b0\\b[^.;\\n]*?\\b1\\b[^.;,\\n]*|\\bnormali[sz]\\w*\\b[^.;\\n]*?\\b0\\b[^.;\\n]*?\\b1\\b[^.;,\\n]*|\\brescaling\\b[^.;,\\n]*",
    "min_max",
  ],
  [
    "\\b(?:standard ?scaler|standardi[sz]\\w*(?! (?:moment|coefficient|test|third|fourth))|z-?score (?:normali[sz]|standardi[sz])\\w*)[^.;,\\n]*|\\bnormali[sz]\\w*\\b[^.;\\n]*?\\bz-?scores?\\b[^.;,\\n]*|\\bzero mean and unit variance\\b",
    "standard",
  ],
  ["\\brobust ?scal\\w*[^.;,\\n]*", "robust"],
];
const TRANSFORMS: [string, Extract<Preparation, {do: "transform"}>["how"]][] = [
  ["\\bbox-?\\s?cox\\b[^.;\\n]*", "box_cox"],
  ["\\byeo-?\\s?johnson\\b[^.;\\n]*", "yeo_johnson"],
  ["\\blog1p\\b[^.;\\n]*|\\blog\\(1 ?\\+ ?x\\)[^.;\\n]*", "log1p"],
  [
    "\\b(?:natural )?log(?:arithm(?:ic)?)?[- ]?transform\\w*[^.;\\n]*|\\b(?:apply\\w*|tak\\w+|comput\\w+|calculat\\w+) (?:a |the )?(?:natural )?log(?:arithm)?s?\\b[^.;,\\n]*?(?=\\band\\b|[.;,\\n]|$)",
    "log",
  ],
  ["\\bsquare[- ]root[- ]transform\\w*[^.;\\n]*", "sqrt"],
];

export function sentenceAround(text: string, at: number): string {
  const before = Math.max(text.lastIndexOf(". ", at), text.lastIndexOf("\n", at)) + 1;
  const ends = [text.indexOf(". ", at), text.indexOf("\n", at)].filter((one) => one >= 0);
  return text.slice(before, ends.length > 0 ? Math.min(...ends) : text.length);
}

const isNumber = (name: string, profile: TableProfile): boolean => {
  const type = profile.columns.find((one) => one.name === name)?.type;
  return type === undefined || type === "integer" || type === "number";
};
