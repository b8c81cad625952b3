import {spawnSync} from "node:child_process";
import {cpSync, globSync, rmSync} from "node:fs";
import {join} from "node:path";

/** Compiles src/ to dist/, file for file, and copies beside them what is not TypeScript. */
rmSync("dist", {recursive: true, force: true});
const compiled = spawnSync(
  process.execPath,
  [join("node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.build.json"],
  {stdio: "inherit"},
);
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

for (const file of globSync("src/**/*.{json,css,html,sql,txt,js,mjs,cjs}")) {
  cpSync(file, join("dist", file.slice("src/".length)));
}
