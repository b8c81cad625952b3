import {
  competitionLine,
  competitionLines,
  datasetLine,
  datasetLines,
  sayTerms,
} from "../channels/kaggle/kaggle_words.ts";
import {readSize} from "../channels/kaggle/sizes.ts";
import {printable} from "../channels/terminal/style.ts";
import {loadConfig} from "../config.ts";
import {TabletalkError} from "../errors.ts";
import type {CompetitionSearch, DatasetSearch} from "../kaggle/answers.ts";
import type {KaggleClient} from "../kaggle/client.ts";
import {shownBytes} from "../kaggle/disk.ts";
import {isCompetitionReference, readCompetition, readDatasetReference} from "../kaggle/reference.ts";
import type {CommonFlags} from "./program.ts";
import {createRuntime} from "./runtime.ts";
import {printTable} from "./table_output.ts";

/** `tabletalk kaggle search`. */
export async function searchKaggle(
  words: readonly string[],
  flags: CommonFlags &
    Pick<DatasetSearch, "sort" | "user" | "mine"> & {
      type?: NonNullable<DatasetSearch["fileType"]>;
      licence?: NonNullable<DatasetSearch["licence"]>;
      tag?: string[];
      minSize?: string;
      maxSize?: string;
      page?: string;
    },
): Promise<void> {
  const {sort, type, licence, tag, user, mine, minSize, maxSize, page} = flags;
  const search: DatasetSearch = {
    ...(words.length > 0 && {search: words.join(" ")}),
    ...(sort && {sort}),
    ...(type && {fileType: type}),
    ...(licence && {licence}),
    ...(tag && {tags: tag}),
    ...(user && {user}),
    ...(mine && {mine}),
    ...(minSize !== undefined && {minSize: sizeOf(minSize)}),
    ...(maxSize !== undefined && {maxSize: sizeOf(maxSize)}),
    ...(page !== undefined && {page: numberOf(page, "page")}),
  };
  await withKaggle(flags, async (kaggle) => {
    const found = await kaggle.search(search);
    tell(flags, found, found.items.length > 0 ? found.items.map(datasetLine) : [NOTHING]);
  });
}

const NOTHING = "Nothing was found. Take fewer or other words, or fewer filters.";

/** `tabletalk kaggle show`. */
export async function showKaggle(ref: string, flags: CommonFlags): Promise<void> {
  await withKaggle(flags, async (kaggle) => {
    if (isCompetitionReference(ref)) {
      const found = await kaggle.competitions.get(readCompetition(ref));
      return tell(flags, found, competitionLines(found));
    }
    const found = await kaggle.dataset(ref);
    tell(flags, found, datasetLines(found));
  });
}

/** `tabletalk kaggle files`. */
export async function listFiles(
  ref: string,
  flags: CommonFlags & {ofVersion?: string; pageToken?: string},
): Promise<void> {
  const page = flags.pageToken === undefined ? {} : {pageToken: flags.pageToken};
  const number = versionIn(ref, flags);
  const version = number === undefined ? {} : {version: number};
  await withKaggle(flags, async (kaggle) => {
    const found = isCompetitionReference(ref)
      ? await kaggle.competitions.files(readCompetition(ref), page)
      : await kaggle.files(ref, {...page, ...version});
    tell(flags, found, [
      ...found.items.map(({name, bytes}) => `${name}  ${shownBytes(bytes)}`),
      ...(found.next === undefined ? [] : [`More: --page-token ${found.next}`]),
    ]);
  });
}

/** `tabletalk kaggle local`. */
export async function listLocal(flags: CommonFlags): Promise<void> {
  await withKaggle(flags, async (kaggle) => {
    const found = await kaggle.local.list();
    if (flags.json || found.length === 0)
      return tell(flags, found, ["Nothing was downloaded yet: tabletalk kaggle import OWNER/NAME"]);
    await printTable(
      [
        {name: "data set"},
        {name: "version", type: "integer"},
        {name: "size"},
        {name: "files", type: "integer"},
        {name: "licence"},
        {name: "folder"},
      ],
      found.map((one) => [
        one.ref,
        one.version ?? null,
        shownBytes(one.bytes),
        one.files,
        sayTerms(one.origin.licence),
        one.folder,
      ]),
    );
  });
}

