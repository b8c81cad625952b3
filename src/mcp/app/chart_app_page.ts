import {bundleSource} from "../../charts/bundle.ts";
import {inline} from "../../charts/page_script.ts";
import {appScript} from "./app_script.ts";

/** What the page may do, whatever its host allows: run its own scripts, and reach nobody. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "img-src data: blob:",
  "worker-src 'none'",
  "frame-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
].join("; ");

const STYLE = `
:root { color-scheme: light; --paper: #ffffff; --ink: #1f2328; }
:root[data-theme="dark"] { color-scheme: dark; --paper: #14181d; --ink: #e8eaed; }
html, body { margin: 0; overflow-x: hidden; background: var(--paper); color: var(--ink); }
body { font: 14px/1.5 system-ui, sans-serif; }
figure { margin: 0; }
[hidden] { display: none !important; }
#said { margin: 0; padding: 12px 16px; overflow-wrap: anywhere; white-space: pre-wrap; }
#said img { display: block; max-width: 100%; height: auto; margin-top: 8px; }
#about { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
`;

let page: Promise<string> | undefined;

/** The page that draws charts inside a host: one text with all that it runs. */
export function chartAppPage(): Promise<string> {
  page ??= made();
  page.catch(() => {
    page = undefined;
  });
  return page;
}

async function made(): Promise<string> {
  const [plotly, script] = await Promise.all([bundleSource("cartesian"), appScript()]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<title>Chart</title>
<style>${STYLE}</style>
</head>
<body>
<figure>
<div id="chart" role="img" aria-labelledby="about" hidden></div>
<figcaption id="about" dir="auto"></figcaption>
</figure>
<p id="said" role="status" dir="auto">Waiting for the chart ...</p>
<script>${inline(plotly)}</script>
<script>${inline(script)}</script>
</body>
</html>
`;
}
