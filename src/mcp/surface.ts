import type {McpPolicy} from "../access/mcp_policy.ts";
import type {Registry} from "../tools/registry.ts";
import type {McpSettings} from "./host.ts";
import type {McpTool} from "./mcp_tool.ts";
import {askTool} from "./tools/ask.ts";
import {exportTool} from "./tools/export_result.ts";
import {familyTools} from "./tools/families.ts";
import {importTool} from "./tools/import_data.ts";
import {importKaggleTool} from "./tools/import_kaggle.ts";
import {jobTools} from "./tools/jobs.ts";
import {chartTools} from "./tools/make_chart.ts";
import {tableTools} from "./tools/registry_tables.ts";
import {searchKaggleTool} from "./tools/search_kaggle.ts";

/** The tools that a host is shown: those of the registry, and what MCP needs beside them. At most 15. */
export function surfaceOf(
  registry: Registry,
  policy: McpPolicy,
  settings: Pick<McpSettings, "roots">,
): McpTool[] {
  const tools = [
    ...tableTools(registry, policy),
    ...familyTools(registry),
    ...chartTools(registry),
    askTool(),
    exportTool(),
    ...(settings.roots.length > 0 ? [importTool()] : []),
    searchKaggleTool(),
    importKaggleTool(),
  ];
  return [...tools, ...jobTools(tools)];
}
