import {createInterface} from "node:readline/promises";
import {driftLines} from "../channels/terminal/drift.ts";
import {partsOf} from "../data/append.ts";
import type {Dataset} from "../data/dataset.ts";
import {compareVersions, type Drift, losesNothing} from "../data/drift.ts";
import {TabletalkError} from "../errors.ts";
import {datasetsOf, saveDataset} from "../store/datasets.ts";
import {asVersion} from "./known_data.ts";
import {type Runtime, WORKSPACE} from "./runtime.ts";

/** What a new file under a known name is taken as. */
export type Taken = "replace" | "append" | "separate";

export interface PlaceOptions {
  as?: Taken;
  skipKnown?: boolean;
  byName?: boolean;
  /** Asks the person; undefined where there is none. */
  ask?: (said: readonly string[], separateName: string) => Promise<Taken>;
}

/** Where a new import went. */
export interface Placed {
  dataset: Dataset;
  /** Undefined where the name was free, or the version known. */
  taken?: Taken;
  drift?: Drift;
  /** What was done, for a person. */
  said: string[];
}

/**
 * Stores an import under its name. Where another version has the name already, it replaces that, is appended to it, or
 * takes a name of its own; earlier versions stay for recipes. What is neither asked nor told replaces only where nothing
 * is lost.
 */
export async function placeDataset(
  runtime: Runtime,
  dataset: Dataset,
  options: PlaceOptions,
  signal?: AbortSignal,
): Promise<Placed> {
  const store = await runtime.store();
  const save = ({name, version}: Dataset): Promise<void> =>
    saveDataset(store, WORKSPACE, {name, version: {...version, sourcePath: version.receipt.source.path}});
  const all = (await datasetsOf(store, WORKSPACE)).map(
    ({name, version}): Dataset => ({name, version: asVersion(version)}),
  );
  const known = all.find((one) => one.name === dataset.name);
  if (!options.as) {
    const same = all.find((one) => one.version.hash === dataset.version.hash);
    if (same && (same === known || isNumbered(same.name, dataset.name)))
      return {
        dataset: {...dataset, name: same.name},
        said: same === known ? [] : [`It is known as ${same.name}.`],
      };
  }
  if (known && options.as !== "replace" && options.as !== "separate" && holds(known, dataset))
    return {dataset: known, said: [`${known.name} has these rows already: nothing was changed.`]};
  if (!known || known.version.hash === dataset.version.hash) {
    await save(dataset);
    return {dataset, said: []};
  }
  if (sameSource(known, dataset) && !options.as) {
    await save(dataset);
    return {dataset, taken: "replace", said: [`The same file, read otherwise: it replaces ${known.name}.`]};
  }

  const engine = await runtime.engine();
  const drift = await compareVersions(engine, known, dataset, signal);
  const lines = driftLines(known, drift);
  const free = freeName(dataset.name, all);
  const asked = options.as ?? (await options.ask?.(lines, free));
  const taken = asked ?? (losesNothing(drift) ? "replace" : "separate");
  const said = asked && !options.as ? [] : lines;
  if (taken === "replace") {
    await save(dataset);
    const why = asked ? "" : ", for every row of it is in the new file";
    said.push(`It replaces ${known.name}${why}; the earlier version stays for recipes.`);
    return {dataset, taken, drift, said};
  }
  if (taken === "separate") {
    const own = {...dataset, name: free};
    await save(own);
    said.push(
      `It is called ${own.name}; ${known.name} stays as it is.${asked ? "" : " --as replace or --as append decide otherwise."}`,
    );
    return {dataset: own, taken, drift, said};
  }
  const renamed = Object.fromEntries(drift.renamed.map(({before, after}) => [after, before]));
  const appended = await engine.append(known, dataset, {
    renamed: options.byName ? {} : renamed,
    skipKnown: options.skipKnown ?? false,
    ...(signal && {signal}),
  });
  await save(appended);
  said.push(`It was appended to ${known.name}; the earlier version stays for recipes.`);
  return {dataset: appended, taken, drift, said};
}

/** Asks in the terminal what a new file under a known name is. */
export async function askTaken(said: readonly string[], separateName: string): Promise<Taken> {
  process.stdout.write(`${said.join("\n")}\n`);
  const lines = createInterface({input: process.stdin, output: process.stdout});
  const gone = new Promise<never>((_, reject) => {
    const stop = () =>
      reject(new TabletalkError("aborted", "Stopped; nothing was changed.", "Start it again when you like."));
    lines.once("SIGINT", stop);
    lines.once("close", stop);
  });
  try {
    while (true) {
      const question = `[r]eplace it, [a]ppend to it, or keep it [s]eparate as ${separateName}? (s) `;
      const answer = (await Promise.race([lines.question(question), gone])).trim().toLowerCase() || "s";
      const found = (["replace", "append", "separate"] as const).find((one) => one.startsWith(answer));
      if (found) return found;
    }
  } finally {
    gone.catch(() => {});
    lines.close();
  }
}

/** The known version was put together from this file, among others. */
const holds = (known: Dataset, dataset: Dataset): boolean =>
  known.version.receipt.parts !== undefined &&
  partsOf(known).some((part) => part.hash === dataset.version.hash);

/** The same bytes, read with other choices or by another importer. */
function sameSource(known: Dataset, dataset: Dataset): boolean {
  const [one, other] = [known.version.receipt.source, dataset.version.receipt.source];
  return (
    one.sha256 !== undefined &&
    one.sha256 === other.sha256 &&
    one.sheet === other.sheet &&
    one.member === other.member &&
    one.range === other.range &&
    known.version.receipt.parts === undefined
  );
}

const isNumbered = (name: string, base: string): boolean =>
  name.startsWith(`${base}_`) && /^\d+$/.test(name.slice(base.length + 1));

function freeName(name: string, all: readonly Dataset[]): string {
  let number = 2;
  while (all.some((one) => one.name === `${name}_${number}`)) number++;
  return `${name}_${number}`;
}
