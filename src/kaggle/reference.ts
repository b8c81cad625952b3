import {TabletalkError} from "../errors.ts";

/** A dataset on Kaggle, perhaps one version of it. */
export interface DatasetReference {
  owner: string;
  slug: string;
  version?: number;
}

/** Where people look at Kaggle; the service's own addresses are another matter. */
export const WEB = "https://www.kaggle.com";

/** Names become folders: nothing that leads elsewhere, and nothing that a file system takes for something else. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
/** Windows keeps these for devices, with whatever ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

const isName = (text: string): boolean => NAME.test(text) && !RESERVED.test(text);

/** The parts of a reference or of the address of a page of Kaggle's; undefined for an address of somebody else's. */
function partsOf(text: string): string[] | undefined {
  const trimmed = text.trim();
  const address = /^(https?:\/\/)?(www\.)?kaggle\.com(\/|$)/i.test(trimmed);
  if (!address && /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return undefined;
  const path = address
    ? trimmed.replace(/^(https?:\/\/)?(www\.)?kaggle\.com/i, "")
    : trimmed.replace(/^kaggle:/i, "");
  return path
    .replace(/[?#].*$/, "")
    .split("/")
    .filter((part) => part !== "");
}

/**
 * Reads `owner/slug`, `owner/slug/versions/3`, `owner/slug/3`, `kaggle:owner/slug` or the address of a dataset's page.
 * @throws TabletalkError bad_use
 */
export function readDatasetReference(text: string): DatasetReference {
  const parts = partsOf(text);
  const [owner = "", slug = "", ...rest] = parts?.[0] === "datasets" ? parts.slice(1) : (parts ?? []);
  const number = rest[0] === "versions" ? rest[1] : rest[0];
  const version = number !== undefined && /^\d{1,9}$/.test(number) ? Number(number) : undefined;
  if (isName(owner) && isName(slug) && owner !== "competitions" && version !== 0)
    return {owner, slug, ...(version !== undefined && {version})};
  throw new TabletalkError(
    "bad_use",
    `"${shownText(text)}" names no dataset on Kaggle.`,
    parts?.length === 1 && isName(parts[0]!)
      ? `Write it as owner/name, as in zynicide/wine-reviews, or give the address of its page; a competition is competitions/${parts[0]}.`
      : "Write it as owner/name, as in zynicide/wine-reviews, or give the address of its page; or search for it.",
  );
}

/** Whether a reference is one to a competition: `competitions/titanic`, `c/titanic` or the address of its page. */
export function isCompetitionReference(text: string): boolean {
  const [first, second] = partsOf(text) ?? [];
  return (first === "competitions" || first === "c") && second !== undefined;
}

/**
 * Reads a competition: `titanic`, `competitions/titanic` or the address of its page.
 * @throws TabletalkError bad_use
 */
export function readCompetition(text: string): string {
  const parts = partsOf(text) ?? [];
  const slug = (parts[0] === "competitions" || parts[0] === "c" ? parts[1] : parts[0]) ?? "";
  if (isName(slug) && (parts.length === 1 || isCompetitionReference(text))) return slug;
  throw new TabletalkError(
    "bad_use",
    `"${shownText(text)}" names no competition on Kaggle.`,
    "Write it as in the address of its page: titanic, or https://www.kaggle.com/competitions/titanic.",
  );
}

/** `owner/slug`. */
export const refOf = ({owner, slug}: DatasetReference): string => `${owner}/${slug}`;

/** The address of a dataset's page, or of one version's. */
export const datasetUrl = ({owner, slug, version}: DatasetReference): string =>
  `${WEB}/datasets/${owner}/${slug}${version === undefined ? "" : `/versions/${version}`}`;

/** The address of a competition's page. */
export const competitionUrl = (slug: string): string => `${WEB}/competitions/${slug}`;

/** Where a competition's rules are read and accepted. */
export const rulesUrl = (slug: string): string => `${competitionUrl(slug)}/rules`;

/** Text from elsewhere in one line of a message: no control characters, and not too long. */
export function shownText(text: string, most = 200): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, " ").trim();
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain;
}
