import {createBinding, isFlag, Unclear} from "./binding.ts";
import type {Asked} from "./format.ts";
import {modelColumns} from "./model_columns.ts";
import type {ProcedureScene} from "./scene.ts";

const FIGURES: [RegExp, string][] = [
  [/\b(?:mean|average|avg)\b/, "mean"],
  [/\bmedian\b/, "median"],
  [/\bmode\b/, "mode"],
  [/\b(?:standard deviation|std(?:ev)?|sd)\b/, "standard deviation"],
  [/\bvariance\b/, "variance"],
  [/\bskew(?:ed|ness)?\b/, "skewness"],
  [/\bkurtosis\b/, "kurtosis"],
  [/\b(?:iqr|interquartile range)\b/, "iqr"],
  [/\b(?:min|minimum|lowest)\b/, "minimum"],
  [/\b(?:max|maximum|highest)\b/, "maximum"],
];

/** Words that ask for a procedure by a named method or step; other questions are for the reader of plain questions. */
export const NAMES_A_METHOD =
  /\b(?:shapiro|kolmogorov|anderson-darling|jarque|d'?agostino|normaltest|lilliefors|normally distributed|normality|t-?\s?tests?|mann-?\s?whitney|anova|kruskal|chi-?\s?squared?|levene|bartlett|pearson|spearman|kendall|linear regression|logistic|regress|random forest|decision tree|gradient boosting|nearest neighbou?rs|knn|svm|standardi[sz]e|normali[sz]e|min-?\s?max|z-?scores?|imput\w+|fill (?:in )?(?:the )?missing|(?:how many|number of|count|remov\w*|drop\w*|exclud\w*|without)\b.*\boutliers?|outliers?\b.*\b(?:iqr|z-?\s?scores?|threshold|standard deviations?)|iqr|skewness|kurtosis|one-?\s?hot|box-?\s?cox|log-?\s?transform\w*|random[ _]?(?:state|seed)|train\b.*\b(?:model|forest|tree|classifier|regressor))/i;

/** What a question in plain words asks to be told, as outputs with names. */
export function askedInProse(scene: ProcedureScene): Asked[] {
  const {methods, text} = scene;
  const {left} = text;
  const names: Asked[] = [];
  const ask = (name: string, choices: string[] = []): void => {
    if (names.some((one) => one.name === name)) return;
    names.push({
      name,
      placeholder: "",
      description: "",
      decimals: undefined,
      integer: false,
      choices,
      shape: /\bpair$/.test(name) ? "list" : "one",
      prose: true,
    });
  };
  const columns = scene.focus.slice(0, 8);
  const said = (column: string): string => column;
  const normal =
    methods.normality !== undefined ||
    /\bnormal(?:ly)? distribut|\bnormality\b|\bgaussian\b|\bis \S+ normal\b/.test(scene.whole);
  if (normal) {
    methods.normality ??= "shapiro";
    for (const column of columns.filter((one) => !isFlag(one, scene)).slice(0, 4)) {
      ask(`normality test statistic of ${said(column)}`);
      ask(`normality test p-value of ${said(column)}`);
      ask(`normality of ${said(column)}`, ["normal", "not normal"]);
    }
  }
  if (methods.group === "student" && !/\bstudent/.test(scene.whole)) methods.group = "welch";
  if (methods.group) {
    ask(methods.group === "contingency" ? "chi squared statistic" : "test statistic");
    ask(methods.group === "contingency" ? "chi squared test p-value" : "difference test p-value");
    ask("difference between the groups", ["significant", "not significant"]);
  }
  if (methods.spread) {
    ask("levene test statistic");
    ask("levene test p-value");
  }
  if (methods.correlates || (methods.coefficient && !methods.group)) {
    if (/\bstrongest\b/.test(scene.whole)) ask("strongest correlation pair");
    ask(/\bstrongest\b/.test(scene.whole) ? "strongest correlation coefficient" : "correlation coefficient");
    if (!/\bstrongest\b/.test(scene.whole)) ask("correlation p-value");
  }
  const {model} = methods;
  if (model) {
    const trains =
      methods.splits ||
      model.name !== "linear" ||
      /\b(?:train|predict\w*|accura\w+|rmse|test set)\b/.test(scene.whole);
    if (trains) {
      methods.splits = true;
      methods.testShare ??= 0.2;
      const classifies = model.task === "classify" || (model.task === undefined && targetIsLabel(scene));
      model.task ??= classifies ? "classify" : "regress";
      for (const figure of classifies ? ["accuracy", "f1"] : ["r squared", "rmse", "mae"]) ask(figure);
    } else {
      for (const predictor of predictorsOf(scene)) ask(`coefficient of ${predictor}`);
      ask("r squared");
    }
  }
  if (scene.outliers) {
    scene.outliers.rule ??= "iqr";
    scene.outliers.k ??= scene.outliers.rule === "iqr" ? 1.5 : scene.outliers.rule === "z" ? 3 : 3.5;
  }
  const figures = FIGURES.filter(([pattern]) => pattern.test(left)).map(([, name]) => name);
  if (scene.outliers && figures.length === 0)
    for (const column of outlierColumns(scene)) ask(`number of outliers in ${said(column)}`);
  if (!model && !methods.group && !methods.correlates)
    for (const column of columns) for (const figure of figures) ask(`${figure} of ${said(column)}`);
  if (names.length === 0 && scene.preparations.length > 0) {
    const touched = scene.preparations.flatMap(({operation}) =>
      "columns" in operation ? operation.columns : [],
    );
    for (const column of [...new Set(touched.length > 0 ? touched : columns)].slice(0, 4))
      for (const figure of ["mean", "standard deviation"]) ask(`${figure} of ${said(column)}`);
  }
  return names;
}

function predictorsOf(scene: ProcedureScene): string[] {
  try {
    return modelColumns(createBinding(scene)).features;
  } catch (error) {
    if (error instanceof Unclear) return [];
    throw error;
  }
}

const outlierColumns = (scene: ProcedureScene): string[] => {
  const own = [...new Set(scene.outliers?.columns ?? [])].filter((one) => scene.focus.includes(one));
  return (own.length > 0 ? own : scene.focus).slice(0, 6);
};

/** Whether what a model foretells is a label: text, yes or no, or a few whole numbers. */
function targetIsLabel(scene: ProcedureScene): boolean {
  const mark = /\bpredict\w*\s+(?:the\s+)?(?:[\w'-]+\s+){0,5}?(⟨c\d+⟩)/.exec(scene.whole)?.[1];
  const mention = mark ? scene.text.mentions[Number(mark.replace(/\D/g, ""))] : undefined;
  if (mention?.kind !== "column") return false;
  const column = scene.profile.columns.find((one) => one.name === mention.name);
  return (
    column !== undefined &&
    (column.type === "text" ||
      column.type === "boolean" ||
      (column.type === "integer" && column.distinct <= 10))
  );
}
