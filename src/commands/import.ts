import {printable} from "../channels/terminal/style.ts";
import {loadConfig} from "../config.ts";
import type {Dataset} from "../data/dataset.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime, WORKSPACE} from "./runtime.ts";

/** `tabletalk import`: imports files and prints the receipts. */
export async function importFiles(files: string[], flags: CommonFlags): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const datasets = await runtime.importFiles(files);
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
  for (const dataset of datasets) process.stdout.write(`${receiptText(dataset)}\n`);
}

function receiptText({name, version}: Dataset): string {
  const {source, entries} = version.receipt;
  const sheet = source.sheet === undefined ? "" : `, sheet ${source.sheet}`;
  const head = `${name}: ${version.rows.toLocaleString("en")} rows, ${version.columns.length} columns (${source.format}${sheet})`;
  return [head, ...entries.map((entry) => `  ${printable(entry.message)}`)].join("\n");
}
