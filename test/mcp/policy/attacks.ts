/** Calls that tried to read of single rows through a method, a measure or a question: what each tries, the tool, its input. */
export type Attack = readonly [tries: string, tool: string, input: Record<string, unknown>];

const figures = (of: unknown, more: Record<string, unknown> = {}, figure = "sum") => ({
  method: "figures",
  table: "staff",
  args: {figures: [{name: "m", figure, of}], ...more},
});
const MONTHS = {of: "hired", unit: "month"};
const statistics = (method: string, args: Record<string, unknown>, table = "staff") => ({
  method,
  table,
  args,
});

export const ATTACKS: readonly Attack[] = [
  ...["size", "rows", "count", "n", "N", "n of it"].flatMap((name): Attack[] => [
    [`a group called ${name}`, "run_statistics", figures("salary", {groups: [{of: "salary", name}]}, "mean")],
    [
      `a group of describe called ${name}`,
      "run_statistics",
      statistics("describe", {columns: ["salary"], groups: [{of: "salary", name}]}),
    ],
    [
      `a group of an interval called ${name}`,
      "run_statistics",
      statistics("confidence_interval", {column: "salary", groups: [{of: "salary", name}]}),
    ],
    [
      `a box called ${name}`,
      "run_statistics",
      statistics("box", {column: "salary", groups: [{of: "salary", name}]}),
    ],
  ]),
  ["groups by a real column called size", "run_statistics", figures("salary", {groups: ["size"]}, "mean")],
  [
    "a figure called as our own counts",
    "run_statistics",
    {
      method: "figures",
      table: "staff",
      args: {figures: [{name: "values behind rows", figure: "sum", of: "salary"}], groups: ["id"]},
    },
  ],
  ...[
    "salary * 0 ^ abs(id - 60)",
    "floor(id / 60) * salary",
    "salary * (id % 60)",
    "salary + boss - boss",
    "round(salary)",
  ].flatMap((of): Attack[] => [
    [`the formula ${of}`, "run_statistics", figures(of)],
    [`describing ${of}`, "run_statistics", statistics("describe", {columns: [{name: "x", of}]})],
    [
      `a slope on ${of}`,
      "run_statistics",
      statistics("linear_regression", {outcome: "salary", predictors: [{name: "x", of}]}),
    ],
  ]),
  ["a group by a formula", "run_statistics", figures("salary", {groups: ["floor(id / 60)"]}, "mean")],
  ["the largest", "run_statistics", figures("salary", {}, "max")],
  ["the mode", "run_statistics", figures("salary", {}, "mode")],
  [
    "outliers alone",
    "run_statistics",
    figures("salary", {outliers: {of: "salary", rule: "z", k: 1.72, keep: "outliers"}}),
  ],
  [
    "all but outliers",
    "run_statistics",
    figures("salary", {outliers: {of: "salary", rule: "z", k: 1.7, keep: "others"}}),
  ],
  [
    "thirty quantiles",
    "run_statistics",
    statistics("figures", {
      figures: Array.from({length: 30}, (_, at) => ({
        name: `q${at}`,
        figure: "quantile",
        of: "salary",
        q: at / 59,
      })),
    }),
  ],
  ["who is within", "run_statistics", figures("salary", {}, "within")],
  ["a condition on a formula", "run_statistics", figures("salary", {where: "id * id = 3600"})],
  ["a condition on the largest", "run_statistics", figures("salary", {where: "salary >= boss"})],
  ["the mean of one value", "run_statistics", figures("bonus", {}, "mean")],
  ["the sum of one value", "run_statistics", figures("bonus")],
  ["the sum of one value by group", "run_statistics", figures("bonus", {groups: ["dept"]})],
  ["a description of one value", "run_statistics", statistics("describe", {columns: ["bonus"]})],
  [
    "a slope on a yes of one row",
    "run_statistics",
    statistics("linear_regression", {outcome: "salary", predictors: ["chief"]}),
  ],
  [
    "a correlation with a yes of one row",
    "run_statistics",
    statistics("correlation", {columns: ["salary", "chief"]}),
  ],
  [
    "a test of a small group",
    "run_statistics",
    statistics("group_test", {column: "salary", group: "chief", test: "mann_whitney"}),
  ],
  [
    "a comparison with a small group",
    "run_statistics",
    statistics("compare_groups", {column: "salary", group: "dept"}),
  ],
  ["a table with small cells", "run_statistics", statistics("contingency", {rows: "dept", columns: "chief"})],
  ["what stands out", "run_statistics", statistics("insights", {})],
  [
    "what explains a change",
    "run_statistics",
    statistics("explain_change", {measure: "sum(salary)", before: "id <> 60", after: "id = 60"}),
  ],
  ...[
    "trend",
    "change_points",
    "seasonality",
    "stationarity",
    "autocorrelation",
    "time_anomalies",
    "decompose",
  ].map(
    (method): Attack => [
      `months of one row by ${method}`,
      "run_statistics",
      statistics(method, {time: MONTHS, measure: "sum(salary)"}),
    ],
  ),
  ["segments of one row", "run_statistics", statistics("segments", {column: "salary", least: 1})],
  ["survival", "run_statistics", statistics("survival", {time: "salary", event: "size = 1"})],
  ["missing", "run_statistics", statistics("missing", {})],
  [
    "a regression with influence",
    "run_statistics",
    statistics("regression", {outcome: "salary", predictors: ["age"], influence: true}),
  ],
  [
    "a forecast",
    "train_model",
    statistics("forecast", {time: MONTHS, measure: "sum(salary)", model: "naive"}),
  ],
  ["a tree", "train_model", statistics("regress", {target: "salary", features: ["id"], model: "tree"})],
  ["anomalies", "train_model", statistics("anomalies", {features: ["salary", "age"]})],
  ["values as names of columns", "prepare_data", statistics("encode", {column: "name", how: "one_hot"})],
  [
    "outliers in notes",
    "prepare_data",
    statistics("outliers", {columns: ["salary"], rule: "z", k: 1, action: "flag"}),
  ],
  ["casts in notes", "prepare_data", statistics("cast", {columns: [{column: "name", to: "number"}]})],
  ["recoding in an error", "prepare_data", statistics("recode", {column: "name", values: {nobody: "x"}})],
  [
    "an oracle of labels",
    "prepare_data",
    statistics("label", {name: "x", rules: [{where: "id = 60 and salary > 5", label: "y"}]}),
  ],
];

