import {z} from "zod";
import {chartKindSchema, chartSpecSchema} from "../../charts/spec.ts";
import {columnsNamed} from "../../charts/spec_columns.ts";
import type {Column} from "../../data/table.ts";
import {TabletalkError} from "../../errors.ts";
import type {NodeKind} from "../node_kind.ts";
import {nearestTo} from "../problem.ts";

const chartInputSchema = z.strictObject({
  from: z.strictObject({$step: z.string()}).describe("the node whose table is plotted"),
  spec: z.looseObject({kind: chartKindSchema.optional(), title: z.string().optional()}),
});
type ChartInput = z.infer<typeof chartInputSchema>;

/** A chart of a node's table. */
export const chartKind = kindOfChart(
  "chart",
  "A chart of a node's table: bar, line, scatter, pie and so on.",
  [],
);

/** A chart on a map. */
export const mapKind = kindOfChart("map", "Places of a node's table on a map.", ["choropleth", "point_map"]);

/** Who flows to whom. */
export const networkKind = kindOfChart("network", "Links between what two columns name.", [
  "network",
  "sankey",
]);

function kindOfChart(
  kind: string,
  description: string,
  kinds: readonly z.infer<typeof chartKindSchema>[],
): NodeKind<ChartInput> {
  return {
    kind,
    description,
    input: chartInputSchema,
    compile({from, spec}, node) {
      const asked = spec.kind ?? kinds[0];
      if (asked !== undefined && kinds.length > 0 && !kinds.includes(asked))
        throw new TabletalkError(
          "bad_plan",
          `A node of the kind ${kind} draws no ${asked}.`,
          nearestTo(asked, kinds, "kinds of chart here"),
        );
      const title = spec.title ?? node.description ?? node.id.replaceAll("_", " ");
      return {id: node.id, tool: "make_chart", input: {from, spec: {...spec, kind: asked, title}}};
    },
    columns({from, spec}, scene): readonly Column[] | undefined {
      const whole = chartSpecSchema.safeParse({
        ...spec,
        kind: spec.kind ?? kinds[0] ?? "bar",
        title: "chart",
      });
      const boxes = whole.success && whole.data.kind === "box";
      if (whole.success && !boxes) {
        const numbers = new Set([whole.data.y ?? [], whole.data.size ?? []].flat());
        for (const name of columnsNamed(whole.data)) {
          const column = scene.expect(from.$step, name, "spec");
          if (column && numbers.has(name) && column.type !== "integer" && column.type !== "number")
            scene.problem(
              "spec.y",
              `"${name}" is ${column.type}, not a number.`,
              "Plot a column of numbers.",
            );
        }
      }
      return scene.of(from.$step);
    },
  };
}
