import {createHash} from "node:crypto";
import {readFile, stat} from "node:fs/promises";
import {basename, join} from "node:path";
import type {Dataset, Receipt, VersionPart} from "./dataset.ts";
import {publishedOf} from "./published.ts";

export interface AppendOptions {
  /** Leave out rows of the new version that the earlier one has. */
  skipKnown?: boolean;
  /** Columns of the new version, by name, that are columns of the earlier one under another name. */
  renamed?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/** What a version was put together from; a plain import is its own only part. */
export const partsOf = ({version}: Dataset): VersionPart[] =>
  version.receipt.parts ?? [{hash: version.hash, rows: version.rows, source: version.receipt.source}];

/** The hash of an append: the same two versions and options give the same version. */
export function appendHash(before: Dataset, after: Dataset, options: AppendOptions): string {
  const renamed = Object.entries(options.renamed ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([before.version.hash, after.version.hash, options.skipKnown ?? false, renamed]);
  return createHash("sha256").update(`tabletalk append 1 ${text}`).digest("hex");
}

/** The receipt of an append, but for what only the rows tell. */
export function appendReceipt(before: Dataset, after: Dataset): Receipt {
  const source = after.version.receipt.source;
  // A part that was published makes the whole published.
  const origin = source.origin ?? publishedOf(before.version)[0];
  const size = (rows: number): string => `${rows.toLocaleString("en")} row${rows === 1 ? "" : "s"}`;
  const parts = [...partsOf(before), ...partsOf(after)];
  const bare = new Set(parts.map((part) => basename(part.source.path)));
  const called = (path: string): string => (bare.size < parts.length ? path : basename(path));
  const named = parts.map((part) => `${size(part.rows)} of ${called(part.source.path)}`);
  const kept = [...before.version.receipt.entries, ...after.version.receipt.entries];
  const entries = kept.filter(
    (entry, at) =>
      entry.kind !== "appended" && kept.findIndex((other) => other.message === entry.message) === at,
  );
  return {
    source: {...source, format: "appended", ...(origin && {origin})},
    rows: 0,
    columns: [],
    entries: [{kind: "appended", message: `Put together from ${named.join(" and ")}.`}, ...entries],
    parts,
  };
}

/** The version, where the same append was made before. */
export async function appendedBefore(
  folder: string,
  name: string,
  hash: string,
): Promise<Dataset | undefined> {
  const path = join(folder, `${hash}.duckdb`);
  const text = await readFile(join(folder, `${hash}.json`), "utf8").catch(() => undefined);
  if (!text || !(await stat(path).catch(() => undefined))) return undefined;
  const {receipt} = JSON.parse(text) as {receipt: Receipt};
  return {name, version: {hash, path, rows: receipt.rows, columns: receipt.columns, receipt}};
}
