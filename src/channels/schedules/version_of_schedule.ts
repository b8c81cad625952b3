import {keptPrincipalSchema} from "../../access/kept_principal.ts";
import type {Principal} from "../../access/principal.ts";
import {personById} from "../../store/people.ts";
import type {Store} from "../../store/store.ts";
import {publicationsOf} from "../../store/workflow_publications.ts";
import {changeSchedule, type StoredSchedule} from "../../store/workflow_schedules.ts";
import {workflowCalled, workflowVersions} from "../../store/workflows.ts";

/** A version that was made the one to run, and by whom. */
export interface Offered {
  version: number;
  by: string;
}

/**
 * The version that a schedule runs: the one that whoever's rights it has knows. What they published since is taken over, and
 * kept; what somebody else did is not, as it would run with their rights and connections. `offered`: by `offeredOf`.
 */
export async function versionToRun(
  store: Store,
  schedule: StoredSchedule,
  offered: readonly Offered[],
): Promise<number> {
  const {workspace, id, version} = schedule;
  const [now] = offered;
  if (!now || now.version === version) return version;
  const own = offered.find(({by}) => isBy(schedule, by));
  // An older one that was published before it was scheduled is not gone back to.
  if (!own || own.version === version || (own !== now && own.version < version)) return version;
  await changeSchedule(store, workspace, id, {version: own.version});
  return own.version;
}

/** A version by somebody else that would run where none is named, in words; undefined where there is none or it was told. */
export async function otherVersion(
  store: Store,
  schedule: StoredSchedule,
): Promise<{version: number; words: string} | undefined> {
  const {workspace, workflow, version, toldVersion} = schedule;
  const [now] = await offeredOf(store, schedule);
  if (!now || now.version === version || now.version === toldVersion || isBy(schedule, now.by))
    return undefined;
  const found = await workflowCalled(store, workspace, workflow);
  if (!found) return undefined;
  const what = now.version > version ? "a newer version" : "another version";
  const words = `${found.name} has ${what} by ${await nameOf(store, now.by)}; say "use the new version of ${found.name}" or schedule it again.`;
  return {version: now.version, words};
}

/** Whether a schedule runs with the rights of whoever asks. */
export function hasRightsOf(schedule: StoredSchedule, {actor, person}: Principal): boolean {
  const kept = keptPrincipalSchema.parse(schedule.principal);
  return kept.actor === actor || (person !== undefined && kept.person === person);
}

/** What was published, newest first; where nothing was, the versions. */
export async function offeredOf(store: Store, {workspace, workflow}: StoredSchedule): Promise<Offered[]> {
  const published = await publicationsOf(store, workspace, workflow);
  if (published.length > 0) return published.map(({version, publishedBy}) => ({version, by: publishedBy}));
  const all = await workflowVersions(store, workspace, workflow);
  return all.map(({version, changedBy}) => ({version, by: changedBy}));
}

function isBy({principal}: StoredSchedule, actor: string): boolean {
  const kept = keptPrincipalSchema.parse(principal);
  return actor === kept.actor || (kept.person !== undefined && actor === `person:${kept.person}`);
}

async function nameOf(store: Store, actor: string): Promise<string> {
  if (actor === "person") return "whoever runs this installation";
  if (actor.startsWith("key:")) return "an API key";
  if (!actor.startsWith("person:")) return actor;
  return (await personById(store, actor.slice("person:".length)))?.name ?? "another member";
}
