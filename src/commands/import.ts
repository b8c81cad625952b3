import {receiptLines} from "../channels/terminal/receipt.ts";
import {styleFor} from "../channels/terminal/style.ts";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import type {Copy} from "../workspace/datasets/find_copies.ts";
import {type ChoiceFlags, choicesOf, flagsFor} from "./import_choices.ts";
import {askTaken, type Placed, placeDataset, type Taken} from "./import_known.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, type Runtime, WORKSPACE} from "./runtime.ts";

/** The flags of `tabletalk import`. */
export interface ImportFlags extends CommonFlags, ChoiceFlags {
  name?: string;
  as?: Taken;
  skipKnown?: boolean;
  byName?: boolean;
}

/** `tabletalk import`: imports files, places them among the known datasets, and prints the receipts. */
export async function importFiles(files: string[], flags: ImportFlags): Promise<void> {
  const choices = choicesOf(flags);
  if (flags.as !== "append" && (flags.skipKnown || flags.byName))
    throw new TabletalkError(
      "bad_use",
      `${flags.skipKnown ? "--skip-known" : "--by-name"} means something only when appending.`,
      "Add --as append.",
    );
  await using runtime = createRuntime(loadConfig(flags));
  const datasets = await runtime.importFiles(files, {
    choices,
    ...(flags.name !== undefined && {name: flags.name}),
  });
  const person = process.stdin.isTTY && process.stdout.isTTY && !flags.json && !files.includes("-");
  const {as, skipKnown, byName} = flags;
  const how = {...(as && {as}), ...(skipKnown && {skipKnown}), ...(byName && {byName})};
  const stop = new AbortController();
  const interrupt = () =>
    stop.abort(new TabletalkError("aborted", "Stopped.", "Start it again when you like."));
  process.once("SIGINT", interrupt);
  const placed: Placed[] = [];
  for (const dataset of datasets)
    placed.push(await placeDataset(runtime, dataset, {...how, ...(person && {ask: askTaken})}, stop.signal));
  process.removeListener("SIGINT", interrupt);
  const alike = await copiesOf(runtime, placed);
  if (flags.json) {
    const told = placed.map(({dataset, taken, drift}, at) => ({
      ...dataset,
      ...(taken && {taken}),
      ...(drift && {drift}),
      ...(alike[at]!.length > 0 && {copies: alike[at]}),
    }));
    process.stdout.write(`${JSON.stringify(told, undefined, 2)}\n`);
    return;
  }
  const style = styleFor(process.stdout);
  for (const [at, {dataset, said}] of placed.entries()) {
    const lines = [...receiptLines(dataset, {style, asFlags: flagsFor}), ...said];
    lines.push(...alike[at]!.slice(0, 2).map(({says}) => says));
    process.stdout.write(`${lines.join("\n")}\n`);
  }
}

/** The known tables that each import is like; what was imported together is not compared. */
async function copiesOf(runtime: Runtime, placed: readonly Placed[]): Promise<Copy[][]> {
  const [{findCopies}, {openTables}, {localPrincipal}] = await Promise.all([
    import("../workspace/datasets/find_copies.ts"),
    import("./catalogue.ts"),
    import("../access/principal.ts"),
  ]);
  const store = await runtime.store();
  const except = placed.map(({dataset}) => dataset.name);
  const found: Copy[][] = [];
  for (const {dataset, taken} of placed)
    found.push(
      taken === undefined
        ? // An import that went well is not lost because nothing could be compared.
          await findCopies(store, localPrincipal(WORKSPACE), dataset, openTables(runtime), {except}).catch(
            () => [],
          )
        : [],
    );
  return found;
}
