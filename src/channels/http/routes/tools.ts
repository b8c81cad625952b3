import {z} from "@hono/zod-openapi";
import {countQuestion} from "../../../access/limits.ts";
import {TabletalkError} from "../../../errors.ts";
import type {Registry} from "../../../tools/registry.ts";
import type {Tool} from "../../../tools/tool.ts";
import {callTool} from "../../tool_call.ts";
import {pageOf, pageQuery, slice} from "../cursor.ts";
import {route} from "../route.ts";
import {artifactSchema, toldArtifact} from "../told.ts";

const TAG = "tools";
const toolName = z.string().min(1).max(100).openapi({example: "aggregate"});
const byName = z.object({name: toolName});
/** The most that a tool call gets: training and forecasting take long. */
const LONGEST_MS = 115_000;

const toolSchema = z
  .object({
    name: z.string(),
    description: z.string(),
    methods: z.int().openapi({description: "0: it is no family of methods"}),
    inputSchema: z.unknown().openapi({description: "JSON Schema"}),
  })
  .openapi("Tool");

export const toolRoutes = [
  route({
    method: "get",
    path: "/v1/tools",
    tag: TAG,
    summary: "The tools that plans are made of",
    action: "tools.read",
    query: pageQuery,
    answer: pageOf(toolSchema),
    async handle({workspace, query}) {
      const registry = await workspace.registry();
      const all = registry.describe().map(({name, description, inputSchema}) => ({
        name,
        description,
        methods: registry.methods(name).length,
        // A family's schema is that of all its methods: each is told by itself.
        inputSchema: registry.methods(name).length > 0 ? null : inputSchema,
      }));
      return {json: slice(all, query)};
    },
  }),
  route({
    method: "get",
    path: "/v1/tools/{name}/methods",
    tag: TAG,
    summary: "The methods of a tool, with their inputs",
    action: "tools.read",
    params: byName,
    query: pageQuery.extend({
      q: z.string().min(1).max(100).optional().openapi({description: "A word to look for"}),
    }),
    answer: pageOf(
      z.object({name: z.string(), description: z.string(), inputSchema: z.unknown()}).openapi("Method"),
    ),
    async handle({workspace, params, query}) {
      const registry = await workspace.registry();
      toolNamed(registry, params.name);
      const word = query.q?.toLowerCase();
      const found = registry
        .methods(params.name)
        .filter(({name, description}) => !word || `${name} ${description}`.toLowerCase().includes(word));
      const page = slice(found, query);
      return {
        json: {
          ...page,
          items: page.items.map(({name, description, input}) => ({
            name,
            description,
            inputSchema: z.toJSONSchema(input, {io: "input", unrepresentable: "any"}),
          })),
        },
      };
    },
  }),
  route({
    method: "post",
    path: "/v1/tools/{name}",
    tag: "analysis",
    summary: "Call one tool: aggregate, prepare_data, run_statistics, train_model, make_chart, run_sql, …",
    description:
      "A plan of one step, run by the one executor. A family takes its `method` in the input. Tools that do something " +
      "outside are refused here: they are asked about in a conversation.",
    action: "ask",
    params: byName,
    body: z.strictObject({
      input: z
        .record(z.string(), z.unknown())
        .openapi({example: {table: "seattle_weather", measures: [{op: "count"}]}}),
      datasets: z
        .array(z.string().min(1).max(200))
        .min(1)
        .max(20)
        .optional()
        .openapi({description: "Default: those that the input names"}),
    }),
    answer: artifactSchema,
    timeMs: LONGEST_MS,
    async handle(asked) {
      const {parts, principal, workspace, params, body} = asked;
      toolNamed(await workspace.registry(), params.name);
      await countQuestion(parts.access, principal);
      return {json: toldArtifact("s1", await callTool(asked, {tool: params.name, ...body}))};
    },
  }),
];

function toolNamed(registry: Registry, name: string): Tool {
  const tool = registry.get(name);
  if (tool) return tool;
  throw new TabletalkError(
    "not_found",
    "There is no such tool.",
    `There are: ${registry.names().join(", ")}.`,
  );
}
