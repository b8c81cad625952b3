import {sayLicence} from "../../data/published.ts";
import type {LicenceUse} from "../../data/source_origin.ts";
import type {Competition, DatasetDetails, DatasetSummary, Licence} from "../../kaggle/answers.ts";
import {shownBytes} from "../../kaggle/disk.ts";
import {shownText} from "../../kaggle/reference.ts";

const MOST_FILES = 20;
const MOST_COLUMNS = 30;
const DESCRIPTION = 600;

/** What a licence allows, in a few words. */
export const USES: Readonly<Record<LicenceUse, string>> = {
  any: "any use",
  attribution: "any use that names its source",
  share_alike: "any use that names its source, shared under the same licence",
  non_commercial: "no commercial use",
  restricted: "restricted: read its rules",
  unknown: "unknown: treat it with care",
};

/** "CC BY-NC 4.0 (no commercial use)"; that none is given is said. */
export const sayTerms = (licence: Licence): string => `${sayLicence(licence)} (${USES[licence.use]})`;

/** A dataset in one line: "zillow/zecon: Zillow Economics Data, 1.2 GB, CC0 (any use), 12,345 downloads". */
export function datasetLine(one: DatasetSummary): string {
  const parts = [
    shownText(one.title, 100),
    ...(one.bytes === undefined ? [] : [shownBytes(one.bytes)]),
    sayTerms(one.licence),
    `${one.downloads.toLocaleString("en-US")} download${one.downloads === 1 ? "" : "s"}`,
  ];
  return `${one.ref}: ${parts.join(", ")}`;
}

/** A competition in one line. */
export function competitionLine(one: Competition): string {
  const parts = [
    shownText(one.title, 100),
    ...(one.category ? [one.category] : []),
    ...(one.deadline ? [`until ${one.deadline.slice(0, 10)}`] : []),
    `${one.teams.toLocaleString("en-US")} team${one.teams === 1 ? "" : "s"}`,
  ];
  return `${one.slug}: ${parts.join(", ")}`;
}

/** All that a person wants to know of a dataset before they take it: size, version, licence, files with their columns. */
export function datasetLines(one: DatasetDetails): string[] {
  const facts = [
    ...(one.version === undefined ? [] : [`version ${one.version}`]),
    ...(one.bytes === undefined ? [] : [shownBytes(one.bytes)]),
    ...(one.updatedAt ? [`updated ${one.updatedAt.slice(0, 10)}`] : []),
    ...(one.updates ? [`to be updated ${shownText(one.updates, 40)}`] : []),
  ];
  const {licence} = one;
  return [
    `${shownText(one.title)} (${one.ref})${facts.length > 0 ? `: ${facts.join(", ")}` : ""}`,
    `Licence: ${sayTerms(licence)}${licence.url ? `, ${licence.url}` : ""}`,
    one.url,
    ...(one.tags.length > 0 ? [`Tags: ${one.tags.map((tag) => shownText(tag, 40)).join(", ")}`] : []),
    ...(one.description ? [shownText(one.description, DESCRIPTION)] : []),
    ...one.files.slice(0, MOST_FILES).map(fileLine),
    ...(one.files.length > MOST_FILES ? [`… and ${one.files.length - MOST_FILES} more files`] : []),
  ];
}

function fileLine({name, bytes, columns}: DatasetDetails["files"][number]): string {
  const size = bytes === undefined ? "" : ` (${shownBytes(bytes)})`;
  const told = columns
    .slice(0, MOST_COLUMNS)
    .map((one) => shownText(one.type ? `${one.name} ${one.type}` : one.name, 80));
  const more = columns.length > told.length ? `, and ${columns.length - told.length} more` : "";
  return `- ${shownText(name)}${size}${told.length > 0 ? `: ${told.join(", ")}${more}` : ""}`;
}

/** All that a person wants to know of a competition. */
export function competitionLines(one: Competition): string[] {
  const facts = [
    ...(one.organiser ? [`by ${shownText(one.organiser, 80)}`] : []),
    ...(one.deadline ? [`until ${one.deadline.slice(0, 10)}`] : []),
    ...(one.reward ? [shownText(one.reward, 60)] : []),
    `${one.teams.toLocaleString("en-US")} teams`,
    ...(one.metric ? [`judged by ${shownText(one.metric, 80)}`] : []),
  ];
  return [
    `${shownText(one.title)} (competitions/${one.slug}): ${facts.join(", ")}`,
    one.entered ? "You have entered it." : `Its rules must be accepted before its data: ${one.rulesUrl}`,
    one.url,
    ...(one.description ? [shownText(one.description, DESCRIPTION)] : []),
  ];
}
