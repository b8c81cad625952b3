import {once} from "node:events";
import {createWriteStream, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {finished} from "node:stream/promises";
import {createEngine} from "../src/data/create_engine.ts";

/**
 * What sketching a table (hashes of rows and values, for joins and copies) costs beside its import and its profile.
 * Usage: node bench/catalogue.ts [rows, default 1000000] [runs, default 3]
 */
const rows = Number(process.argv[2] ?? 1_000_000);
const runs = Number(process.argv[3] ?? 3);
const scratch = mkdtempSync(join(tmpdir(), "bench-catalogue-"));

async function writeOrders(path: string): Promise<void> {
  const out = createWriteStream(path);
  out.write("order_id,order_date,region,product,quantity,unit_price,revenue,customer\n");
  let state = 7;
  const below = (most: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  for (let from = 0; from < rows; from += 20_000) {
    const lines: string[] = [];
    for (let row = from; row < Math.min(rows, from + 20_000); row++) {
      const [quantity, price] = [1 + below(9), below(20_000) / 100];
      const day = new Date(Date.UTC(2023, 0, 1 + below(730))).toISOString().slice(0, 10);
      lines.push(
        `${row + 1},${day},${["North", "South", "East", "West"][below(4)]},Product ${below(2000)},${quantity},${price},${(quantity * price).toFixed(2)},C${below(200_000)}\n`,
      );
    }
    if (!out.write(lines.join(""))) await once(out, "drain");
  }
  out.end();
  await finished(out);
}

const timed = async <Value>(work: () => Promise<Value>): Promise<[number, Value]> => {
  const from = performance.now();
  const value = await work();
  return [performance.now() - from, value];
};
const median = (values: number[]): number =>
  Math.round(values.toSorted((a, b) => a - b)[values.length >> 1]!);

try {
  const file = join(scratch, "orders.csv");
  await writeOrders(file);
  const times = {import: [] as number[], profile: [] as number[], sketch: [] as number[]};
  let bytes = 0;
  for (let run = 0; run < runs; run++) {
    const folder = join(scratch, `run${run}`);
    await using engine = createEngine({folder});
    const [importing, datasets] = await timed(() => engine.importFile(file));
    const session = await engine.open(datasets);
    const [profiling] = await timed(() => session.profile("orders"));
    const [sketching, sketch] = await timed(() => session.sketch!("orders"));
    bytes = JSON.stringify(sketch).length;
    times.import.push(importing);
    times.profile.push(profiling);
    times.sketch.push(sketching);
  }
  const [imported, profiled, sketched] = [median(times.import), median(times.profile), median(times.sketch)];
  console.table([
    {
      rows,
      "import ms": imported,
      "profile ms": profiled,
      "sketch ms": sketched,
      "sketch / import": Number((sketched / imported).toFixed(3)),
      "kept kB": Math.round(bytes / 1000),
    },
  ]);
} finally {
  rmSync(scratch, {recursive: true, force: true});
}
