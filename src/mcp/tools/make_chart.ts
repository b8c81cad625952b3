import type {CallToolResult, ContentBlock} from "@modelcontextprotocol/server";
import {chartKindSchema, chartSpecSchema} from "../../charts/spec.ts";
import type {Session} from "../../data/engine.ts";
import {TabletalkError} from "../../errors.ts";
import type {Registry} from "../../tools/registry.ts";
import {dataNotes, keepCall, recipeNotes, runCall} from "../call_registry.ts";
import {CHART_APP, chartAddress, PLOTLY_MIME} from "../charts/addresses.ts";
import {readChartCall} from "../charts/chart_call.ts";
import {chartPicture} from "../charts/chart_picture.ts";
import {chartPlan, DATA} from "../charts/chart_plan.ts";
import {chartText} from "../charts/chart_text.ts";
import {chartUnder} from "../charts/chart_under_policy.ts";
import {keepAtHand} from "../charts/charts_at_hand.ts";
import {demandAllRows, demandOneRowEach} from "../charts/one_row_each.ts";
import type {McpTool} from "../mcp_tool.ts";
import {described} from "./texts.ts";

/** What is told at once of the spec's kinds and other fields; all of them where one does not fit. */
const UNTOLD: ReadonlySet<string> = new Set(["donut", "network", "candlestick"]);
const KINDS = chartKindSchema.options.filter((kind) => !UNTOLD.has(kind));
const TOLD = ["title", "facet", "size", "target", "parent", "arrangement", "sort"];
const FIELDS = Object.keys(chartSpecSchema.shape).filter((name) => TOLD.includes(name));

/** make_chart of our registry: a picture with its finding in words, and the interactive chart where a host has apps. */
export function chartTools(registry: Registry): McpTool[] {
  return [
    {
      ...described(registry, "make_chart"),
      inputSchema: {
        type: "object",
        properties: {
          table: {type: "string", description: "name, or a SELECT: one row a mark"},
          kind: {type: "string", description: KINDS.join(" ")},
          x: {type: "string"},
          y: {type: "string"},
          series: {type: "string"},
          more: {type: "object", description: FIELDS.join(" ")},
        },
        required: ["table", "kind", "x"],
      },
      annotations: {readOnlyHint: true, openWorldHint: false},
      _meta: {ui: {resourceUri: CHART_APP}},
      action: "ask",
      async call(input, calling): Promise<CallToolResult> {
        const call = readChartCall(input);
        const making = {
          words: {table: call.table},
          make: async (session: Session) => chartPlan(call, session, calling),
        };
        return runCall(calling, making, async (result) => {
          const {chart, truncated, provenance} = result.artifact;
          if (!chart)
            throw new TabletalkError("bad_chart", "Nothing was drawn.", "Try another kind of chart.");
          const seen = chartUnder(calling.policy, {spec: chart, table: result.artifact.table});
          const {spec, table} = seen;
          demandAllRows({...call, spec}, truncated, table.rows.length);
          demandOneRowEach({...call, spec}, table);
          const charts = () => calling.service.charts();
          const {png, told} = await chartPicture(charts, {spec, table}, calling.signal);
          const recipe = await keepCall(calling, result);
          keepAtHand({...calling, recipe}, {spec, table});
          const address = chartAddress(recipe);
          // How many rows a selection gave says nothing of the chart.
          const plain = result.execution.artifacts.get(DATA)?.provenance;
          const notes = provenance.notes.filter(
            (note) => plain?.method !== "select" || !plain.notes.includes(note),
          );
          const text = chartText({spec, table, notes}, [
            ...seen.notes,
            ...told,
            ...recipeNotes(result),
            ...(await dataNotes(calling, result)),
            `Recipe ${recipe}; the interactive chart: ${address}`,
          ]);
          const picture: ContentBlock[] = png
            ? [{type: "image", data: Buffer.from(png).toString("base64"), mimeType: "image/png"}]
            : [];
          return {
            content: [
              {type: "text", text},
              ...picture,
              {
                type: "resource_link",
                uri: address,
                name: `chart ${recipe}`,
                title: spec.title,
                mimeType: PLOTLY_MIME,
              },
            ],
            _meta: {ui: {resourceUri: CHART_APP}},
          };
        });
      },
    },
  ];
}
