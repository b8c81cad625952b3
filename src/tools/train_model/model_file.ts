import {randomUUID} from "node:crypto";
import {mkdir, readdir, readFile, rename, utimes, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {TabletalkError} from "../../errors.ts";
import type {ToolContext} from "../tool.ts";

/** A version of a model: the first 16 hex digits of its content's hash. */
const VERSION = /^[0-9a-f]{16}$/;

/** Models lie beside the workspace's tables. */
function folderOf(context: ToolContext): string {
  const [dataset] = context.session.datasets;
  if (!dataset) throw new TabletalkError("no_data", "There is no table here.", "Import one first.");
  return join(dirname(dataset.version.path), "models");
}

/** Keeps a model under the hash (hex) of its content: the same training gives the same version. */
export async function keepModel(
  bytes: Uint8Array,
  hash: string,
  context: ToolContext,
): Promise<{version: string; path: string}> {
  const version = hash.slice(0, 16);
  const folder = folderOf(context);
  await mkdir(folder, {recursive: true});
  const path = join(folder, `${version}.json`);
  const draft = join(folder, `${version}.${randomUUID()}`);
  await writeFile(draft, bytes);
  await rename(draft, path);
  return {version, path};
}

/**
 * The text of a model, by its version or by the step that trained it.
 * @throws TabletalkError bad_plan where there is none
 */
export async function findModel(name: string, context: ToolContext): Promise<string> {
  const made = context.artifacts.get(name);
  if (made?.kind === "model" && made.file) return readFile(made.file.path, "utf8");
  if (VERSION.test(name)) {
    const path = join(folderOf(context), `${name}.json`);
    const text = await readFile(path, "utf8").catch(() => undefined);
    // What was used lately is not swept away.
    if (text !== undefined) await utimes(path, new Date(), new Date()).catch(() => undefined);
    if (text !== undefined) return text;
  }
  const files = await readdir(folderOf(context)).catch(() => []);
  const known = files.filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -5));
  throw new TabletalkError(
    "bad_plan",
    `There is no model ${name}.`,
    known.length > 0
      ? `The models are: ${known.slice(0, 10).join(", ")}.`
      : "Train one first, with classify or regress.",
  );
}
