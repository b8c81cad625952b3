import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createEngine} from "../../src/data/create_engine.ts";
import type {Dataset} from "../../src/data/dataset.ts";
import type {Engine, Session} from "../../src/data/engine.ts";
import type {TableProfile} from "../../src/data/profile.ts";
import {executePlan} from "../../src/planning/execute.ts";
import type {Plan} from "../../src/planning/plan.ts";
import {createRegistry} from "../../src/tools/registry.ts";

/** One order of the sample, as the file holds it. */
export interface Order {
  orderId: number;
  orderedAt: string;
  region: string;
  status: string;
  netAmount: number;
  quantity: number | null;
}

/** 480 orders from January 2023 to December 2024, with one in twelve quantities missing and one in ten refunded. */
export const ORDERS: Order[] = Array.from({length: 480}, (_, index) => ({
  orderId: index + 1,
  orderedAt: new Date(Date.UTC(2023, 0, 1 + Math.floor((index * 730) / 480))).toISOString().slice(0, 10),
  region: ["East", "West", "North", "South"][(index * 7 + (index >> 3)) % 4]!,
  status: index % 10 === 3 ? "Refunded" : "Paid",
  netAmount: ((index * 7919) % 50_000) / 100,
  quantity: index % 12 === 5 ? null : 1 + (index % 9),
}));

export interface RealData extends AsyncDisposable {
  folder: string;
  file: string;
  engine: Engine;
  datasets: Dataset[];
  session: Session;
  profile: TableProfile;
  run(plan: Plan, signal?: AbortSignal, stepTimeMs?: number): ReturnType<typeof executePlan>;
}

/** The sample imported by the real engine, and the real tools on it. */
export async function openRealData(): Promise<RealData> {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-planning-"));
  const file = join(folder, "orders.csv");
  writeFileSync(file, csvOf(ORDERS));
  const engine = await createEngine({folder: join(folder, "data"), timeZone: "UTC"});
  const datasets = await engine.importFile(file);
  const session = await engine.open(datasets);
  const profile = await session.profile("orders");
  const registry = createRegistry();
  return {
    folder,
    file,
    engine,
    datasets,
    session,
    profile,
    run: (plan, signal = new AbortController().signal, stepTimeMs = 30_000) =>
      executePlan(plan, {
        registry,
        context: {
          session,
          profile: async () => profile,
          limits: {timeMs: 20_000, rows: 5_000},
          asOf: new Date("2025-01-15T00:00:00Z"),
          timeZone: "UTC",
        },
        signal,
        stepTimeMs,
      }),
    async [Symbol.asyncDispose]() {
      await engine.close();
      rmSync(folder, {recursive: true, force: true});
    },
  };
}

export function csvOf(orders: readonly Order[]): string {
  const lines = orders.map((one) =>
    [one.orderId, one.orderedAt, one.region, one.status, one.netAmount.toFixed(2), one.quantity ?? ""].join(
      ",",
    ),
  );
  return ["order_id,ordered_at,region,status,net_amount,quantity", ...lines].join("\n");
}
