import {z} from "zod";
import {
  addCount,
  bytesKept,
  type Counted,
  countsOf,
  type DayCounts,
  dayOf,
  takeWithin,
} from "../store/limits.ts";
import {changeSetting, settingOf} from "../store/settings.ts";
import type {Access} from "./access.ts";
import {LimitReached, type ReachedLimit, waitInWords} from "./limit_reached.ts";
import {allow, demand} from "./permissions.ts";
import {ownName, type Principal} from "./principal.ts";

const amount = z.number().int().min(0).max(1e15);

/** How much one person, or all of a workspace, may use. Left out: no limit. */
export const limitsSchema = z.strictObject({
  requestsPerMinute: amount.optional(),
  questionsPerDay: amount.optional(),
  tokensPerDay: amount.optional(),
  /** In US dollars. */
  costPerDay: z.number().min(0).max(1e9).optional(),
  rowsPerResult: amount.optional(),
  rowsPerImport: amount.optional(),
  rowsImportedPerDay: amount.optional(),
  storageBytes: amount.optional(),
});
export type Limits = z.infer<typeof limitsSchema>;

export const limitSettingsSchema = z.strictObject({
  /** Of each person, key of the workspace, or unlinked person of a platform. */
  eachPerson: limitsSchema.default({}),
  /** Of all together. */
  workspace: limitsSchema.default({}),
  /** Of some people instead, by their id. */
  people: z.record(z.string().max(300), limitsSchema).default({}),
});
export type LimitSettings = z.infer<typeof limitSettingsSchema>;

/** What holds where an owner has said nothing else. */
export const DEFAULT_LIMITS: LimitSettings = {
  eachPerson: {
    requestsPerMinute: 300,
    questionsPerDay: 1_000,
    tokensPerDay: 5_000_000,
    costPerDay: 20,
    rowsPerResult: 100_000,
    rowsPerImport: 50_000_000,
    storageBytes: 20 * 1024 ** 3,
  },
  workspace: {
    requestsPerMinute: 3_000,
    questionsPerDay: 20_000,
    tokensPerDay: 50_000_000,
    costPerDay: 200,
    storageBytes: 200 * 1024 ** 3,
  },
  people: {},
};

const NAME = "limits";
/** How long limits that were read are gone by, before they are read again. */
const KEPT_MS = 5_000;
const kept = new WeakMap<object, Map<string, {limits: LimitSettings; until: number}>>();

/** The limits of a workspace: the defaults, with what an owner has said instead. */
export async function limitsOf(access: Pick<Access, "store">, workspace: string): Promise<LimitSettings> {
  const stored = limitSettingsSchema.safeParse((await settingOf(access.store, workspace, NAME)) ?? {});
  const {eachPerson, workspace: all, people} = stored.success ? stored.data : DEFAULT_LIMITS;
  return {
    eachPerson: {...DEFAULT_LIMITS.eachPerson, ...eachPerson},
    workspace: {...DEFAULT_LIMITS.workspace, ...all},
    people,
  };
}

/** Sets the limits of a workspace anew; they hold for all workers within seconds. */
export async function changeLimits(
  access: Pick<Access, "store">,
  principal: Principal,
  limits: z.input<typeof limitSettingsSchema>,
): Promise<LimitSettings> {
  demand(principal, "workspace.write");
  const {workspace, actor} = principal;
  const checked = limitSettingsSchema.parse(limits);
  await changeSetting(access.store, workspace, NAME, () => checked, actor);
  kept.get(access.store)?.delete(workspace);
  return limitsOf(access, workspace);
}

/** The limits of whoever asks, and those of their workspace. At the terminal there are none. */
export async function limitsFor(
  access: Pick<Access, "store">,
  principal: Principal,
): Promise<{own: Limits; workspace: Limits}> {
  if (principal.kind === "local") return {own: {}, workspace: {}};
  const {eachPerson, workspace, people} = await keptLimits(access, principal.workspace);
  return {own: {...eachPerson, ...people[ownName(principal)]}, workspace};
}

/** Counts a request. @returns what is left of the own limit, for headers @throws LimitReached */
export async function countRequest(
  access: Access,
  principal: Principal,
): Promise<{allowed: number; left: number; resetSeconds: number} | undefined> {
  const {own, workspace} = await limitsFor(access, principal);
  if (workspace.requestsPerMinute !== undefined)
    await access.requests.count("workspace", principal.workspace, workspace.requestsPerMinute);
  const allowed = own.requestsPerMinute;
  if (allowed === undefined) return undefined;
  // A person with a hundred keys is one person.
  const of = principal.kind === "key" && principal.person === undefined ? "key" : "person";
  const key = `${principal.workspace}:${ownName(principal)}`;
  return {allowed, ...(await access.requests.count(of, key, allowed))};
}

/**
 * Counts a question (or several that are asked together), before it is answered; refuses it where the day's questions, tokens or cost are used up. Tokens and cost
 * of questions that are being answered meanwhile are not known yet: by these a limit may be passed.
 * @throws LimitReached
 */
export async function countQuestion(
  access: Access,
  principal: Principal,
  now = new Date(),
  questions = 1,
): Promise<void> {
  const {own, workspace} = await limitsFor(access, principal);
  const day = dayOf(now);
  for (const [of, person, limits] of [
    ["person", ownName(principal), own],
    ["workspace", "", workspace],
  ] as const) {
    if (limits.tokensPerDay === undefined && limits.costPerDay === undefined) continue;
    const counts = await countsOf(access.store, principal.workspace, person, day);
    refuseFrom("tokens a day", of, limits.tokensPerDay, counts.tokens, now);
    refuseFrom("dollars a day", of, limits.costPerDay, counts.cost_micros / 1_000_000, now);
  }
  await take(access, principal, "questions", questions, {
    name: "questions a day",
    own: own.questionsPerDay,
    workspace: workspace.questionsPerDay,
    now,
  });
}

