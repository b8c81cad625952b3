import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, expect} from "vitest";
import {createEngine} from "../../src/data/create_engine.ts";
import type {Dataset} from "../../src/data/dataset.ts";
import type {Engine, Session} from "../../src/data/engine.ts";
import {TabletalkError} from "../../src/errors.ts";

/** A folder of its own with an engine in it, gone when the file's tests are over. */
export function workplace(options: {memoryMb?: number} = {}): {
  folder: string;
  store: string;
  engine: Engine;
  file(name: string, content: string | Buffer): string;
  imported(name: string, content: string | Buffer): Promise<Dataset>;
  opened(name: string, content: string | Buffer): Promise<Session>;
} {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-data-"));
  const store = join(folder, "store");
  const engine = createEngine({folder: store, ...options});
  afterAll(async () => {
    await engine.close();
    rmSync(folder, {recursive: true, force: true});
  });
  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const imported = async (name: string, content: string | Buffer): Promise<Dataset> =>
    (await engine.importFile(file(name, content)))[0]!;
  const opened = async (name: string, content: string | Buffer): Promise<Session> =>
    engine.open([await imported(name, content)]);
  return {folder, store, engine, file, imported, opened};
}

/** The error that a promise rejects with, which must be one that a person can act on. */
export async function failure(work: Promise<unknown>): Promise<TabletalkError> {
  const error = await work.then(
    (value) => `it did not fail: ${JSON.stringify(value)?.slice(0, 200)}`,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TabletalkError);
  const known = error as TabletalkError;
  expect(known.message).not.toBe("");
  expect(known.next).not.toBe("");
  return known;
}
