import {spawnSync} from "node:child_process";
import {cpSync, existsSync, globSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {basename, join, resolve} from "node:path";

/**
 * Packs the project, installs the tarball in an empty folder with the machine's own Node and npm, and asks a question
 * there through npx, as a newcomer would. Exit status 1 with what went wrong.
 */
const folder = mkdtempSync(join(tmpdir(), "tabletalk-package-"));
// Outside a checkout's npm script, `node` is the machine's own again.
const path = (process.env.PATH ?? "")
  .split(":")
  .filter((one) => !one.includes("node_modules"))
  .join(":");
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
  PATH: path,
  TABLETALK_HOME: join(folder, "home"),
};

/** Runs a command in the folder and returns what it printed; ends the check when its status is another. */
function run(command: string, args: string[], status = 0, cwd = folder): string {
  const ran = spawnSync(command, args, {cwd, env: environment, encoding: "utf8", maxBuffer: 1e8});
  if (ran.status !== status) {
    console.error(`${command} ${args.join(" ")}: status ${ran.status}, wanted ${status}`);
    console.error(ran.error ?? "", ran.stdout?.slice(-4000), ran.stderr?.slice(-4000));
    rmSync(folder, {recursive: true, force: true});
    process.exit(1);
  }
  return ran.stdout;
}

const checkout = resolve(import.meta.dirname, "..");
const manifest = resolve(checkout, "package.json");
// npm itself runs on the machine's Node; `prepack` finds ours through the scripts' own path.
run("npm", ["pack", "--silent", "--pack-destination", folder], 0, checkout);
const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
if (!tarball) throw new Error(`npm pack of ${manifest} made no tarball`);
writeFileSync(join(folder, "package.json"), '{"name": "elsewhere", "private": true}\n');
run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", `./${tarball}`]);
cpSync(join(checkout, "samples", "seattle-weather.csv"), join(folder, "weather.csv"));

const ask = (...args: string[]) => ["--no-install", "tabletalk", ...args];
const answered = run("npx", ask("ask", "what is the average wind?", "--data", "weather.csv", "--json"));
const answer = JSON.parse(answered) as {values: {value: unknown}[]};
if (Math.abs(Number(answer.values[0]?.value) - 3.24113620807666) > 1e-9) {
  console.error(`The installed tabletalk answered ${answered.slice(0, 2000)}`);
  process.exit(1);
}
run("npx", ask("ask", "what is the average wind?", "--data", "nothing.csv"), 2);
run("npx", ask("query", "SELECT count(*) FROM weather", "--data", "weather.csv"));
run("npx", ask("ask", "average wind by weather", "--data", "weather.csv", "--chart", "chart.html"));
writeFileSync(
  join(folder, "questions.jsonl"),
  `${JSON.stringify({id: "wind", data: ["weather.csv"], question: "what is the average wind?", kind: "mean", expect: {outcome: "answer", values: [{name: "wind", value: 3.24113620807666}]}})}\n`,
);
writeFileSync(join(folder, "thresholds.json"), '{"right": 1, "wrong": 0}');
run("npx", ask("eval", "."));
cpSync(join(checkout, "samples", "plugin"), join(folder, "home", "plugins", "sample"), {recursive: true});
run("npx", ask("plugins", "enable", "tabletalk-sample"));
const called = run(
  "npx",
  ask(
    "ask",
    'run_statistics.benford {"table": "weather", "column": "wind"}',
    "--data",
    "weather.csv",
    "--json",
  ),
);
if (!called.includes("tabletalk-sample")) {
  console.error(`The installed tabletalk did not run its sample plugin: ${called.slice(0, 2000)}`);
  process.exit(1);
}
const page = join(folder, "node_modules", "tabletalk", "dist", "channels", "http", "page");
for (const file of globSync("src/channels/http/page/*", {cwd: checkout})) {
  if (existsSync(join(page, basename(file)))) continue;
  console.error(`The installed tabletalk has no ${file}`);
  process.exit(1);
}
if (!existsSync(join(folder, "node_modules", "tabletalk", "dist", "mcp", "app", "chart_app.bundle.js"))) {
  console.error("The installed tabletalk has no script for the interactive charts of MCP hosts.");
  process.exit(1);
}
run("node", [
  "-e",
  'import("tabletalk/plugin").then(({definePlugin}) => definePlugin({name: "x", version: "1.0.0"}))',
]);
rmSync(folder, {recursive: true, force: true});
console.log("The packed tabletalk installs in an empty folder and answers there.");
