import type {Registry} from "../../tools/registry.ts";

/**
 * What hosts are told of the registry's tools. A host's model has no plan of ours around a call, so that some need other
 * words than our own agents get; a tool that is not named here keeps its own.
 */
const TEXTS: Readonly<Record<string, {title: string; description?: string}>> = {
  list_tables: {
    title: "List tables",
    description: "Lists tables with rows and columns. Start here if none is known.",
  },
  describe_table: {
    title: "Describe table",
    description:
      "Before writing SQL for a table: per column type, role, unit, missing, distinct, min, max, mean, quantiles, frequent values.",
  },
  run_sql: {
    title: "Run SQL",
    description:
      "One read-only DuckDB SELECT over the tables. Aggregate in it: rows are capped; truncated and nextOffset say so.",
  },
  aggregate: {
    title: "Aggregate",
    description: "Measures by groups of at least 5 rows.",
  },
  run_statistics: {
    title: "Run statistics",
    description:
      "For any test, model of effects, distribution or time series: prefer it over computing one in SQL. Reports assumptions, effect sizes and intervals.",
  },
  prepare_data: {
    title: "Prepare data",
    description:
      "To clean or reshape a table into a new one; tells what changed. save_as keeps it as a table.",
  },
  train_model: {
    title: "Train model",
    description:
      "To predict, cluster, reduce, find anomalies or forecast: split before fit, compared with a baseline.",
  },
  make_chart: {
    title: "Make chart",
    description: "For a chart of a table or SELECT: a PNG and its finding in words.",
  },
};

/** The name, title and description of a registry's tool as hosts are shown them. */
export function described(
  registry: Registry,
  name: string,
): {name: string; title: string; description: string} {
  const text = TEXTS[name];
  const own = registry.get(name)?.description ?? "";
  return {name, title: text?.title ?? name, description: text?.description ?? own};
}
