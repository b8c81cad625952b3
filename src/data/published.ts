import type {DatasetVersion} from "./dataset.ts";
import type {LicenceUse, SourceOrigin} from "./source_origin.ts";

/** Letters of a title or licence that are shown. */
const LONGEST = 100;

/**
 * Where the rows of a version were published, each place once: of what was appended its parts, of what a step made the
 * imports behind it. Empty where they are somebody's own.
 */
export function publishedOf({receipt}: Pick<DatasetVersion, "receipt">): SourceOrigin[] {
  const own = receipt.source.origin;
  return eachOnce([
    ...(own ? [own] : []),
    ...(receipt.parts ?? []).flatMap(({source}) => (source.origin ? [source.origin] : [])),
    ...(receipt.madeFrom ?? []).flatMap(({published}) => published ?? []),
  ]);
}

/** Where the rows behind some artifacts (or datasets read) were published, each place once, in the order they were read. */
export function publishedBehind(
  artifacts: Iterable<{provenance: {datasets: readonly {published?: readonly SourceOrigin[]}[]}}>,
): SourceOrigin[] {
  return eachOnce(
    [...artifacts].flatMap(({provenance}) => provenance.datasets.flatMap(({published}) => published ?? [])),
  );
}

/** Places without those that are there already: the same thing of the same version under the same licence. */
export function eachOnce(origins: readonly SourceOrigin[]): SourceOrigin[] {
  const known = new Map<string, SourceOrigin>();
  for (const one of origins) {
    const key = JSON.stringify([one.kind, one.ref, one.version ?? null, one.licence.name]);
    if (!known.has(key)) known.set(key, one);
  }
  return [...known.values()];
}

/** "Titanic (owner/slug) version 3, CC BY-NC 4.0": what a chart's foot has room for. */
export function sayOrigin({title, ref, version, licence}: SourceOrigin): string {
  const number = version === undefined ? "" : ` version ${version}`;
  return `${shown(title)} (${shown(ref)})${number}, ${sayLicence(licence)}`;
}

/** One line that names where the data is from, under which licence, and where to read of it; undefined without origins. */
export function dataLine(origins: readonly SourceOrigin[]): string | undefined {
  if (origins.length === 0) return undefined;
  return `Data: ${origins.map((one) => `${sayOrigin(one)}, ${address(one.url)}`).join("; ")}`;
}

/** The foot of a chart; undefined without origins. */
export function chartSource(origins: readonly SourceOrigin[]): string | undefined {
  if (origins.length === 0) return undefined;
  return `Data: ${origins.map(sayOrigin).join("; ")}`;
}

const NOT_GIVEN = "licence not given";

/** A licence as it is told: that none is given is said. */
export const sayLicence = ({name, use}: SourceOrigin["licence"]): string =>
  use === "unknown" && (name.trim() === "" || /^unknown$/i.test(name.trim())) ? NOT_GIVEN : shown(name);

const CAUTION: Partial<Record<LicenceUse, string>> = {
  non_commercial: "does not allow commercial use",
  restricted: "restricts what it may be used for: read its rules before commercial use",
  unknown: "says nothing of commercial use: ask its publisher before you use it",
};

/** What a workspace that works for money must be told of its data's licences, a sentence for each place. */
export function commercialWarnings(origins: readonly Pick<SourceOrigin, "title" | "licence">[]): string[] {
  return origins.flatMap(({title, licence}) => {
    const why = CAUTION[licence.use];
    if (why === undefined) return [];
    const named = sayLicence(licence);
    const said =
      named === NOT_GIVEN
        ? `${shown(title)} comes without a licence: ask its publisher before you use it`
        : `The licence of ${shown(title)}, ${named}, ${why}`;
    return [`Warning: this workspace is marked commercial. ${said}.`];
  });
}

/** Text of a stranger's on one line. */
function shown(text: string): string {
  const plain = text.replace(/[\p{C}\s]+/gu, " ").trim();
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1)}…` : plain;
}

const address = (url: string): string => shown(url).replace(/^https?:\/\/(www\.)?/, "");
