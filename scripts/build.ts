import {spawnSync} from "node:child_process";
import {cpSync, globSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";

/**
 * Compiles src/ to dist/ and the code of evals/ to dist/evals/, file for file, and copies beside them what is not
 * TypeScript. In dist/ the evaluation stands inside the program, not beside it, and the imports between the two say so.
 */
const compiled = join("dist", ".compiled");
rmSync("dist", {recursive: true, force: true});
compile("tsconfig.build.json");

for (const file of globSync("src/**/*.{json,css,html,svg,sql,txt,js,mjs,cjs,gz}"))
  cpSync(file, join(compiled, file));
const out = "dist.new";
rmSync(out, {recursive: true, force: true});
renameSync(join(compiled, "src"), out);
renameSync(join(compiled, "evals"), join(out, "evals"));
rmSync("dist", {recursive: true});
renameSync(out, "dist");

for (const file of globSync("dist/evals/**/*.js"))
  replaceIn(file, /((?:from|import)\s*\(?\s*")((?:\.\.\/)+)src\//g, "$1$2");
for (const file of globSync("dist/commands/*.js"))
  replaceIn(file, /((?:from|import)\s*\(?\s*")\.\.\/\.\.\/evals\//g, "$1../evals/");

const {bundledApp} = await import("../src/mcp/app/app_script.ts");
writeFileSync("dist/mcp/app/chart_app.bundle.js", await bundledApp());
const {bundledLiveKit} = await import("../src/channels/http/call_page.ts");
writeFileSync("dist/channels/http/page/livekit.bundle.js", await bundledLiveKit());
const {bundledDashboard} = await import("../src/reports/dashboard/page_script.ts");
writeFileSync("dist/reports/dashboard/dashboard_page.bundle.js", await bundledDashboard());

// What authors of plugins import has its types beside it.
compile("tsconfig.plugin.json");

function compile(project: string): void {
  const ran = spawnSync(process.execPath, [join("node_modules", "typescript", "bin", "tsc"), "-p", project], {
    stdio: "inherit",
  });
  if (ran.status !== 0) process.exit(ran.status ?? 1);
}

function replaceIn(file: string, pattern: RegExp, by: string): void {
  const text = readFileSync(file, "utf8");
  const replaced = text.replace(pattern, by);
  if (replaced !== text) writeFileSync(file, replaced);
}
