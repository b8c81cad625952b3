import type {ImportedFile} from "../channel.ts";
import {escapeMarkdown, isolate} from "./escape.ts";
import type {ReplyPart} from "./reply.ts";

type ImportedDataset = ImportedFile["datasets"][number];

/** What became of the files of a message: one text, the plain facts first. */
export function importedParts(files: readonly ImportedFile[]): ReplyPart[] {
  return files.length === 0 ? [] : [{kind: "text", markdown: files.map(fileMarkdown).join("\n\n")}];
}

function fileMarkdown({name, datasets, error}: ImportedFile): string {
  const file = `**${isolate(escapeMarkdown(name))}**`;
  if (error) return `${file} was not read: ${escapeMarkdown(error.message)} ${escapeMarkdown(error.next)}`;
  const [only, second] = datasets;
  if (!only) return `${file}: nothing in it could be read as a table.`;
  if (!second) return [`${file}: ${sizeOf(only)}.`, ...lines(only)].join("\n");
  const all = datasets.flatMap((dataset) => [
    `- ${isolate(escapeMarkdown(dataset.name))}: ${sizeOf(dataset)}`,
    ...lines(dataset).map((line) => `  ${line}`),
  ]);
  return [`${file}: ${datasets.length} tables.`, ...all].join("\n");
}

/** The doubts first: they are what a person has to look at. */
function lines({doubts, notes}: ImportedDataset): string[] {
  return [
    ...doubts.map((doubt) => `- Please check: ${escapeMarkdown(doubt)}`),
    ...notes.map((note) => `- ${escapeMarkdown(note)}`),
  ];
}

function sizeOf({rows, columns}: ImportedDataset): string {
  return `${counted(rows, "row")}, ${counted(columns, "column")}`;
}

function counted(count: number, thing: string): string {
  return `${count.toLocaleString("en-US")} ${thing}${count === 1 ? "" : "s"}`;
}
