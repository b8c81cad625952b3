import {createHash} from "node:crypto";
import {readFile, stat, utimes} from "node:fs/promises";
import {join} from "node:path";
import type {Dataset, Origin, Receipt} from "./dataset.ts";
import type {MakeRequest} from "./engine.ts";
import {eachOnce, publishedOf} from "./published.ts";

/** The hash of a made table: the same SELECT over the same versions gives the same version. */
export function makeHash(datasets: readonly Dataset[], request: MakeRequest, timeZone: string): string {
  const read = datasets.map(({name, version}) => [name, version.hash]);
  const hash = createHash("sha256").update(
    `tabletalk make 1 ${JSON.stringify([read, timeZone, request.sql, request.values?.name ?? null])}`,
  );
  for (const {name, values} of request.values?.columns ?? [])
    hash
      .update(JSON.stringify(name))
      .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return hash.digest("hex");
}

/** The imported datasets that a dataset goes back to: itself, or what it was made from. */
export function originsOf({name, version}: Dataset): Origin[] {
  if (version.receipt.madeFrom) return version.receipt.madeFrom;
  const published = publishedOf(version);
  return [{name, hash: version.hash, ...(published.length > 0 && {published})}];
}

/** The receipt of a made table, but for what only the rows tell. */
export function makeReceipt(datasets: readonly Dataset[]): Receipt {
  const all = datasets.flatMap(originsOf);
  const madeFrom = all.filter((one, at) => all.findIndex((other) => other.hash === one.hash) === at);
  const [origin] = eachOnce(madeFrom.flatMap(({published}) => published ?? []));
  return {
    source: {path: "", format: "made", bytes: 0, ...(origin && {origin})},
    rows: 0,
    columns: [],
    entries: [{kind: "made", message: `Made from ${datasets.map(({name}) => name).join(", ")} by a step.`}],
    madeFrom,
  };
}

/** The version, where the same table was made before. */
export async function madeBefore(folder: string, name: string, hash: string): Promise<Dataset | undefined> {
  const path = join(folder, `${hash}.duckdb`);
  const text = await readFile(join(folder, `${hash}.json`), "utf8").catch(() => undefined);
  if (!text || !(await stat(path).catch(() => undefined))) return undefined;
  // What was used lately is not swept away.
  await utimes(path, new Date(), new Date()).catch(() => undefined);
  const {receipt} = JSON.parse(text) as {receipt: Receipt};
  return {name, version: {hash, path, rows: receipt.rows, columns: receipt.columns, receipt}};
}
