import {limitSettingsSchema, limitsOf} from "../access/limits.ts";
import type {Allowance} from "../models/account.ts";
import {type DayLimits, type LimitSource, openAllowance} from "../models/daily_limits.ts";
import {settingOf} from "../store/settings.ts";
import type {Store} from "../store/store.ts";
import {nameOfUse} from "./who_asks.ts";
import type {ModelScene} from "./workspace_models.ts";

/** Whose turn it is, and the limits that the registry and the operator set. */
export interface TurnAsker {
  store: Store;
  workspace: string;
  /** Absent: nobody in particular; then the workspace's limits hold. */
  actor: string | undefined;
  sources: readonly LimitSource[];
  scene: ModelScene;
}

/** What the day leaves for the models of a turn. In a service the limits of people and of the workspace hold, too. */
export async function allowanceOfTurn({
  store,
  workspace,
  actor,
  sources,
  scene,
}: TurnAsker): Promise<Allowance> {
  const person = actor === undefined ? undefined : await countedAs(store, workspace, actor);
  const more = scene === "service" ? await ownersLimits(store, workspace, person) : [];
  return openAllowance({
    store,
    workspace,
    sources: [...sources, ...more],
    ...(person !== undefined && {person}),
  });
}

/** The name that someone's use is counted under: a key of a person counts as that person. */
async function countedAs(store: Pick<Store, "db">, workspace: string, actor: string): Promise<string> {
  if (!actor.startsWith("key:")) return nameOfUse(actor);
  const key = await store.db
    .selectFrom("api_keys")
    .select("person")
    .where((is) => is.and({workspace, id: actor.slice("key:".length)}))
    .executeTakeFirst();
  return key?.person ?? actor;
}

/** Tokens and cost a day that an owner set for people and workspace; where they set none, the defaults. */
async function ownersLimits(
  store: Store,
  workspace: string,
  person: string | undefined,
): Promise<LimitSource[]> {
  const raisedBy = "An owner of the workspace";
  const set = limitSettingsSchema.safeParse((await settingOf(store, workspace, "limits")) ?? {});
  const all = await limitsOf({store}, workspace);
  const dayOf = (own: Own): DayLimits => ({
    workspace: limitOf(own.workspace),
    person: limitOf({...own.eachPerson, ...(person !== undefined && own.people[person])}),
  });
  return [
    ...(set.success ? [{limits: dayOf(set.data), raisedBy}] : []),
    {limits: dayOf(all), raisedBy, isDefault: true},
  ];
}

type Own = Awaited<ReturnType<typeof limitsOf>>;

function limitOf({tokensPerDay, costPerDay}: Own["workspace"]) {
  return {
    ...(tokensPerDay !== undefined && {tokens: tokensPerDay}),
    ...(costPerDay !== undefined && {cost: costPerDay}),
  };
}
