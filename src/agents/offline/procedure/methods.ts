import type {Computation} from "../../../planning/operations.ts";

type Normality = Extract<Computation, {do: "normality"}>["test"];
type GroupTest = Extract<Computation, {do: "group_test"}>["test"];
type Spread = Extract<Computation, {do: "equal_variances"}>["test"];

/** The methods that a text names. */
export interface Methods {
  normality: Normality | "ks" | undefined;
  coefficient: "pearson" | "spearman" | "kendall" | undefined;
  correlates: boolean;
  group: GroupTest | "contingency" | "paired" | "signed_rank" | undefined;
  spread: Spread | undefined;
  model: {task: "regress" | "classify" | undefined; name: string} | undefined;
  /** A share kept aside to judge by, where the text splits. */
  testShare: number | undefined;
  seed: number | undefined;
  splits: boolean;
  alpha: number;
  /** The library whose default it asks for, where two differ. */
  population: boolean;
  /** Skewness and kurtosis without correction for bias, as scipy gives them. */
  biased: boolean;
  /** Yates's correction of a table of two by two. */
  correct: boolean;
}

/** Reads the names of methods from a whole text, lower case. */
export function methodsOf(text: string): Omit<Methods, "correct"> {
  const has = (pattern: RegExp): boolean => pattern.test(text);
  return {
    normality: has(/\bshapiro/)
      ? "shapiro"
      : has(/\banderson/)
        ? "anderson"
        : has(/\bd'?\s?agostino|\bnormaltest\b|\bomnibus normality/)
          ? "dagostino"
          : has(/\bjarque/)
            ? "jarque_bera"
            : has(/\blilliefors/)
              ? "lilliefors"
              : has(/\b(?:two-?\s?sample|2-?\s?sample) (?:kolmogorov|k-?s\b)/)
                ? undefined
                : has(/\bkolmogorov|\bk-?s test|\bkstest\b/)
                  ? "ks"
                  : undefined,
    coefficient: has(/\bspearman/)
      ? "spearman"
      : has(/\bkendall/)
        ? "kendall"
        : has(/\bpearson/)
          ? "pearson"
          : undefined,
    correlates: has(/\bcorrelat/),
    group: groupTestOf(has),
    spread: has(/\blevene/)
      ? has(/\bcent\w+\W{1,5}(?:on |at |by |the )*mean\b/)
        ? "levene"
        : "brown_forsythe"
      : has(/\bbrown-?\s?forsythe/)
        ? "brown_forsythe"
        : has(/\bbartlett/)
          ? "bartlett"
          : has(/\bfligner/)
            ? "fligner"
            : undefined,
    model: modelOf(has),
    ...splitOf(text),
    alpha: alphaOf(text),
    population: has(
      /\bdivi\w+ by n\b(?!\s*[-−–]|\s*minus)|\bpopulation (?:standard deviation|sd|std|variance)|\bddof\s*=\s*0|\bstandard deviation \(population|\bnp\.std\b/,
    ),
    biased: biasOf(text),
  };
}

/** Which skewness and kurtosis: by what is said of bias, else by the library that is named for it, else corrected. */
function biasOf(text: string): boolean {
  if (
    /\bbias\s*=\s*true|\bwithout (?:\w+ )?(?:bias[- ]?correction|correction for bias)|\b(?:biased|uncorrected|population) (?:\w+ )?(?:skew|kurt|estimat|version)/.test(
      text,
    )
  )
    return true;
  if (/\bbias\s*=\s*false|\bbias[- ]?(?:corrected|adjusted)|\bunbiased|\badjusted fisher/.test(text))
    return false;
  if (/\bscipy\.stats(?:\.|\W{1,3})(?:skew|kurt)/.test(text)) return true;
  if (/\b(?:pandas|\.skew\(\)|\.kurt\w*\(\))/.test(text)) return false;
  return /\bscipy\b/.test(text);
}

function groupTestOf(has: (pattern: RegExp) => boolean): Methods["group"] {
  if (has(/\b(?:two-?\s?sample|2-?\s?sample) (?:kolmogorov|k-?s\b)/)) return "ks";
  if (has(/\bwilcoxon signed|\bsigned[- ]rank/)) return "signed_rank";
  if (has(/\b(?:paired|dependent)[- ](?:samples? )?(?:student'?s )?t-?\s?test|\bpaired t\b|\bttest_rel\b/))
    return "paired";
  if (has(/\bmann-?\s?whitney|\bwilcoxon rank-?\s?sum/)) return "mann_whitney";
  if (has(/\bkruskal/)) return "kruskal";
  if (has(/\bchi-?\s?squared?\b|\bchi2\b/)) return "contingency";
  if (has(/\banova\b|\banalysis of variance\b/)) return has(/\bwelch'?s? anova/) ? "welch_anova" : "anova";
  if (has(/\bwelch/)) return "welch";
  if (has(/\bt-?\s?test|\bstudent'?s t\b/))
    return has(/\b(?:unequal|not assume equal|equal_var\s*=\s*false)/) ? "welch" : "student";
  return undefined;
}

const MODELS: [RegExp, string, "regress" | "classify" | undefined][] = [
  [/\blogistic(?: regression)?/, "logistic", "classify"],
  [/\brandom ?forest/, "forest", undefined],
  [/\bgradient ?boost|\bxgboost|\blightgbm/, "boosting", undefined],
  [/\bdecision ?tree/, "tree", undefined],
  [/\bnaive ?bayes/, "bayes", "classify"],
  [/\bk-?\s?nearest|\bknn\b|\bk-nn\b/, "k_nn", undefined],
  [/\bsupport vector|\bsvm\b|\bsvc\b|\bsvr\b/, "svm", undefined],
  [/\bridge\b/, "ridge", "regress"],
  [/\blasso\b/, "lasso", "regress"],
  [/\blinear regression|\blinear model|\bregression model|\bregression analysis/, "linear", "regress"],
];

function modelOf(has: (pattern: RegExp) => boolean): Methods["model"] {
  const found = MODELS.find(([pattern]) => has(pattern));
  if (!found) return undefined;
  const [, name, task] = found;
  return {
    name,
    task:
      task ?? (has(/\bregressor\b|\bregression\b/) ? "regress" : has(/\bclassif/) ? "classify" : undefined),
  };
}

function splitOf(text: string): Pick<Methods, "splits" | "testShare" | "seed"> {
  const ratio = /\b(\d{2})\s?%?\s?(?:[-:/]|to)\s?(\d{2})\s?%?/.exec(text);
  const tested =
    /(\d{1,2})\s?%\s?(?:of the (?:data|dataset|rows|records) )?(?:is |are )?(?:used |kept |allocated )?(?:for |as |to )?(?:the )?(?:test|hold)/.exec(
      text,
    ) ?? /\btest(?:ing)?(?: set)?(?: size)?\s*(?:of|is|:|=|\()?\s*(\d{1,2})\s?%/.exec(text);
  const trained =
    /(\d{1,2})\s?%\s?(?:of the (?:data|dataset|rows|records) )?(?:is |are )?(?:used |kept |allocated )?(?:for |as |to )?(?:the )?train/.exec(
      text,
    );
  const size = /\btest[_ ]size\s*(?:of|=|:|is)?\s*(0?\.\d+)/.exec(text);
  const seed =
    /\b(?:random[_ ]?(?:state|seed)|seed)\s*(?:\w+\s+)?(?:of|=|:|is|as|to|equal to|value)?\s*(\d+)/.exec(
      text,
    );
  const splits =
    /\bsplit|\btest(?:ing)? (?:set|data)\b|\btrain_test_split\b|\btrain\w*\b[^.\n]*\btest\w*\b/.test(text);
  const share = size
    ? Number(size[1])
    : ratio && splits && Number(ratio[1]) + Number(ratio[2]) === 100
      ? Math.min(Number(ratio[1]), Number(ratio[2])) / 100
      : tested
        ? Number(tested[1]) / 100
        : trained
          ? 1 - Number(trained[1]) / 100
          : undefined;
  return {
    splits,
    testShare: share === undefined ? undefined : Number(share.toFixed(4)),
    seed: seed ? Number(seed[1]) : undefined,
  };
}

function alphaOf(text: string): number {
  const found =
    /\b(?:alpha|significance)(?:\s*\(?(?:significance|level|value|threshold|alpha|of)\)?)*\s*(?:of|is|as|=|:|at|to|\()?\s*(0?\.\d+)/.exec(
      text,
    ) ?? /(0?\.\d+)\s*(?:\(\d+%\)\s*)?(?:as the )?(?:alpha|significance|level of significance)/.exec(text);
  if (found) return Number(found[1]);
  const level = /\blevel(?: of significance)?\s*(?:of|is|:|=)?\s*(?:(0?\.\d+)|(\d{1,2}) ?%)/.exec(text);
  if (level) return level[1] ? Number(level[1]) : Number(level[2]) / 100;
  const percent =
    /\b(\d{1,2})\s?% (?:significance|level of significance)|significance level of (\d{1,2})\s?%/.exec(text);
  return percent ? Number(percent[1] ?? percent[2]) / 100 : 0.05;
}
