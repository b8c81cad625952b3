import {execFile} from "node:child_process";
import {existsSync, mkdirSync} from "node:fs";
import {rename, rm} from "node:fs/promises";
import {basename, dirname, join} from "node:path";
import {promisify} from "node:util";
import {findProgram, folderOfOwn} from "./temporary_server.ts";

/**
 * Builds a Go module's program where it is to lie, in a folder of its own. Two at once do no harm.
 * @param module with its version: `github.com/livekit/livekit-server/cmd/server@v1.13.5`
 * @throws Error where there is no Go, or it cannot build it
 */
export async function buildGoProgram(module: string, to: string, {timeMs}: {timeMs: number}): Promise<void> {
  const go = findProgram("go", ["/usr/local/go/bin", "/opt/homebrew/bin"]);
  if (!go)
    throw new Error(
      `There is no Go here, and ${module} is built from its source: install Go 1.26 or later (https://go.dev/dl).`,
    );
  const work = folderOfOwn(`build-${basename(dirname(to))}`);
  try {
    const bin = join(work, "bin");
    mkdirSync(bin, {mode: 0o755});
    const args = ["install", "-trimpath", "-ldflags=-s -w", module];
    await promisify(execFile)(go, args, {env: {...process.env, GOBIN: bin}, timeout: timeMs});
    await rename(bin, dirname(to)).catch((error: unknown) => {
      // Another process was first.
      if (!existsSync(to)) throw error;
    });
  } finally {
    await rm(work, {recursive: true, force: true});
  }
}
