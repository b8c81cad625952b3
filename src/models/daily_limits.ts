import {TabletalkError} from "../errors.ts";
import type {Store} from "../store/store.ts";
import {addToDay, type DayCount, microsOf} from "../store/usage.ts";
import type {Allowance, Taken} from "./account.ts";
import {costOf} from "./prices.ts";
import type {HostedModel} from "./providers.ts";

/** The most that models may use in a day of UTC. Absent: no limit. */
export interface DayLimit {
  /** In and out together. */
  tokens?: number;
  /** US dollars. */
  cost?: number;
}

/** Limits of a day: of the workspace as a whole, and of each person in it. */
export interface DayLimits {
  workspace?: DayLimit;
  person?: DayLimit;
}

/** The limits that someone set, and who it takes to raise them. */
export interface LimitSource {
  limits: DayLimits;
  /** "An owner of the workspace". */
  raisedBy: string;
  /**
   * Limits that hold where nobody has set any: a model whose price is not known is asked all the same. Under a limit on cost that
   * somebody set it is not, as that could not be held.
   */
  isDefault?: boolean;
}

/** Whose limits are asked, and what they are. */
export interface AllowanceScene {
  store: Pick<Store, "db">;
  workspace: string;
  /** Absent: only the workspace's limits are held. */
  person?: string;
  /** Several: all of them hold. */
  sources: readonly LimitSource[];
  now?: () => Date;
}

/** Whose count it is, and the limits on it. */
interface Count {
  of: "workspace" | "person";
  /** As the store keys it: an empty person is the workspace. */
  person: string;
  limits: {limit: DayLimit; raisedBy: string; isDefault?: boolean}[];
}

/**
 * The limits of a day. Each request takes the tokens of its prompt off them before it is sent, in the store's own counters, so that
 * requests of several turns and processes at once are counted too; its reply is added when it is known. The last request of a day
 * may thus pass a limit by its reply, which has a limit of its own.
 */
export function openAllowance(scene: AllowanceScene): Allowance {
  const {store, workspace, person, now = () => new Date()} = scene;
  const limitsOf = (of: "workspace" | "person") =>
    scene.sources.flatMap(({limits, ...rest}) => (limits[of] ? [{limit: limits[of], ...rest}] : []));
  const counts: Count[] = [
    {of: "workspace", person: "", limits: limitsOf("workspace")},
    ...(person ? [{of: "person" as const, person, limits: limitsOf("person")}] : []),
  ];
  return {
    async take(model, {input}): Promise<Taken> {
      const at = now();
      const day = at.toISOString().slice(0, 10);
      const taken = amountOf(model, {input, output: 0});
      const done: Count[] = [];
      const add = (count: Count, amount: DayCount) => addToDay(store, workspace, count.person, day, amount);
      for (const count of counts) {
        checkPrice(model, count);
        const after = await add(count, taken);
        done.push(count);
        const before = {
          tokens: after.tokens - taken.tokens,
          costMicros: after.costMicros - taken.costMicros,
        };
        const refusal = refusalBy(count, before, after, taken, at);
        if (!refusal) continue;
        for (const one of done) await add(one, negative(taken));
        throw refusal;
      }
      return {
        async settle(used) {
          const whole = amountOf(model, used);
          const more = {
            tokens: whole.tokens - taken.tokens,
            costMicros: whole.costMicros - taken.costMicros,
          };
          if (more.tokens === 0 && more.costMicros === 0) return;
          for (const count of counts) await add(count, more);
        },
      };
    },
  };
}

/** An allowance that is looked up when the first request is about to be sent. */
export function lazyAllowance(open: () => Promise<Allowance>): Allowance {
  let opened: Promise<Allowance> | undefined;
  return {
    async take(model, tokens) {
      opened ??= open();
      return (await opened).take(model, tokens);
    },
  };
}

function amountOf({price}: HostedModel, tokens: {input: number; output: number}): DayCount {
  return {
    tokens: tokens.input + tokens.output,
    costMicros: price ? microsOf(costOf(price, tokens)) : 0,
  };
}

/** A limit on cost cannot be held where nobody knows the price. */
function checkPrice({id, price}: HostedModel, {limits}: Count): void {
  if (price || limits.every(({limit, isDefault}) => limit.cost === undefined || isDefault)) return;
  throw new TabletalkError(
    "model_failed",
    `The price of ${id} is not known, so that the day's limit on cost could not be held.`,
    "An owner gives it in the registry of models: tabletalk models price MODEL INPUT OUTPUT.",
  );
}

function refusalBy(
  {of, limits}: Count,
  before: DayCount,
  after: DayCount,
  taken: DayCount,
  at: Date,
): TabletalkError | undefined {
  for (const {limit, raisedBy} of limits) {
    const {tokens, cost} = limit;
    if (tokens !== undefined && (before.tokens >= tokens || after.tokens > tokens))
      return refusal(of, `${count(tokens)} tokens`, `${count(before.tokens)} are used`, raisedBy, at);
    const isFree = taken.costMicros === 0;
    if (cost !== undefined && !isFree && (before.costMicros >= cost * 1e6 || after.costMicros > cost * 1e6))
      return refusal(of, dollars(cost), `${dollars(before.costMicros / 1e6)} is used`, raisedBy, at);
  }
  return undefined;
}

function refusal(
  of: "workspace" | "person",
  allowed: string,
  used: string,
  raisedBy: string,
  at: Date,
): TabletalkError {
  const resetsAt = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 1));
  const minutes = Math.ceil((resetsAt.getTime() - at.getTime()) / 60_000);
  const wait = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const whose = of === "workspace" ? "This workspace's" : "Your";
  const error = new TabletalkError(
    "limit_reached",
    `${whose} limit of ${allowed} a day for models is reached: ${used}, and this question needs more.`,
    `It is free again at 00:00 UTC, in ${wait}. ${raisedBy} can raise it; the offline pair answers without it.`,
  );
  return Object.assign(error, {
    limit: {name: `${allowed} a day for models`, of, resetsAt: resetsAt.toISOString()},
    retryAfterSeconds: minutes * 60,
  });
}

function negative({tokens, costMicros}: DayCount): DayCount {
  return {tokens: -tokens, costMicros: -costMicros};
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}

function dollars(amount: number): string {
  return `$${amount.toFixed(amount < 1 ? 4 : 2)}`;
}
