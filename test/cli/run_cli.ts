import {spawn} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";

const CLI = resolve(import.meta.dirname, "../../src/cli.ts");
export const SAMPLES = resolve(import.meta.dirname, "../../samples");

export interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** A folder of its own for one test file: a home for Tabletalk, and the files to ask about. */
export interface Place {
  home: string;
  /** Writes a file and returns its path. */
  file(name: string, content: string | Uint8Array): string;
  path(name: string): string;
  /** Runs the real command line as a child process. */
  run(args: readonly string[], options?: {input?: string; env?: NodeJS.ProcessEnv}): Promise<Ran>;
  remove(): void;
}

export function newPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-test-"));
  const home = join(folder, "home");
  const path = (name: string) => join(folder, name);
  return {
    home,
    path,
    file(name, content) {
      writeFileSync(path(name), content);
      return path(name);
    },
    run: (args, options = {}) =>
      new Promise((done, failed) => {
        const env: NodeJS.ProcessEnv = {...process.env, TABLETALK_HOME: home, NO_COLOR: "1", ...options.env};
        for (const name of ["TABLETALK_MODEL", "TABLETALK_PLANNER_MODEL", "TABLETALK_WRITER_MODEL"]) {
          delete env[name];
        }
        const child = spawn(process.execPath, [CLI, ...args], {cwd: folder, env});
        let stdout = "";
        let stderr = "";
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
          stdout += text;
        });
        child.stderr.setEncoding("utf8").on("data", (text: string) => {
          stderr += text;
        });
        child.on("error", failed);
        child.on("close", (status) => done({status, stdout, stderr}));
        child.stdin.end(options.input ?? "");
      }),
    remove: () => rmSync(folder, {recursive: true, force: true}),
  };
}

/** The rows and columns of a small orders file that many tests ask about. */
export const ORDERS = [
  "order_id,region,status,amount,ordered_on",
  "1,West,Paid,100,2024-01-05",
  "2,East,Paid,50,2024-01-20",
  "3,West,Refunded,25,2024-02-11",
  "4,North,Paid,75,2024-02-28",
  "5,East,Paid,200,2024-03-02",
  "",
].join("\n");
