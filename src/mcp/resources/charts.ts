import {type McpServer, ResourceNotFoundError, ResourceTemplate} from "@modelcontextprotocol/server";
import {demand} from "../../access/permissions.ts";
import {CHART_APP, CHART_APP_MIME, chartAddress, DRAWING, PLOTLY_MIME} from "../charts/addresses.ts";
import type {McpCaller, McpHost} from "../host.ts";
import {openTools} from "../serve_tools.ts";
import {readResource} from "./read_resource.ts";
import {replayWithin} from "./replay_within.ts";

/** Nothing of another origin: no calls, no scripts, no pictures. */
const CLOSED = {ui: {csp: {connectDomains: [], resourceDomains: []}, prefersBorder: false}};

/** The same for everybody, until the server is another version. */
const LASTING = {ttlMs: 3_600_000, cacheScope: "public"} as const;

/** The figures of charts, and the page that draws them in hosts that have apps. What is heavy is loaded when it is read. */
export function serveCharts(mcp: McpServer, host: McpHost, caller: McpCaller): void {
  mcp.registerResource(
    "chart",
    new ResourceTemplate(chartAddress("{id}"), {list: undefined}),
    {
      title: "Chart",
      description:
        "The Plotly figure of a chart by its recipe; ?theme=dark&width=800&height=500 says its look.",
      mimeType: PLOTLY_MIME,
    },
    async (uri, _variables, {mcpReq}) =>
      readResource(uri, async () => ({
        contents: [
          {uri: uri.href, mimeType: PLOTLY_MIME, text: await figureAt(uri, host, caller, mcpReq.signal)},
        ],
      })),
  );
  mcp.registerResource(
    "chart_app",
    CHART_APP,
    {
      title: "Interactive chart",
      description: "Draws a chart of make_chart in hosts that have apps.",
      mimeType: CHART_APP_MIME,
      _meta: CLOSED,
      cacheHint: LASTING,
    },
    async (uri) => {
      const {chartAppPage} = await import("../app/chart_app_page.ts");
      const text = await chartAppPage();
      return {contents: [{uri: uri.href, mimeType: CHART_APP_MIME, text, _meta: CLOSED}]};
    },
  );
  mcp.registerResource(
    "drawing_script",
    new ResourceTemplate(`${DRAWING}{bundle}`, {list: undefined}),
    {
      title: "Drawing script",
      description:
        "Plotly for maps (geo) and for all kinds of marks (strict): the interactive chart reads it.",
      mimeType: "text/javascript",
      cacheHint: LASTING,
    },
    async (uri, {bundle}) =>
      readResource(uri, async () => {
        if (bundle !== "geo" && bundle !== "strict") throw new ResourceNotFoundError(uri.href);
        const {bundleSource} = await import("../../charts/bundle.ts");
        return {contents: [{uri: uri.href, mimeType: "text/javascript", text: await bundleSource(bundle)}]};
      }),
  );
}

async function figureAt(uri: URL, host: McpHost, caller: McpCaller, signal: AbortSignal): Promise<string> {
  const {principal} = caller;
  demand(principal, "ask");
  const {service, access, workspace, policy} = await openTools(host, principal);
  const [{chartOfRecipe}, {figureText}] = await Promise.all([
    import("../charts/chart_of_recipe.ts"),
    import("../charts/figure_text.ts"),
  ]);
  const calling = {principal, workspace, policy, parts: {service, access}, signal};
  const chart = await chartOfRecipe(calling, uri.pathname.slice(1), (run) =>
    replayWithin(host, caller, signal, run),
  );
  return figureText(chart, uri.searchParams);
}
