import {type MarkedText, take} from "./marked_text.ts";

/** A condition on a figure: "p is less than 0.05", "the absolute value of r is at least 0.5". */
export interface FigureClause {
  figure: DecidingFigure;
  abs: boolean;
  op: "<" | "<=" | ">" | ">=" | "=" | "!=";
  /** Undefined: the alpha of the text. */
  value: number | undefined;
}
export type DecidingFigure = "p" | "r" | "skewness" | "kurtosis" | "r2" | "statistic" | "accuracy";

/** A rule of the text: where all clauses hold, this is said. */
export interface DecisionRule {
  all: FigureClause[];
  /** The words of the consequence, lower case. */
  consequence: string;
}

const MEASURES: [DecidingFigure, string][] = [
  ["p", "p-?\\s?values?|pvalues?|significance value|\\bp\\b(?=\\s*(?:is|[<>=≤≥]|less|greater|below|above))"],
  ["r2", "r-?\\s?squared?(?: value)?|r²|r2(?: score)?|coefficient of determination"],
  ["skewness", "skewness(?: (?:values?|coefficients?))?|skew"],
  ["kurtosis", "kurtosis(?: values?)?"],
  ["accuracy", "accuracy(?: score)?"],
  [
    "r",
    "(?:pearson(?:'s)? |spearman(?:'s)? )?correlation(?: coefficients?)?(?: \\(r\\))?|pearson(?:'s)? (?:r|coefficient)|coefficients?|r_value|\\br\\b|rho",
  ],
  ["statistic", "test statistic|\\b[wtfh]-?(?:statistic|value)"],
];
const MEASURE = [
  ...MEASURES.map(([name, pattern]) => `(?<${name}>${pattern})`),
  "(?<it>\\bit\\b|\\b(?:a|the|its) values?\\b)",
].join("|");
const OPERATORS: [FigureClause["op"], string][] = [
  [
    "<=",
    "less than or equal to|smaller than or equal to|no more than|not greater than|not more than|at most|<=|≤|no greater than",
  ],
  [
    ">=",
    "(?:is |are )?equal to or (?:greater|larger|more|higher) than|greater than or equal to|larger than or equal to|more than or equal to|no less than|not less than|at least|>=|≥",
  ],
  ["<", "(?:strictly )?(?:less|smaller|lower) than|below|under|<"],
  [">", "(?:strictly )?(?:greater|larger|higher|more|bigger) than|above|over|exceeds|exceeding|>"],
  ["=", "equal to|equals|=="],
];
const OPERATOR = OPERATORS.map(([, pattern]) => pattern).join("|");
const NUMBER =
  "(?<number>[-−+]?\\d*\\.?\\d+)(?!\\d|\\s*times|\\*)|(?<alpha>(?:the |this |our )?(?:chosen )?(?:alpha|significance)(?: \\(?(?:significance )?level\\)?| value)?(?: \\(?\\d*\\.\\d+\\)?)?|α)";
const VERB = "(?:\\s+(?:is|are|was|were|be|lies|falls|being|value|values|for both variables))*";
const CLAUSE = new RegExp(
  `(?<abs>absolute values? of (?:the |its )?|\\|\\s?|magnitude of (?:the )?)?(?:${MEASURE})(?:\\s*\\([^)]{1,20}\\))?\\s?(?<bar>\\|)?(?:\\s+(?:from|of|obtained|associated|for) (?:[^.,;<>=]{1,60}?))??${VERB}\\s*(?:(?<operator>${OPERATOR})\\s*(?:${NUMBER})|(?<posted>[-−]?\\d*\\.?\\d+) or (?<side>more|greater|higher|above|larger|less|lower|below|smaller)|(?<outside>outside (?:of )?(?:the )?)?(?:(?:in|within) the range(?: of)?|range of|range|between|within|from)\\s*\\(?(?<low>[-−]?\\d*\\.?\\d+)\\s*(?:and|to|,)\\s*(?<high>[-−]?\\d*\\.?\\d+)\\)?)`,
  "giu",
);

