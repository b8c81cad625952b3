/**
 * `npm run fuzz [-- --seconds 120]`: schemathesis (in a Python environment of its own in the cache) asks a real service by
 * its OpenAPI document, as an owner, an analyst and a stranger, with bodies that fit and bodies that do not. Ends with
 * status 1 where anything was answered with a server error or not as declared.
 */
import {execFileSync, spawn, spawnSync} from "node:child_process";
import {existsSync, mkdirSync} from "node:fs";
import {homedir, tmpdir} from "node:os";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {startLocalLiveKit} from "../test/channels/calls/local_livekit.ts";
import {running} from "../test/channels/http/running.ts";
import {installPackages} from "./install_packages.ts";

const VERSION = "4.32.5";
const CHECKS = "not_a_server_error,content_type_conformance,response_schema_conformance,ignored_auth";
const {values} = parseArgs({options: {seconds: {type: "string", default: "120"}}});

const program = schemathesis();
if (!program) {
  console.log("NOT TESTED: schemathesis cannot be installed here (it takes Python 3.10 or later with venv).");
  process.exit(0);
}
await using livekit = await startLocalLiveKit();
await using server = await running({
  calls: livekit.settings,
  works: true,
  settings: {anonymousPerMinute: 1_000_000},
  withoutLimits: true,
});
const samples = join(import.meta.dirname, "../samples");
const owner = await server.member("owner");
await server.service.workspace("acme").importFile(join(samples, "penguins.json"), {by: owner.person});
const analyst = await server.member("analyst");
const callers = [
  ["an owner", owner.key],
  ["an analyst", analyst.key],
  ["nobody", "tt_unknown"],
] as const;
const seconds = Math.max(5, Math.floor(Number(values.seconds) / callers.length));
let failed = 0;
for (const [who, key] of callers) {
  console.log(`As ${who}, for ${seconds} s`);
  const status = await run(program, [
    "run",
    `${server.url}/v1/openapi.json`,
    "--header",
    `Authorization: Bearer ${key}`,
    "--checks",
    CHECKS,
    "--phases",
    "examples,coverage,fuzzing",
    "--max-time",
    String(seconds),
    "--continue-on-failure",
    "--no-color",
    "--warnings",
    "off",
    // Whoever signs out ends what the fuzzer asks with; events and sockets last.
    "--exclude-path-regex",
    "^/v1/(sign-out|me/sign-ins|keys)|/events$|/socket$",
  ]);
  if (status !== 0) failed += 1;
}
const broken = server.log.filter(({status}) => status >= 500);
for (const {method, route, status, error} of broken.slice(0, 20))
  console.log("BROKEN", method, route, status, error);
console.log(`${server.log.length} requests, ${broken.length} server errors`);
process.exitCode = failed + broken.length > 0 ? 1 : 0;

/** The service answers from this process: it must not be blocked. */
function run(command: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(command, args, {stdio: "inherit", cwd: tmpdir()});
  return new Promise((resolve) => child.once("close", resolve));
}

/** The program, installed once in the cache; undefined where it cannot be. */
function schemathesis(): string | undefined {
  const cache = process.env.TABLETALK_CACHE ?? join(homedir(), ".cache", "tabletalk");
  const folder = join(cache, `schemathesis-${VERSION}`);
  const found = join(folder, "bin", "schemathesis");
  if (existsSync(found)) return found;
  try {
    mkdirSync(cache, {recursive: true});
    if (spawnSync("python3", ["-m", "venv", folder], {stdio: "ignore"}).status !== 0) {
      installPackages(["python3-venv", "python3-pip"]);
      execFileSync("python3", ["-m", "venv", folder], {stdio: "ignore"});
    }
    execFileSync(join(folder, "bin", "pip"), ["install", "-q", `schemathesis==${VERSION}`], {
      stdio: "inherit",
    });
    return found;
  } catch {
    return undefined;
  }
}
