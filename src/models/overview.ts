import type {LimitSource} from "./daily_limits.ts";
import type {Health, ModelHealth} from "./health.ts";
import {type Price, sayPrice} from "./prices.ts";
import type {AnswerMode, HostedModel, ModelLimits} from "./providers.ts";
import {ALL_ROLES, type AnyRole, type RoleModels} from "./roles.ts";

/** A model as it is shown: where it is, what it costs, how it is. Never its key, only where that comes from. */
export interface ShownModel {
  id: string;
  /** The address without its path; absent where it cannot be asked as things are. */
  address?: string;
  /** False: on this machine. */
  remote?: boolean;
  answers?: AnswerMode;
  /** Null: not known. */
  price: Price | null;
  saysPrice: string;
  limits?: ModelLimits;
  keyFrom?: string;
  health?: ModelHealth;
  /** Why it cannot be asked: a key or an address that is missing. */
  unusable?: {why: string; next: string};
  /** The roles that name it. */
  roles: AnyRole[];
}

/** A workspace's models at a glance. */
export interface ModelOverview {
  /** The registry's version; 0: none. */
  version: number;
  /** For each role the models in the order in which they are tried; `offline` where nothing else is named. */
  roles: Record<AnyRole, string[]>;
  models: ShownModel[];
  limits: LimitSource[];
  /** Names of keys that were kept. */
  keys: string[];
}

/** Puts together what each role, and the rest of the registry, come to. */
export function overviewOf(
  roles: Readonly<Record<AnyRole, RoleModels>>,
  others: RoleModels,
  health: Health,
): Pick<ModelOverview, "roles" | "models"> {
  const found = new Map<string, ShownModel>();
  const add = (shown: ShownModel, role: AnyRole | undefined) => {
    const before = found.get(shown.id) ?? shown;
    if (role) before.roles.push(role);
    found.set(shown.id, before);
  };
  const addAll = ({models, unusable = []}: RoleModels, role?: AnyRole) => {
    for (const model of models) add(shown(model, health), role);
    for (const {id, why, next} of unusable)
      add({id, price: null, saysPrice: sayPrice(undefined), unusable: {why, next}, roles: []}, role);
  };
  for (const role of ALL_ROLES) addAll(roles[role], role);
  addAll(others);
  const named = ({models, offline}: RoleModels) => [
    ...models.map(({id}) => id),
    ...(offline ? ["offline"] : []),
  ];
  return {
    roles: Object.fromEntries(ALL_ROLES.map((role) => [role, named(roles[role])])) as Record<
      AnyRole,
      string[]
    >,
    models: [...found.values()],
  };
}

function shown(model: HostedModel, health: Health): ShownModel {
  const {id, url, remote, answers, price, limits, keyFrom} = model;
  return {
    id,
    address: new URL(url).origin,
    remote,
    answers,
    price: price ?? null,
    saysPrice: sayPrice(price),
    ...(limits && {limits}),
    ...(keyFrom && {keyFrom}),
    health: health.of(model),
    roles: [],
  };
}
