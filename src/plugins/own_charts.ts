import {keepKind, ownFigure} from "../charts/own_kinds.ts";
import type {ChartSpec} from "../charts/spec.ts";
import {TabletalkError} from "../errors.ts";
import {makeChartTool} from "../tools/make_chart.ts";
import {nearestNames} from "../tools/nearest.ts";
import type {Tool, ToolContext} from "../tools/tool.ts";
import {type Standing, whileEnabled} from "./enabling.ts";
import type {LoadedPlugin} from "./load.ts";
import type {PluginChart} from "./plugin.ts";

/** A kind of chart that a plugin brings to a workspace. */
export interface AddedChart {
  chart: PluginChart;
  plugin: LoadedPlugin;
  standing: Standing;
}

/** What a spec calls it, so that two plugins cannot draw one another's charts. */
const nameOf = ({chart, plugin}: Pick<AddedChart, "chart" | "plugin">): string =>
  `${plugin.name}/${chart.kind}`;

/** `make_chart` with the kinds of plugins: a spec names one as `own`, and the kind to draw in its place as `kind`. */
export function withOwnCharts(added: readonly AddedChart[]): Tool {
  for (const one of added) keepKind(nameOf(one), one.chart.figure);
  const tool = makeChartTool as unknown as Tool;
  const told = added.map(({chart}) => `own: ${chart.kind} (${chart.description})`);
  return {
    ...tool,
    description: `${tool.description} ${told.join("; ")}`,
    async run(input, context) {
      const {spec, ...rest} = input as {spec: ChartSpec; from: {$step: string}};
      const {own, ...ours} = spec;
      if (own === undefined) return tool.run(input, context);
      const found = chartNamed(own, added);
      const base = await drawnInstead(found, {...rest, spec: ours}, context);
      return whileEnabled(found.standing, context.signal, async () => {
        const chart: ChartSpec = {...base.chart!, own: nameOf(found)};
        ownFigure(found.chart.figure, chart, base.table, {width: 800, height: 500});
        const {name, version} = found.plugin;
        const {provenance} = base;
        return {
          ...base,
          chart,
          provenance: {
            ...provenance,
            method: found.chart.kind,
            notes: [...provenance.notes, `The chart is drawn by the plugin ${name} ${version}.`],
            source: {kind: "plugin" as const, name, version},
          },
        };
      });
    },
  };
}

/** The chart of ours that stands for it wherever the plugin is missing. */
function drawnInstead({chart}: AddedChart, input: {spec: ChartSpec}, context: ToolContext) {
  const kind = chart.instead ?? input.spec.kind;
  return makeChartTool.run({...input, spec: {...input.spec, kind}} as never, context);
}

function chartNamed(name: string, added: readonly AddedChart[]): AddedChart {
  const found = added.find((one) => one.chart.kind === name || nameOf(one) === name);
  if (found) return found;
  const kinds = added.map(({chart}) => chart.kind);
  const near = nearestNames(name, kinds);
  throw new TabletalkError(
    "bad_chart",
    `There is no kind of chart called '${name}' here${near.length > 0 ? `; nearest: ${near.join(", ")}` : ""}.`,
    `The kinds of plugins are: ${kinds.join(", ")}.`,
  );
}
