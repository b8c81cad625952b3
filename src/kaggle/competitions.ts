import {TabletalkError} from "../errors.ts";
import type {
  Competition,
  CompetitionSearch,
  Downloaded,
  DownloadOptions,
  LeaderboardLine,
  Page,
  RemoteFile,
} from "./answers.ts";
import {competitionPlace} from "./cache.ts";
import type {KaggleContext} from "./context.ts";
import {checkedPage, checkedPageSize, remoteFiles} from "./datasets.ts";
import {checkedFileName, downloadInto} from "./download.ts";
import {competitionUrl, readCompetition, rulesUrl, shownText} from "./reference.ts";
import type {AskOptions, Transport} from "./transport.ts";
import {
  type WireCompetition,
  wireCompetitionFilesSchema,
  wireCompetitionSchema,
  wireCompetitionsSchema,
  wireLeaderboardSchema,
} from "./wire.ts";

type Paged = AskOptions & {pageToken?: string; pageSize?: number};

const screaming = (word: string): string => word.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

function competitionOf(wire: WireCompetition): Competition {
  const slug = readCompetition(wire.ref);
  const deadline = Date.parse(wire.deadline ?? "");
  return {
    slug,
    title: shownText(wire.title ?? "") || slug,
    ...(wire.description && {description: wire.description}),
    url: competitionUrl(slug),
    rulesUrl: rulesUrl(slug),
    ...(wire.organizationName && {organiser: wire.organizationName}),
    ...(wire.category && {category: wire.category}),
    ...(wire.reward && {reward: wire.reward}),
    ...(!Number.isNaN(deadline) && {deadline: new Date(deadline).toISOString()}),
    teams: wire.teamCount ?? 0,
    entered: wire.userHasEntered ?? false,
    ...(wire.evaluationMetric && {metric: wire.evaluationMetric}),
    tags: (wire.tags ?? []).flatMap(({name, ref}) => name || ref || []),
  };
}

/** What a refusal of a competition means: mostly that its rules were not accepted yet. */
function ofCompetition(slug: string, error: unknown, isOfFile = false): never {
  if (error instanceof TabletalkError && error.code === "forbidden")
    throw new TabletalkError(
      "forbidden",
      `Kaggle gives the data of ${slug} only to those who accepted the competition's rules.`,
      `Accept them at ${rulesUrl(slug)} with the account that these credentials belong to, and try again.`,
      {cause: error},
    );
  if (error instanceof TabletalkError && error.code === "not_found")
    throw new TabletalkError(
      "not_found",
      `Kaggle has no competition ${slug}${isOfFile ? ", or not this file of it" : ""}.`,
      `Check ${competitionUrl(slug)} in a browser, or search for it.`,
      {cause: error},
    );
  throw error;
}

/** @see KaggleClient.competitions */
export async function searchCompetitions(
  transport: Transport,
  search: CompetitionSearch,
  options: AskOptions = {},
): Promise<Page<Competition>> {
  const {group, category, sort = "best"} = search;
  const found = await transport.call(
    "competitions.CompetitionApiService/ListCompetitions",
    {
      group: `COMPETITION_LIST_TAB_${group === undefined ? "EVERYTHING" : screaming(group)}`,
      ...(category !== undefined && {category: `HOST_SEGMENT_${screaming(category)}`}),
      sortBy: `COMPETITION_SORT_BY_${screaming(sort)}`,
      ...(search.search && {search: search.search}),
      page: checkedPage(search.page ?? 1),
      pageSize: checkedPageSize(search.pageSize),
    },
    wireCompetitionsSchema,
    options,
  );
  const items = (found.competitions ?? []).flatMap((wire) => {
    try {
      return competitionOf(wire);
    } catch {
      // A name that this machine could not keep.
      return [];
    }
  });
  return {items, ...(found.nextPageToken && {next: found.nextPageToken})};
}

