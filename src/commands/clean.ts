import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import {fileReferences, hasWorkspace} from "../store/file_references.ts";
import {cleanUp} from "../store/files/clean_up.ts";
import {openFileStore} from "../store/files/open.ts";
import {openStore} from "../store/open.ts";
import {forgetOrphanVersionFiles} from "../store/version_files.ts";
import type {CommonFlags} from "./program.ts";

const HOUR = 3_600_000;

/** `tabletalk clean`: removes the stored files that nothing refers to, or tells what it would remove. */
export async function clean(flags: CommonFlags & {dryRun?: boolean; grace?: string}): Promise<void> {
  const grace = flags.grace ?? "24";
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(grace))
    throw new TabletalkError("bad_use", `--grace ${grace} is no number of hours.`, "Such as --grace 24.");
  const config = loadConfig(flags);
  await using store = await openStore(config);
  await using files = await openFileStore(config);
  const graceMs = Number(grace) * HOUR;
  const before = new Date(Date.now() - graceMs).toISOString();
  if (!flags.dryRun)
    for await (const workspace of files.workspaces())
      await forgetOrphanVersionFiles(store.within(workspace), workspace, before);
  const done = await cleanUp(files, {
    references: fileReferences(store),
    isOurs: (workspace) => hasWorkspace(store, workspace),
    graceMs,
    dryRun: flags.dryRun ?? false,
  });
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({place: files.place, ...done}, undefined, 2)}\n`);
    return;
  }
  const what = `${done.removed} of ${done.files} files (${(done.bytes / 2 ** 20).toFixed(1)} MiB)`;
  process.stdout.write(
    flags.dryRun
      ? `${what} in ${files.place} would be removed: nothing refers to them.\n`
      : `Removed ${what} from ${files.place}: nothing referred to them.${done.unfinished > 0 ? ` ${done.unfinished} unfinished uploads went too.` : ""}\n`,
  );
  if (done.foreign.length > 0)
    process.stdout.write(
      `Left alone: the files of workspaces that this state does not know (${done.foreign.length}). Does another state keep its files there?\n`,
    );
}
