/** The page that draws charts in hosts that have apps. */
export const CHART_APP = "ui://tabletalk/chart.html";
/** As the extension for apps names it; its package is loaded by nothing that a server's first reply waits for. */
export const CHART_APP_MIME = "text/html;profile=mcp-app";
export const PLOTLY_MIME = "application/vnd.plotly.v1+json";
/** Where the page reads Plotly for kinds that its own does not draw. */
export const DRAWING = "tabletalk://drawing/";

/** Where the figure of a recipe's chart is read. */
export const chartAddress = (recipe: string): string => `tabletalk://charts/${recipe}`;
