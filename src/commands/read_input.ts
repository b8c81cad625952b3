import {createHash, randomUUID} from "node:crypto";
import {createWriteStream} from "node:fs";
import {mkdir, rename, rm} from "node:fs/promises";
import {join} from "node:path";
import {Readable} from "node:stream";
import {pipeline} from "node:stream/promises";
import {TabletalkError} from "../errors.ts";

/**
 * Keeps what is read (standard input, pasted rows) as a file of the home folder, named by its content, so that it can be
 * imported again otherwise. Returns its path.
 * @throws TabletalkError no_data where there is nothing, aborted
 */
export async function keepInput(
  home: string,
  input: NodeJS.ReadableStream | string,
  signal?: AbortSignal,
): Promise<string> {
  const folder = join(home, "pasted");
  await mkdir(folder, {recursive: true, mode: 0o700});
  const draft = join(folder, `.${randomUUID()}`);
  const hash = createHash("sha256");
  let bytes = 0;
  const source = typeof input === "string" ? Readable.from([Buffer.from(input)]) : input;
  try {
    await pipeline(
      source,
      async function* (chunks: AsyncIterable<Buffer | string>) {
        for await (const chunk of chunks) {
          const buffer = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
          bytes += buffer.length;
          hash.update(buffer);
          yield buffer;
        }
      },
      createWriteStream(draft, {mode: 0o600}),
      signal ? {signal} : {},
    );
    if (bytes === 0)
      throw new TabletalkError(
        "no_data",
        "Nothing was given on standard input.",
        "Pipe rows into it: cat sales.csv | tabletalk import - --name sales",
      );
    const path = join(folder, hash.digest("hex").slice(0, 16));
    await rename(draft, path);
    return path;
  } catch (error) {
    await rm(draft, {force: true});
    if (signal?.aborted) throw new TabletalkError("aborted", "Stopped.", "Start it again when you like.");
    throw error;
  }
}
