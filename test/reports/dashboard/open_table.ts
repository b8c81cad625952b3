import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {createEngine} from "../../../src/data/create_engine.ts";
import type {Session} from "../../../src/data/engine.ts";

/** A CSV text as a table of a real engine's session. */
export async function openTable(
  name: string,
  csv: string,
): Promise<{session: Session; close: () => Promise<void>}> {
  const folder = await mkdtemp(join(tmpdir(), "tabletalk-dashboard-"));
  const file = join(folder, `${name}.csv`);
  await writeFile(file, csv);
  const engine = createEngine({folder: join(folder, "data"), timeZone: "UTC"});
  const session = await engine.open(await engine.importFile(file));
  return {
    session,
    close: async () => {
      await engine.close();
      await rm(folder, {recursive: true, force: true});
    },
  };
}

const REGIONS = ["North", "South", "East", "West"];
const KINDS = ["Chairs", "Phones", "Paper"];
const PRICES = [180, 420, 35];

/** Orders from January 2023 to the middle of May 2024: phones sell for most, the west sells most, some have no region. */
export function orders(rows = 2_000): string {
  let state = 7;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const lines = Array.from({length: rows}, (_, at) => {
    const day = new Date(Date.UTC(2023, 0, 1) + Math.floor(random() * 500) * 86_400_000)
      .toISOString()
      .slice(0, 10);
    const kind = Math.floor(random() * 3);
    const region = Math.floor(random() * 4);
    const price = PRICES[kind]! * (0.6 + region * 0.25) * (0.7 + random() * 0.6);
    const sales = price * (1 + Math.floor(random() * 5));
    const profit = sales * (random() * 0.5 - 0.1);
    const where = at % 50 === 0 ? "" : REGIONS[region];
    return `O-${10_000 + at},${day},${where},${KINDS[kind]},${price.toFixed(2)},${sales.toFixed(2)},${profit.toFixed(2)}`;
  });
  return ["order_id,order_date,region,category,unit_price,sales,profit", ...lines, ""].join("\n");
}