/** `tabletalk kaggle remove`. */
export async function removeLocal(ref: string, flags: CommonFlags & {ofVersion?: string}): Promise<void> {
  const version = versionIn(ref, flags);
  await withKaggle(flags, async (kaggle) => {
    const freed = await kaggle.local.remove(ref, version);
    const shown = flags.ofVersion === undefined ? ref : `${ref}, version ${version},`;
    tell(flags, {ref, freed}, [
      `${shown} is deleted: ${shownBytes(freed)} are free again. Imported tables stay.`,
    ]);
  });
}

/** `tabletalk kaggle competitions`. */
export async function searchCompetitions(
  words: readonly string[],
  flags: CommonFlags & Pick<CompetitionSearch, "group" | "category"> & {page?: string},
): Promise<void> {
  const {group, category, page} = flags;
  await withKaggle(flags, async (kaggle) => {
    const found = await kaggle.competitions.search({
      ...(words.length > 0 && {search: words.join(" ")}),
      ...(group && {group}),
      ...(category && {category}),
      ...(page !== undefined && {page: numberOf(page, "page")}),
    });
    tell(flags, found, found.items.length > 0 ? found.items.map(competitionLine) : [NOTHING]);
  });
}

/** `tabletalk kaggle leaderboard`. */
export async function showLeaderboard(
  slug: string,
  flags: CommonFlags & {pageToken?: string},
): Promise<void> {
  const page = flags.pageToken === undefined ? {} : {pageToken: flags.pageToken};
  await withKaggle(flags, async (kaggle) => {
    const found = await kaggle.competitions.leaderboard(readCompetition(slug), page);
    tell(flags, found, [
      ...found.items.map(({rank, team, score}) => `${rank}. ${team}  ${score}`),
      ...(found.next === undefined ? [] : [`More: --page-token ${found.next}`]),
    ]);
  });
}

/** `tabletalk kaggle whoami`. */
export async function whoAmI(flags: CommonFlags): Promise<void> {
  await withKaggle(flags, async (kaggle) => {
    const [user, {warnings}] = [await kaggle.user(), await kaggle.credentials()];
    const hours = (seconds: number) => `${(seconds / 3600).toFixed(1)} h`;
    tell(flags, {...user, warnings}, [
      `${user.username ?? "Nobody by name"}, by ${user.method}${user.from ? ` (${user.from})` : ""}`,
      ...user.quotas.map(
        ({name, usedSeconds, totalSeconds}) =>
          `${name.toUpperCase()}: ${hours(usedSeconds)} of ${hours(totalSeconds)} used`,
      ),
      ...warnings.map((one) => `! ${one}`),
    ]);
  });
}

async function withKaggle(flags: CommonFlags, work: (kaggle: KaggleClient) => Promise<void>): Promise<void> {
  await using runtime = createRuntime(loadConfig(flags));
  await work(await runtime.kaggle());
}

function tell(flags: CommonFlags, found: unknown, lines: readonly string[]): void {
  const told = flags.json
    ? JSON.stringify(found, undefined, 2)
    : lines.map((line) => printable(line)).join("\n");
  process.stdout.write(`${told}\n`);
}

function sizeOf(text: string): number {
  const bytes = readSize(text);
  if (bytes !== undefined) return bytes;
  throw new TabletalkError("bad_use", `"${text}" is no size.`, "Write it as 500k, 10MB or 1.5GB.");
}

/**
 * The version that a flag names; undefined without one.
 * @throws TabletalkError bad_use for no number, or where the reference names another version
 */
export function versionIn(ref: string, {ofVersion}: {ofVersion?: string}): number | undefined {
  if (ofVersion === undefined) return undefined;
  const version = numberOf(ofVersion, "of-version");
  const named = isCompetitionReference(ref) ? undefined : readDatasetReference(ref).version;
  if (named === undefined || named === version) return version;
  throw new TabletalkError(
    "bad_use",
    `${ref} is version ${named}, and --of-version says ${version}.`,
    "Name one of them.",
  );
}

/** @throws TabletalkError bad_use */
export function numberOf(text: string, flag: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new TabletalkError("bad_use", `--${flag} ${text} is no number from 1.`, `Give --${flag} a number.`);
}