/** @see KaggleClient.competitions */
export function getCompetition(
  transport: Transport,
  slug: string,
  options: AskOptions = {},
): Promise<Competition> {
  return transport
    .call(
      "competitions.CompetitionApiService/GetCompetition",
      {competitionName: slug},
      wireCompetitionSchema,
      options,
    )
    .then(competitionOf, (error: unknown) => ofCompetition(slug, error));
}

/** @see KaggleClient.competitions */
export async function competitionFiles(
  transport: Transport,
  slug: string,
  {pageToken, pageSize, ...options}: Paged = {},
): Promise<Page<RemoteFile>> {
  const found = await transport
    .call(
      "competitions.CompetitionApiService/ListDataFiles",
      {
        competitionName: slug,
        pageSize: checkedPageSize(pageSize),
        ...(pageToken !== undefined && {pageToken}),
      },
      wireCompetitionFilesSchema,
      options,
    )
    .catch((error: unknown) => ofCompetition(slug, error));
  return {
    items: remoteFiles(found.files ?? []),
    ...(found.nextPageToken && {next: found.nextPageToken}),
  };
}

/** Pages of a leaderboard, whose tokens carry the rank that the next page begins after. @see KaggleClient.competitions */
export async function leaderboard(
  transport: Transport,
  slug: string,
  {pageToken, pageSize, ...options}: Paged = {},
): Promise<Page<LeaderboardLine>> {
  const [, before, token] = pageToken?.match(/^(\d{1,9})~(.*)$/s) ?? [];
  if (pageToken !== undefined && before === undefined)
    throw new TabletalkError(
      "bad_use",
      `"${shownText(pageToken, 40)}" is no page of the leaderboard.`,
      "Start at its first page.",
    );
  const found = await transport
    .call(
      "competitions.CompetitionApiService/GetLeaderboard",
      {
        competitionName: slug,
        pageSize: checkedPageSize(pageSize),
        ...(token !== undefined && {pageToken: token}),
      },
      wireLeaderboardSchema,
      options,
    )
    .catch((error: unknown) => ofCompetition(slug, error));
  const start = Number(before ?? 0);
  const items = (found.submissions ?? []).map(({teamName, score, submissionDate}, index) => {
    const at = Date.parse(submissionDate ?? "");
    return {
      rank: start + index + 1,
      team: teamName ?? "",
      score: score ?? "",
      ...(!Number.isNaN(at) && {submittedAt: new Date(at).toISOString()}),
    };
  });
  return {
    items,
    ...(found.nextPageToken && {next: `${start + items.length}~${found.nextPageToken}`}),
  };
}

/** A competition has no versions: what lies here is compared with what the server has. @see KaggleClient.competitions */
export async function downloadCompetition(
  context: KaggleContext,
  slug: string,
  options: DownloadOptions,
): Promise<Downloaded> {
  if (options.version !== undefined)
    throw new TabletalkError("bad_use", "A competition has no versions.", "Leave the version out.");
  const file = options.file === undefined ? undefined : checkedFileName(options.file);
  const onWait = (why: string, waitMs: number): void =>
    options.onProgress?.({stage: "waiting", item: slug, done: 0, why, waitMs});
  const {title} = await getCompetition(context.transport, slug, {signal: options.signal, onWait});
  const service = "competitions.CompetitionApiService";
  return downloadInto(
    context,
    {
      place: competitionPlace(context.root, slug),
      ref: `competitions/${slug}`,
      ...(file !== undefined && {file}),
      origin: {
        kind: "kaggle",
        ref: `competitions/${slug}`,
        title,
        url: competitionUrl(slug),
        licence: {name: "The competition's rules", url: rulesUrl(slug), use: "restricted"},
        fetchedAt: new Date().toISOString(),
      },
      method: file === undefined ? `${service}/DownloadDataFiles` : `${service}/DownloadDataFile`,
      body: {competitionName: slug, ...(file !== undefined && {fileName: file})},
      anonymous: false,
      compare: true,
    },
    options,
  ).catch((error: unknown) => ofCompetition(slug, error, file !== undefined));
}
