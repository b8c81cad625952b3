import {allow} from "../../access/permissions.ts";
import type {Principal} from "../../access/principal.ts";
import {TabletalkError} from "../../errors.ts";
import {type ListedReport, reportsOf, type StoredReport} from "../../store/reports.ts";
import type {Store} from "../../store/store.ts";
import {knownAs, nearestNames} from "../../tools/nearest.ts";
import {reportFor, reportResource} from "./report_rights.ts";

/** As many reports as a name is looked for among, the last changed first. */
const MOST = 500;
const LAST = /^(?:the )?(?:last|latest|newest)(?: (?:one|report|dashboard|analysis))?$/i;

/**
 * The report that somebody names: by its id, its title whatever the case (of several the last changed), or as "last", which is
 * their own that was last changed.
 * @throws TabletalkError not_found with the titles that are most like it; forbidden
 */
export async function reportNamed(
  store: Pick<Store, "db">,
  principal: Principal,
  name: string,
): Promise<StoredReport> {
  const all = (await reportsOf(store, principal.workspace, {limit: MOST})).filter((one) =>
    allow(principal, "reports.read", reportResource(principal.workspace, one)),
  );
  const wanted = name.trim();
  const found = all.find(({id}) => id === wanted) ?? titled(all, wanted) ?? lastOf(all, wanted, principal);
  return reportFor(store, principal, found?.id ?? idOr(wanted, all), "reports.read");
}

function titled(all: readonly ListedReport[], wanted: string): ListedReport | undefined {
  const title = knownAs(
    wanted,
    all.map((one) => one.title),
  );
  return title === undefined ? undefined : all.find((one) => one.title === title);
}

function lastOf(
  all: readonly ListedReport[],
  wanted: string,
  {person, actor}: Principal,
): ListedReport | undefined {
  if (!LAST.test(wanted)) return undefined;
  const kind = /report$|dashboard$|analysis$/i.exec(wanted)?.[0].toLowerCase();
  const fitting = all.filter((one) => kind === undefined || kind === "report" || one.kind === kind);
  return fitting.find(({owner}) => owner !== undefined && [person, actor].includes(owner)) ?? fitting[0];
}

/** What may be an older one's id. @throws TabletalkError not_found where it can be none */
function idOr(wanted: string, all: readonly ListedReport[]): string {
  if (/^[0-9a-f]{20,64}$/i.test(wanted)) return wanted;
  const near = nearestNames(
    wanted,
    all.map(({title}) => title),
  );
  const said = `There is no report ${JSON.stringify(wanted.slice(0, 100))}`;
  throw near.length > 0
    ? new TabletalkError(
        "not_found",
        `${said}; nearest: ${near.join(", ")}.`,
        `Use one of: ${near.join(", ")}.`,
      )
    : new TabletalkError(
        "not_found",
        `${said}.`,
        all.length > 0
          ? `The last ones are: ${all
              .slice(0, 5)
              .map(({title}) => title)
              .join(", ")}.`
          : 'There is none yet: ask for one ("make a dashboard of orders").',
      );
}
