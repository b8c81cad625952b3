import {spawn} from "node:child_process";
import {mkdtemp, readdir, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {z} from "zod";

const SUITE = fileURLToPath(
  new URL("../../../node_modules/@modelcontextprotocol/conformance/dist/index.js", import.meta.url),
);

export const REVISIONS = ["2025-11-25", "2026-07-28"] as const;
export type Revision = (typeof REVISIONS)[number];

/** What became of one scenario: what failed in it, by the names of its checks. */
export interface Outcome {
  scenario: string;
  passed: number;
  failed: {check: string; why: string}[];
}

const checksSchema = z.array(
  z.object({id: z.string(), status: z.string(), errorMessage: z.string().optional()}),
);

/** The scenarios that a revision asks of every server. */
export async function scoredScenarios(revision: Revision): Promise<string[]> {
  const {out} = await ran([SUITE, "list", "--server", "--requirements", revision], 60_000);
  const [, list = ""] = /^Server scenarios.*\n((?: +- .*\n)*)/m.exec(`${out}\n`) ?? [];
  return list.split("\n").flatMap((line) => /^ +- (\S+)/.exec(line)?.[1] ?? []);
}

/** Runs every scenario of a revision on a server; also those that count for nothing. */
export async function runSuite(url: string, revision: Revision): Promise<Outcome[]> {
  const folder = await mkdtemp(join(tmpdir(), "tabletalk-conformance-"));
  try {
    await ran([SUITE, "server", "--url", url, "--requirements", revision, "-o", folder], 300_000);
    const outcomes: Outcome[] = [];
    for (const name of await readdir(folder)) {
      const [, scenario] = /^server-(.+)-\d{4}-\d\d-\d\dT[\d-]+Z$/.exec(name) ?? [];
      if (scenario === undefined) continue;
      const checks = checksSchema.parse(
        JSON.parse(await readFile(join(folder, name, "checks.json"), "utf8")),
      );
      outcomes.push({
        scenario,
        passed: checks.filter(({status}) => status === "SUCCESS").length,
        failed: checks
          .filter(({status}) => status === "FAILURE" || status === "WARNING")
          .map(({id, errorMessage}) => ({check: id, why: errorMessage ?? ""})),
      });
    }
    return outcomes;
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

/** Runs a program of Node to its end, within a time. */
export async function ran(
  given: readonly string[],
  timeMs: number,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<{status: number | null; out: string; err: string}> {
  const child = spawn(process.execPath, [...given], {env: environment, stdio: ["ignore", "pipe", "pipe"]});
  const late = setTimeout(() => child.kill("SIGKILL"), timeMs);
  let [out, err] = ["", ""];
  child.stdout.on("data", (data) => {
    out += data;
  });
  child.stderr.on("data", (data) => {
    err += data;
  });
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearTimeout(late);
  return {status, out, err};
}
