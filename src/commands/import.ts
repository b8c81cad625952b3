import {receiptLines} from "../channels/terminal/receipt.ts";
import {styleFor} from "../channels/terminal/style.ts";
import {loadConfig} from "../config.ts";
import {type ChoiceFlags, choicesOf, flagsFor} from "./import_choices.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, WORKSPACE} from "./runtime.ts";

/** The flags of `tabletalk import`. */
export interface ImportFlags extends CommonFlags, ChoiceFlags {
  name?: string;
  as?: "replace" | "append" | "separate";
  skipKnown?: boolean;
  byName?: boolean;
}

/** `tabletalk import`: imports files and prints the receipts. */
export async function importFiles(files: string[], flags: ImportFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const datasets = await runtime.importFiles(files, {
    choices: choicesOf(flags),
    ...(flags.name !== undefined && {name: flags.name}),
  });
  const {saveDataset} = await import("../store/datasets.ts");
  const store = await runtime.store();
  for (const {name, version} of datasets) {
    await saveDataset(store, WORKSPACE, {
      name,
      version: {...version, sourcePath: version.receipt.source.path},
    });
  }
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(datasets, undefined, 2)}\n`);
    return;
  }
  const style = styleFor(process.stdout);
  for (const dataset of datasets)
    process.stdout.write(`${receiptLines(dataset, {style, asFlags: flagsFor}).join("\n")}\n`);
}
