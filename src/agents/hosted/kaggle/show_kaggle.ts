import type {DatasetDetails, DatasetSummary, Page, RemoteFile} from "../../../kaggle/answers.ts";
import {shownBytes} from "../../../kaggle/disk.ts";
import {tame} from "../fence.ts";

const MOST_TAGS = 5;
const MOST_FILES = 8;
const MOST_COLUMNS = 30;
const DESCRIPTION = 500;

/** A data set of a list as the model reads it: one line. */
export function showSummary(one: DatasetSummary): string {
  const facts = [
    tame(one.title, 90),
    ...(one.subtitle ? [tame(one.subtitle, 120)] : []),
    ...(one.bytes === undefined ? [] : [shownBytes(one.bytes)]),
    `${tame(one.licence.name, 50)} (${one.licence.use})`,
    ...(one.updatedAt ? [`updated ${one.updatedAt.slice(0, 7)}`] : []),
    `${one.votes} votes`,
    ...(one.tags.length > 0
      ? [
          one.tags
            .slice(0, MOST_TAGS)
            .map((tag) => tame(tag, 30))
            .join(", "),
        ]
      : []),
  ];
  return `${one.ref}: ${facts.join("; ")}`;
}

/** A data set that was looked at: what its publisher says, its files and their columns. */
export function showDetails(one: DatasetDetails, files: Page<RemoteFile> | undefined): string {
  const known =
    one.files.length > 0 ? one.files : (files?.items ?? []).map((file) => ({...file, columns: []}));
  return [
    showSummary(one),
    ...(one.description ? [`  about: ${tame(one.description, DESCRIPTION)}`] : []),
    ...known.slice(0, MOST_FILES).map(showFile),
    ...(known.length > MOST_FILES ? [`  and ${known.length - MOST_FILES} more files`] : []),
  ].join("\n");
}

function showFile({name, bytes, columns}: DatasetDetails["files"][number]): string {
  const size = bytes === undefined ? "" : `, ${shownBytes(bytes)}`;
  const told = columns
    .slice(0, MOST_COLUMNS)
    .map((one) => [
      tame(one.name),
      one.type && tame(one.type, 12),
      one.description && `(${tame(one.description, 50)})`,
    ])
    .map((parts) => parts.filter(Boolean).join(" "));
  const more = columns.length > told.length ? `, and ${columns.length - told.length} more` : "";
  return `  file ${tame(name, 80)}${size}${told.length > 0 ? `: ${told.join(", ")}${more}` : ""}`;
}
