import {spawn} from "node:child_process";
import {createHash} from "node:crypto";
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {dirname, join, relative} from "node:path";

/** What a run of the official client printed, and how it ended. */
export interface CliRun {
  status: number | null;
  out: string;
  /** Everything that it printed, in order. */
  all: string;
}

/** The official client, as one user whose folder has only what is put there. */
export function officialCli(python: string, url: string, folder: string) {
  let users = 0;
  return {
    /** A user's folder with files such as `.kaggle/access_token`. */
    user: (files: Record<string, string>): string => {
      const home = join(folder, `user${users++}`);
      mkdirSync(join(home, ".kaggle"), {recursive: true});
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(home, name)), {recursive: true});
        writeFileSync(join(home, name), text, {mode: 0o600});
      }
      return home;
    },
    run: (
      home: string,
      args: readonly string[],
      {variables = {}, signal}: {variables?: Record<string, string>; signal?: AbortSignal} = {},
    ): Promise<CliRun> =>
      new Promise((resolve, reject) => {
        const child = spawn(python, ["-m", "kaggle", ...args], {
          cwd: folder,
          killSignal: "SIGKILL",
          timeout: 60_000,
          ...(signal && {signal}),
          env: {
            PATH: process.env.PATH,
            HOME: home,
            PYTHONPATH: import.meta.dirname,
            PYTHONUNBUFFERED: "1",
            PYTHONDONTWRITEBYTECODE: "1",
            LOCAL_KAGGLE: url,
            ...variables,
          },
        });
        let [out, all] = ["", ""];
        child.stdout.on("data", (chunk: Buffer) => {
          out += chunk;
          all += chunk;
        });
        child.stderr.on("data", (chunk: Buffer) => {
          all += chunk;
        });
        child.on("error", (error) => (error.name === "AbortError" ? undefined : reject(error)));
        child.on("close", (status) => resolve({status, out, all}));
      }),
  };
}

/** The rows of what the client prints with `--csv`, by the names of the columns; lines before the table are left out. */
export function rowsOf(out: string): Record<string, string>[] {
  const lines = out.trim().split(/\r?\n/);
  const at = lines.findIndex((line) => /^[A-Za-z]+(,[A-Za-z]+)+$/.test(line));
  const names = (lines[at] ?? "").split(",");
  return lines.slice(at + 1).map((line) => {
    const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = ""]) =>
      cell.replace(/^"|"$/g, "").replaceAll('""', '"'),
    );
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]));
  });
}

export const hashOf = (bytes: Buffer | string): string => createHash("sha256").update(bytes).digest("hex");

/** The hashes of all files below a folder, by their place in it. */
export function filesBelow(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(folder, {withFileTypes: true, recursive: true})) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found[relative(folder, path).replaceAll("\\", "/")] = hashOf(readFileSync(path));
  }
  return found;
}