/** Measures of aggregate, where SQL is off. */
export const MEASURES: readonly Record<string, unknown>[] = [
  {measures: ["sum(salary * 0 ^ abs(id - 60))"]},
  {measures: ["sum(floor(id / 60) * salary)"]},
  {measures: ["max(salary)"]},
  {measures: ["mode(salary)"]},
  {measures: ["quantile(salary, 0.01)"]},
  {measures: ["sum(salary) where id = 60"]},
  {measures: ["sum(salary)", "sum(salary) where id <> 60"]},
  {measures: ["sum(salary) where id <> 60", "sum(salary) where id > 0"]},
  {measures: ["sum(salary) where id = 60 as x", "count(*) as rows behind x"]},
  {measures: ["sum(salary) where id = 60 as x", "count(*) as Rows Behind 0"]},
  {measures: ["sum(salary) as n", "sum(salary) as n_rows"], groups: ["id"]},
  {measures: ["sum(salary) as N"], groups: ["id"]},
  {measures: ["avg(salary)"], groups: ["size"]},
  {measures: ["avg(salary)"], groups: ["floor(id / 60)"]},
  {measures: ["sum(salary)"], where: "0 ^ abs(id - 60) = 1"},
  {measures: ["sum(bonus)", "avg(bonus)", "median(bonus)"]},
  {measures: ["sum(bonus)"], groups: ["dept"]},
];

export const QUESTIONS: readonly string[] = [
  "average salary by size",
  "total size by size",
  "sum of salary by size",
  "sum of bonus by dept",
  "median bonus",
  "average bonus",
  "total bonus",
  "highest salary",
  "smallest salary by dept",
  "what is the total salary by hired month",
  "what stands out in staff?",
  "why did salary change between 2010 and 2011?",
  "sum of salary * 0 ^ abs(id - 60)",
  "share of each id of total salary",
];