/** Refuses an import of too many rows; counts the rows of the day. @throws LimitReached */
export async function countImport(
  access: Pick<Access, "store">,
  principal: Principal,
  rows: number,
  now = new Date(),
): Promise<void> {
  const {own, workspace} = await limitsFor(access, principal);
  for (const [of, most] of [
    ["person", own.rowsPerImport],
    ["workspace", workspace.rowsPerImport],
  ] as const)
    if (most !== undefined && rows > most)
      throw new LimitReached(
        {name: "rows an import", of, allowed: most, used: rows},
        `That has ${shown(rows)} rows; an import may have ${shown(most)}.`,
        "Import a part of it, or ask an owner of the workspace to raise the limit.",
      );
  await take(access, principal, "rows_imported", rows, {
    name: "rows imported a day",
    own: own.rowsImportedPerDay,
    workspace: workspace.rowsImportedPerDay,
    now,
  });
}

/** The most rows that whoever asks gets of a result; undefined: no limit. */
export async function rowsPerResult(access: Access, principal: Principal): Promise<number | undefined> {
  const {own, workspace} = await limitsFor(access, principal);
  const all = [own.rowsPerResult, workspace.rowsPerResult].filter((one) => one !== undefined);
  return all.length > 0 ? Math.min(...all) : undefined;
}

/** Refuses to keep a file for which there is no room any more; the bytes of the day are counted. @throws LimitReached */
export async function demandRoom(
  access: Pick<Access, "store">,
  principal: Principal,
  bytes: number,
  now = new Date(),
): Promise<void> {
  const {own, workspace} = await limitsFor(access, principal);
  if (own.storageBytes === undefined && workspace.storageBytes === undefined) return;
  const used = await bytesKept(access.store, principal.workspace, ownName(principal));
  for (const [of, most, there] of [
    ["person", own.storageBytes, used.person],
    ["workspace", workspace.storageBytes, used.workspace],
  ] as const)
    if (most !== undefined && there + bytes > most)
      throw new LimitReached(
        {name: "bytes kept", of, allowed: most, used: there},
        `There is no room for ${inMegabytes(bytes)}: ${inMegabytes(there)} of ${inMegabytes(most)} are used${whose(of)}.`,
        "Delete datasets that are no longer needed, or ask an owner of the workspace to raise the limit.",
      );
  const people = [ownName(principal), ""];
  await addCount(access.store, principal.workspace, dayOf(now), "bytes_stored", bytes, people);
}

/** What is used today and how much is allowed, of whoever asks and (for owners) of the workspace. */
export async function usedToday(
  access: Access,
  principal: Principal,
  now = new Date(),
): Promise<{
  own: {used: DayCounts; limits: Limits};
  workspace?: {used: DayCounts; limits: Limits};
  resetsAt: string;
}> {
  demand(principal, "usage.read");
  const {own, workspace} = await limitsFor(access, principal);
  const counts = (person: string) => countsOf(access.store, principal.workspace, person, dayOf(now));
  const all = allow(principal, "usage.read_all");
  return {
    own: {used: await counts(ownName(principal)), limits: own},
    ...(all && {workspace: {used: await counts(""), limits: workspace}}),
    resetsAt: nextDay(now),
  };
}

async function keptLimits(access: Pick<Access, "store">, workspace: string): Promise<LimitSettings> {
  const known = kept.get(access.store) ?? new Map<string, {limits: LimitSettings; until: number}>();
  kept.set(access.store, known);
  const found = known.get(workspace);
  if (found && found.until > Date.now()) return found.limits;
  const limits = await limitsOf(access, workspace);
  if (known.size >= 10_000) known.clear();
  known.set(workspace, {limits, until: Date.now() + KEPT_MS});
  return limits;
}

async function take(
  access: Pick<Access, "store">,
  principal: Principal,
  counted: Counted,
  count: number,
  limits: {name: string; own: number | undefined; workspace: number | undefined; now: Date},
): Promise<void> {
  const {name, own, workspace, now} = limits;
  const person = ownName(principal);
  const refused = await takeWithin(access.store, principal.workspace, dayOf(now), counted, count, [
    {person, limit: own},
    {person: "", limit: workspace},
  ]);
  if (refused === undefined) return;
  const of = refused === "" ? "workspace" : "person";
  const used = await countsOf(access.store, principal.workspace, refused, dayOf(now));
  throw full(name, of, (of === "workspace" ? workspace : own) ?? 0, used[counted], now);
}

function refuseFrom(
  name: string,
  of: ReachedLimit["of"],
  allowed: number | undefined,
  used: number,
  now: Date,
): void {
  if (allowed !== undefined && used >= allowed) throw full(name, of, allowed, used, now);
}

function full(name: string, of: ReachedLimit["of"], allowed: number, used: number, now: Date): LimitReached {
  const resetsAt = nextDay(now);
  const wait = waitInWords((Date.parse(resetsAt) - now.getTime()) / 1000);
  return new LimitReached(
    {name, of, allowed, used, resetsAt},
    `The limit of ${shown(allowed)} ${name}${whose(of)} is reached: ${shown(used)} are used.`,
    `It begins anew at 00:00 UTC, in ${wait}; an owner of the workspace can raise it.`,
  );
}

function whose(of: ReachedLimit["of"]): string {
  return of === "workspace" ? " of the workspace" : "";
}

function nextDay(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1)).toISOString();
}

function shown(count: number): string {
  return count.toLocaleString("en-US", {maximumFractionDigits: 2});
}

function inMegabytes(bytes: number): string {
  return `${shown(bytes / 1024 ** 2)} MiB`;
}
