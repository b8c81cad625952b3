import {type McpServer, ResourceTemplate} from "@modelcontextprotocol/server";
import type {McpCaller, McpHost} from "../host.ts";
import {FILE_ICON, RECIPE_ICON, TABLE_ICON} from "../icons.ts";
import {readResource} from "./read_resource.ts";

const JSON_TYPE = "application/json";

/** Tables, recipes and exports as resources. What reads them is loaded when one is listed, read or completed. */
export function serveResources(mcp: McpServer, host: McpHost, caller: McpCaller): void {
  const tables = () => import("./tables.ts");
  const exports = () => import("./exports.ts");
  mcp.registerResource(
    "table",
    new ResourceTemplate("tabletalk://tables/{name}", {
      list: async ({mcpReq}) => ({
        resources: await (await tables()).tableResources(host, caller, mcpReq.signal),
      }),
      complete: {name: async (value) => (await tables()).tablesLike(value, host, caller)},
    }),
    {
      title: "Table",
      description: "A table's rows, columns and the profile of each.",
      mimeType: JSON_TYPE,
      icons: TABLE_ICON,
    },
    (uri, _variables, {mcpReq}) =>
      readResource(uri, async () => (await tables()).tableContent(uri, host, caller, mcpReq.signal)),
  );
  mcp.registerResource(
    "recipe",
    new ResourceTemplate("tabletalk://recipes/{id}", {list: undefined}),
    {
      title: "Recipe",
      description:
        "How a result was computed: plan, data versions, numbers; `tabletalk replay ID` runs it again.",
      mimeType: JSON_TYPE,
      icons: RECIPE_ICON,
      annotations: {audience: ["user", "assistant"], priority: 0.5},
    },
    (uri) => readResource(uri, async () => (await import("./recipes.ts")).recipeContent(uri, host, caller)),
  );
  mcp.registerResource(
    "how",
    new ResourceTemplate("tabletalk://recipes/{id}/how", {list: undefined}),
    {
      title: "How it was computed",
      description:
        "A recipe run again with no model: each step's SQL, assumptions and notes, and whether it gives the same.",
      mimeType: JSON_TYPE,
      icons: RECIPE_ICON,
      annotations: {audience: ["user", "assistant"], priority: 0.5},
    },
    (uri, _variables, {mcpReq}) =>
      readResource(uri, async () =>
        (await import("./how_of_recipe.ts")).howContent(uri, host, caller, mcpReq.signal),
      ),
  );
  mcp.registerResource(
    "export",
    new ResourceTemplate("tabletalk://exports/{file}", {
      list: async () => ({resources: await (await exports()).exportResources(host, caller)}),
      complete: {file: async (value) => (await exports()).exportsLike(value, host, caller)},
    }),
    {title: "Export", description: "A file that export_result wrote.", icons: FILE_ICON},
    (uri) => readResource(uri, async () => (await exports()).exportContent(uri, host, caller)),
  );
}
