import type {ToolLookup} from "../../planning/validate.ts";
import type {Tool} from "../../tools/tool.ts";
import {signatureOf} from "./short_fields.ts";

/** A specialist as a template: what it is for, what it is told, and which tools (and methods of them) it has. */
export interface Specialist {
  name: string;
  /** For the planner, who delegates to it: a few words. */
  does: string;
  /** What it is told beside the rules that all share. */
  text: string;
  /** Tools by name; all methods of each unless some are named. */
  tools: readonly {tool: string; methods?: readonly string[]}[];
  /** Of a workspace's own: the version that turns keep. It may call nothing but its tools. */
  version?: string;
  /** A model or a list of them of its own. */
  model?: string;
}

/** The specialists that come with Tabletalk. A workspace may put others beside them or in their place. */
export const SPECIALISTS: readonly Specialist[] = [
  {
    name: "preprocessing",
    does: "cleans and reshapes: missing values, duplicates, outliers, derived columns, scaling, encoding, bins, joins, pivots; what is in a table after that",
    text: 'You clean and reshape tables. Each step of prepare_data makes a table that later steps name as {"$step": id}. Do the asked steps in the asked order, on the asked columns only, and end with the figures asked for (aggregate or run_statistics over the last table). The receipt of a step says how many rows and cells it changed.',
    tools: [
      {tool: "prepare_data"},
      {tool: "aggregate"},
      {tool: "run_statistics", methods: ["describe", "missing", "correlation"]},
      {tool: "run_sql"},
    ],
  },
  {
    name: "statistics",
    does: "tests, correlations, regressions, distributions, intervals, outliers, time series, what drove a change",
    text: "You choose and run statistical tests. Take the test, tail, level and columns that the question names; where it names none, leave test at auto. Filter or derive first (prepare_data) where the question says so. A figure by group is one step a group or a step with groups.",
    tools: [
      {tool: "run_statistics"},
      {
        tool: "prepare_data",
        methods: [
          "filter",
          "derive",
          "fill_missing",
          "outliers",
          "deduplicate",
          "cast",
          "date_parts",
          "bin",
          "scale",
          "transform",
          "encode",
          "group",
          "resample",
          "join",
        ],
      },
      {tool: "aggregate"},
      {tool: "run_sql"},
    ],
  },
  {
    name: "ml",
    does: "models: predict a number or a class, clusters, forecasts, anomalies, components",
    text: "You fit models. Take the model, features, split and seed that the question names (seed is scikit-learn's random_state; testShare its test_size). Prepare with prepare_data only what the question orders; missing values, labels and scaling are otherwise handled inside the model's own pipeline. classify tells accuracy, balanced accuracy, precision, recall, F1, ROC area, log loss and the confusion matrix of the test rows; regress tells R squared, RMSE, MSE, mean and median absolute error, and of a target of 0 and 1 the accuracy of rounded values.",
    tools: [
      {tool: "train_model"},
      {
        tool: "prepare_data",
        methods: [
          "filter",
          "derive",
          "fill_missing",
          "deduplicate",
          "encode",
          "scale",
          "transform",
          "cast",
          "date_parts",
          "outliers",
          "select",
          "bin",
        ],
      },
      {tool: "run_statistics", methods: ["regression", "correlation", "describe"]},
    ],
  },
  {
    name: "visualization",
    does: "charts that no reading says: several layers, maps, networks, flows, funnels",
    text: "You draw. Make the table that is drawn first (aggregate or prepare_data), then one make_chart over it; its x, y and series are columns of that table.",
    tools: [
      {tool: "make_chart"},
      {tool: "aggregate"},
      {tool: "prepare_data"},
      {tool: "run_statistics", methods: ["histogram", "box", "correlation"]},
    ],
  },
];

/** The calls of steps that an agent of a workspace was not given; none for ours. */
export function callsNotGiven(
  {name, tools, version}: Specialist,
  steps: readonly {id: string; tool: string; input: Record<string, unknown>}[],
): string[] {
  if (version === undefined) return [];
  const may = (tool: string, method: unknown): boolean =>
    tools.some((one) => one.tool === tool && (!one.methods || one.methods.some((each) => each === method)));
  return steps
    .filter(({tool, input}) => !may(tool, input.method))
    .map(
      ({id, tool, input: {method}}) =>
        `step ${id}: ${name} was not given ${tool}${typeof method === "string" ? `.${method}` : ""}; use the tools listed, or decline`,
    );
}

/** What a specialist can call, a line each: `prepare_data.filter: table T, where C`. */
export function catalogOf(specialist: Specialist, tools: ToolLookup): string {
  return catalogLines(specialist.tools, tools).join("\n");
}

/** The lines for some tools and methods. */
export function catalogLines(wanted: Specialist["tools"], tools: ToolLookup): string[] {
  return wanted.flatMap(({tool: name, methods}) => {
    const tool = tools.get(name);
    if (!tool) return [];
    return entriesOf(tool, methods).map(({label, schema}) => `${label}: ${signatureOf(schema)}`);
  });
}

function entriesOf(tool: Tool, methods: readonly string[] | undefined) {
  if (!tool.methods) return [{label: tool.name, schema: tool.input}];
  const chosen = tool.methods.filter((one) => !methods || methods.includes(one.name));
  return chosen.map((one) => ({label: `${tool.name}.${one.name}`, schema: one.input}));
}