/** The rules that a text gives for what is to be said, and what is said else. Their sentences are taken from the text. */
export function decisionsOf(text: MarkedText): {rules: DecisionRule[]; otherwise: string | undefined} {
  const rules: DecisionRule[] = [];
  let otherwise: string | undefined;
  take(text, /[^\n]+?(?:(?<=\D);(?=\s|$)|\.(?=\s|$)|\n|$)/, (match) => {
    const trailing = /^(.*)\botherwise\b[\s.'"]*$/s.exec(match[0]);
    const split = trailing && splitTrailing(trailing[1]!);
    if (split) {
      rules.push(split.rule);
      otherwise = split.otherwise;
      return true;
    }
    const bands = bandsIn(match[0]);
    if (bands.length > 1) {
      rules.push(...bands);
      return true;
    }
    const parts = match[0].split(/\b(?:otherwise|or else|else|if not)\b,?/);
    let found = false;
    const own: DecisionRule[] = [];
    for (const piece of splitIfs(parts[0]!)) {
      const rule = ruleIn(piece, own.at(-1)?.all.at(-1) ?? namedIn(match[0]));
      if (rule) own.push(rule);
      if (!rule) continue;
      rules.push(rule);
      found = true;
    }
    const last = parts.slice(1).join(" ").trim();
    if (last !== "" && (found || (rules.length > 0 && parts[0]!.trim() === ""))) {
      const rule = ruleIn(last, undefined);
      if (rule) rules.push(rule);
      else otherwise = last;
      found = true;
    }
    // A sentence that also says what to do with the rows is for the other rules to read.
    return found ? true : undefined;
  });
  return {rules, otherwise};
}

const D = "([-−]?\\d*\\.?\\d+)";
const LABEL = "\\s*(?:[:=→]|is|as|means)?\\s*[\"']([^\"'\\n]{2,30})[\"']";
const BANDS: [RegExp, (a: string, b: string) => Omit<FigureClause, "figure" | "abs">[]][] = [
  [
    new RegExp(
      `\\b(?:from )?${D}\\s*(?:up )?(?:to|and|but)\\s*(?:below|less than|under)\\s*${D}${LABEL}`,
      "g",
    ),
    (a, b) => [
      {op: ">=", value: numberOf(a)},
      {op: "<", value: numberOf(b)},
    ],
  ],
  [
    new RegExp(`\\b(?:below|under|less than)()\\s*${D}${LABEL}`, "g"),
    (_, b) => [{op: "<", value: numberOf(b)}],
  ],
  [
    new RegExp(
      `()${D}\\s*(?:and|or) (?:above|more|over|higher|greater)${LABEL}|\\bat least()\\s*${D}${LABEL}`,
      "g",
    ),
    (_, b) => [{op: ">=", value: numberOf(b)}],
  ],
];

/** 'below 0.1 "negligible", from 0.1 to below 0.3 "weak", 0.3 and above "strong"': a rule for each. */
function bandsIn(sentence: string): DecisionRule[] {
  if (/\b(?:if|when)\b/.test(sentence)) return [];
  const named = namedIn(sentence);
  if (!named) return [];
  const abs = /\babsolute\b|\bmagnitude\b/.test(sentence);
  const rules: DecisionRule[] = [];
  let rest = sentence;
  for (const [pattern, clauses] of BANDS)
    rest = rest.replace(pattern, (...found) => {
      const [a = "", b = "", label = ""] = found
        .slice(1, -2)
        .filter((one) => typeof one === "string") as string[];
      rules.push({
        all: clauses(a, b).map((one) => ({...one, figure: named.figure, abs})),
        consequence: `"${label}"`,
      });
      return " ".repeat(String(found[0]).length);
    });
  return /\d\.\d/.test(rest) ? [] : rules;
}

/** '"Normal" if p > 0.05 and "Not normal" otherwise': what stands behind the condition is said else. */
function splitTrailing(sentence: string): {rule: DecisionRule; otherwise: string} | undefined {
  const last = [...sentence.matchAll(CLAUSE)]
    .filter((one) => one.groups?.operator !== undefined || one.groups?.low !== undefined)
    .at(-1);
  if (!last) return undefined;
  const end = last.index + last[0].length;
  const rule = ruleIn(sentence.slice(0, end), namedIn(sentence));
  const rest = sentence.slice(end).trim();
  return rule && /[a-z]{2,}/.test(rest.replace(/\band\b|\bor\b/g, "")) ? {rule, otherwise: rest} : undefined;
}

/** The figure that "it" stands for: the first one that the sentence names. */
function namedIn(sentence: string): Pick<FigureClause, "figure" | "abs"> | undefined {
  const found = MEASURES.flatMap(([figure, pattern]) => {
    const at = sentence.search(new RegExp(`(?:${pattern})`));
    return at < 0 ? [] : [{figure, at}];
  }).sort((a, b) => a.at - b.at);
  return found[0] && {figure: found[0].figure, abs: false};
}

/** "if p < 0.05 it is rejected, if p > 0.05 it is not": one piece for each. */
function splitIfs(sentence: string): string[] {
  const against = /\b(?:while|whereas)\b/.exec(sentence);
  if (against && against.index > 0)
    return [
      ...splitIfs(sentence.slice(0, against.index)),
      ...splitIfs(sentence.slice(against.index + against[0].length)),
    ];
  const at = [...sentence.matchAll(/\b(?:if|when)\b/g)].map((match) => match.index);
  if (at.length < 2) return [sentence];
  const last = at.slice(1);
  const leading = sentence.slice(0, at[0]).trim();
  // "normal if p > 0.05, and not normal if p < 0.05": the consequence stands before its condition.
  if (leading.split(/\s+/).length > 1 && CONSEQUENCE.test(leading)) {
    const commas = last.map((end) => {
      const before = sentence.slice(0, end);
      return Math.max(before.lastIndexOf(","), before.lastIndexOf(" and "), before.lastIndexOf(" or "));
    });
    if (commas.every((one, index) => one > at[index]!)) return cutAt(sentence, commas);
  }
  return cutAt(sentence, last);
}

const CONSEQUENCE =
  /["'][\w ]+["']\s*$|\b(?:call|label|describe|answer|say|treat|rate|judge|regard|deem|term|consider|report|conclude|classif|normal|significan|is|are|value|string)/;

const cutAt = (text: string, places: readonly number[]): string[] =>
  [0, ...places].map((from, index) => text.slice(from, places[index] ?? text.length));

const BOTH_BOUNDS = new RegExp(
  `(\\d)\\s*,?\\s+(?:and|but)\\s+(?:is\\s+|also\\s+|still\\s+)?(?=(?:${OPERATOR})\\s*[-\\d.])`,
  "giu",
);

function ruleIn(
  piece: string,
  last: Pick<FigureClause, "figure" | "abs"> | undefined,
): DecisionRule | undefined {
  const clauses: FigureClause[] = [];
  // "at least 0.3 but below 0.6": the second bound is of the same figure.
  const spelled = piece.replace(BOTH_BOUNDS, "$1 and it is ");
  let consequence = spelled;
  let previous = last;
  for (const match of spelled.matchAll(CLAUSE)) {
    const groups = match.groups ?? {};
    const figure =
      groups.it !== undefined
        ? previous?.figure
        : MEASURES.map(([name]) => name).find((name) => groups[name] !== undefined);
    if (!figure) continue;
    const abs =
      groups.it !== undefined
        ? (previous?.abs ?? false)
        : groups.abs !== undefined || groups.bar !== undefined;
    previous = {figure, abs};
    if (groups.low !== undefined && groups.high !== undefined) {
      const [low, high] = [numberOf(groups.low), numberOf(groups.high)];
      if (groups.outside) {
        if (low !== -high) return undefined;
        clauses.push({figure, abs: true, op: ">", value: high});
      } else clauses.push({figure, abs, op: ">=", value: low}, {figure, abs, op: "<=", value: high});
    } else if (groups.posted !== undefined) {
      const more = /more|greater|higher|above|larger/.test(groups.side!);
      clauses.push({figure, abs, op: more ? ">=" : "<=", value: numberOf(groups.posted)});
    } else {
      const said = groups.operator!.toLowerCase();
      const op = OPERATORS.find(([, pattern]) => new RegExp(`^(?:${pattern})$`, "i").test(said))?.[0];
      if (!op) continue;
      const given = groups.number ?? /\d*\.\d+/.exec(groups.alpha ?? "")?.[0];
      clauses.push({figure, abs, op, value: given === undefined ? undefined : numberOf(given)});
    }
    consequence = consequence.replace(match[0], " ");
  }
  if (clauses.length === 0) return undefined;
  return {all: clauses, consequence: consequence.replace(/\s+/g, " ").trim()};
}

const numberOf = (text: string): number => Number(text.replace("−", "-"));

const joined = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[-_\s]+/g, " ")
    .replace(/[^\p{L}\p{N} ]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim()} `;

/** Whether a choice denies: "not normal", "no", "False", "poor fit". */
export const isNegative = (choice: string): boolean =>
  /^(?:no|not|non|false|none|poor|bad|un\w+|ab\w*normal|in\w*significant|fail\w*|rejected?|same|equal|identical|similar|weak|0)\b|^non|\bnot?\b/i.test(
    joined(choice).trim(),
  );

const NULL_KEPT =
  /(?<= )(?:(?:we )?(?:can ?not|can not|do not|fail to|fails to|failing to|not) reject(?: (?:the|this|a))?(?: null)?(?: hypothesis)?|(?:the )?null hypothesis (?:that [^.]*? )?(?:is |was |can ?not be |cannot be |can not be )?(?:not |cannot be )?(?:be )?(?:rejected|accepted)|(?:is |was )?not rejected)(?= )/g;
const NULL_REJECTED =
  /(?<= )(?:(?:we )?reject(?:s|ed|ing)? (?:the |a |this )?null(?: hypothesis)?|null hypothesis (?:is|was) rejected|to be rejected|is rejected)(?= )/g;

/** The one of these choices that a consequence names, or the one that its denial stands for; undefined where neither is sure. */
export function choiceOf(
  consequence: string,
  choices: readonly string[],
  rejects: "negative" | "positive",
): string | undefined {
  const whole = joined(consequence).replace(/n t /g, " not ");
  const text = whole.replace(NULL_KEPT, " ").replace(NULL_REJECTED, " ");
  const keys = choices.map((choice) => ({
    choice,
    key: joined(choice).trim(),
    tight: joined(choice).replaceAll(" ", ""),
  }));
  const byLength = [...keys].sort((a, b) => b.key.length - a.key.length);
  const bareYes = keys.every(({key}) => /^(?:yes|no|true|false|y|n|0|1)$/.test(key));
  for (const {choice, key, tight} of bareYes
    ? byLength.filter(({key}) =>
        new RegExp(`['"]?\\b(?:report|say|answer|output|return|is|as|to)\\s+['"]?${key}\\b`).test(
          consequence,
        ),
      )
    : byLength) {
    const found = new RegExp(
      `(?<denied>\\b(?:not|no|non|isn t|cannot be|never) (?:\\w+ ){0,4}?)?\\b${key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?:ly)?\\b`,
    ).exec(text);
    if (!found && !text.replaceAll(" ", "").includes(tight)) continue;
    if (!found && key.length < 6) continue;
    if (found?.groups?.denied && !isNegative(choice)) {
      const other = keys.filter((one) => isNegative(one.choice));
      return other.length === 1 ? other[0]!.choice : undefined;
    }
    return choice;
  }
  const negative = keys.filter((one) => isNegative(one.choice));
  const positive = keys.filter((one) => !isNegative(one.choice));
  if (negative.length !== 1 || positive.length !== 1) return undefined;
  const rest = text;
  const stems = [...positive[0]!.key.matchAll(/[a-z]{4,}/g)].map(([word]) => word.slice(0, 6));
  const denied =
    / (?:not|no|non|isn t|without|lack\w*|nothing|neither) /.test(rest) || / (?:non|ab)normal/.test(rest);
  const words = rest
    .trim()
    .split(" ")
    .filter(
      (word) =>
        word.length > 2 &&
        !/^(?:the|then|and|that|there|this|for|are|consider|report|conclude|data|if|is|value|values|test|column|level)$/.test(
          word,
        ),
    );
  const rejecting = /\breject/.test(whole);
  if (
    words.length > 0 &&
    (denied ||
      (stems.length === 0 && !rejecting) ||
      words.some(
        (word) =>
          stems.some((stem) => word.startsWith(stem)) ||
          /^(?:normal|signific|correlat|differ|linear|relation|associat|follow|adher|outlier|good|strong|reliable|evidence)/.test(
            word,
          ),
      ))
  )
    return (denied ? negative : positive)[0]!.choice;
  if (!rejecting) return undefined;
  const kept = / (?:not|cannot|can not|fail\w*) (?:be |to )?reject/.test(whole);
  return (kept === (rejects === "negative") ? positive : negative)[0]!.choice;
}
