import {importKaggle, type KaggleProgress, sayDownload} from "../channels/kaggle/import_kaggle.ts";
import {progressOn} from "../channels/terminal/progress.ts";
import {receiptLines} from "../channels/terminal/receipt.ts";
import {printable, styleFor} from "../channels/terminal/style.ts";
import {loadConfig} from "../config.ts";
import {dataLine} from "../data/published.ts";
import {TabletalkError} from "../errors.ts";
import type {Downloaded} from "../kaggle/answers.ts";
import {shownBytes} from "../kaggle/disk.ts";
import {type ChoiceFlags, choicesOf, flagsFor} from "./import_choices.ts";
import {type Placed, placeDataset} from "./import_known.ts";
import {versionIn} from "./kaggle.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime} from "./runtime.ts";

export interface BringFlags extends CommonFlags {
  file?: string;
  ofVersion?: string;
}

/** `tabletalk kaggle import`: downloads, imports every table, places them among the known datasets, prints the receipts. */
export async function bringIn(ref: string, flags: BringFlags & ChoiceFlags & {name?: string}): Promise<void> {
  const choices = choicesOf(flags);
  await using runtime = createRuntime(loadConfig(flags));
  const {downloaded, placed} = await watched(async (signal, onProgress) => {
    const engine = await runtime.engine();
    const {downloaded, datasets} = await importKaggle(
      await runtime.kaggle(),
      (path, options) => engine.importFile(path, {...options, choices}),
      {ref, file: flags.file, name: flags.name, version: versionIn(ref, flags)},
      {signal, onProgress},
    );
    const placed: Placed[] = [];
    for (const dataset of datasets) placed.push(await placeDataset(runtime, dataset, {}, signal));
    return {downloaded, placed};
  });
  if (flags.json) {
    const {origin, bytes, transferred, skipped} = downloaded;
    const datasets = placed.map(({dataset}) => dataset);
    process.stdout.write(
      `${JSON.stringify({origin, bytes, transferred, skipped, datasets}, undefined, 2)}\n`,
    );
    return;
  }
  const style = styleFor(process.stdout);
  const lines = placed.flatMap(({dataset, said}) => [
    ...receiptLines(dataset, {style, asFlags: flagsFor}),
    ...said,
  ]);
  const names = placed.map(({dataset}) => dataset.name);
  lines.push(
    ...skippedLines(downloaded),
    `Ask: tabletalk ask "what is in this data?" --data ${names.join(" ")}`,
  );
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** `tabletalk kaggle download`: the files as they are. */
export async function download(ref: string, flags: BringFlags & {again?: boolean}): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  const version = versionIn(ref, flags);
  const found = await watched(async (signal, onProgress) =>
    (await runtime.kaggle()).download(ref, {
      ...(flags.file !== undefined && {file: flags.file}),
      ...(version !== undefined && {version}),
      ...(flags.again && {again: true}),
      signal,
      onProgress: (told) => onProgress(sayDownload(told)),
    }),
  );
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`);
    return;
  }
  const lines = [
    ...found.files.map(({path, bytes}) => `${path}  ${shownBytes(bytes)}`),
    ...skippedLines(found),
    ...(found.files.length === 0 ? ["Nothing of it was kept."] : []),
    ...(found.files.length > 0 && found.transferred === 0
      ? ["It was here already: --again fetches it anew."]
      : []),
    dataLine([found.origin]) ?? "",
  ];
  process.stdout.write(`${lines.map((line) => printable(line)).join("\n")}\n`);
}

const skippedLines = ({skipped}: Downloaded): string[] =>
  skipped.map(({name, why}) => printable(`Left out: ${name}: ${why}`));

/** Shows how far it is; Ctrl-C stops it, and what has come so far is gone on from the next time. */
async function watched<T>(
  work: (signal: AbortSignal, onProgress: (told: KaggleProgress) => void) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const interrupt = () =>
    stop.abort(new TabletalkError("aborted", "Stopped.", "Start it again: it goes on where it was."));
  process.once("SIGINT", interrupt);
  const progress = progressOn(process.stderr);
  try {
    return await work(stop.signal, ({doing}) => progress.say(`${printable(doing)}  (Ctrl-C stops it)`));
  } finally {
    process.removeListener("SIGINT", interrupt);
    progress.clear();
  }
}
