import type {Described} from "../../data/catalogue/joins.ts";
import {readSketch} from "../../data/catalogue/sketch.ts";
import type {Dataset, DatasetVersion} from "../../data/dataset.ts";
import type {Session} from "../../data/engine.ts";
import {keptAbout} from "../../data/kept_beside.ts";
import type {ProfileDepth} from "../../data/profile.ts";
import type {ListedDataset} from "../../store/dataset_details.ts";
import {type StoredVersion, versionByHash} from "../../store/datasets.ts";
import type {Store} from "../../store/store.ts";

/**
 * Works with a session over some datasets, which whoever gives this closes or keeps warm: of a service its `withSession`
 * with their names, of the terminal a session of its engine.
 */
export type OpenTables = <T>(
  datasets: readonly Dataset[],
  work: (session: Session) => Promise<T>,
) => Promise<T>;

export interface DescribeOptions {
  /** The planner's profile does for comparing rows; default: the full one. */
  depth?: ProfileDepth;
  signal?: AbortSignal | undefined;
}

/** So many tables are opened in one session. */
const AT_ONCE = 20;

/** A stored version as the engine takes it. */
export function asDataset(name: string, stored: StoredVersion): Dataset {
  const {hash, path, rows} = stored;
  return {
    name,
    version: {
      hash,
      path,
      rows,
      columns: stored.columns as DatasetVersion["columns"],
      receipt: stored.receipt as DatasetVersion["receipt"],
    },
  };
}

/** Listed datasets as the engine takes them. */
export async function openable(
  store: Pick<Store, "db">,
  workspace: string,
  listed: readonly Pick<ListedDataset, "name" | "version">[],
): Promise<Dataset[]> {
  const found: Dataset[] = [];
  for (const {name, version} of listed) {
    const stored = await versionByHash(store, workspace, version);
    if (stored) found.push(asDataset(name, stored));
  }
  return found;
}

/**
 * Profiles and sketches of datasets: what was computed once is read, the others are computed and kept. One that cannot
 * be opened (its file is gone) is left out.
 */
export async function describeTables(
  datasets: readonly Dataset[],
  open: OpenTables,
  {depth = "full", signal}: DescribeOptions = {},
): Promise<Described[]> {
  const found = new Map<string, Described>();
  const left: Dataset[] = [];
  for (const dataset of datasets) {
    signal?.throwIfAborted();
    const kept = await keptAbout(dataset.name, dataset.version, depth);
    if (kept) found.set(dataset.name, describedBy(dataset.name, kept));
    else left.push(dataset);
  }
  for (let at = 0; at < left.length; at += AT_ONCE) {
    const some = left.slice(at, at + AT_ONCE);
    const all = await describeIn(some, open, depth, signal).catch(async (error: unknown) => {
      if (signal?.aborted || some.length === 1) return signal?.aborted ? Promise.reject(error) : [];
      // One that is broken must not hide the others.
      const each: Described[] = [];
      for (const one of some)
        each.push(
          ...(await describeIn([one], open, depth, signal).catch((failed: unknown) =>
            signal?.aborted ? Promise.reject(failed) : [],
          )),
        );
      return each;
    });
    for (const one of all) found.set(one.name, one);
  }
  return datasets.flatMap(({name}) => found.get(name) ?? []);
}

async function describeIn(
  datasets: readonly Dataset[],
  open: OpenTables,
  depth: ProfileDepth,
  signal?: AbortSignal,
): Promise<Described[]> {
  return open(datasets, async (session) => {
    const all: Described[] = [];
    for (const {name} of datasets) {
      const profile = await session.profile(name, {depth, ...(signal && {signal})});
      const sketch = await session.sketch?.(name, signal && {signal});
      if (sketch) all.push(describedBy(name, {profile, sketch}));
    }
    return all;
  });
}

const describedBy = (
  name: string,
  {profile, sketch}: NonNullable<Awaited<ReturnType<typeof keptAbout>>>,
): Described => ({name, profile, sketch: readSketch(sketch)});
