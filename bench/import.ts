import {once} from "node:events";
import {createWriteStream, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {finished} from "node:stream/promises";
import {DuckDBInstance} from "@duckdb/node-api";
import {createEngine} from "../src/data/create_engine.ts";
import {wideCsv} from "./data/wide_csv.ts";

/**
 * Import and a group-by of a CSV beside DuckDB's own read_csv into a file that it closes, in one run.
 * Usage: node bench/import.ts [rows of the long file, default 10000000] [runs, default 3]
 */
const rows = Number(process.argv[2] ?? 10_000_000);
const runs = Number(process.argv[3] ?? 3);
const scratch = mkdtempSync(join(tmpdir(), "bench-import-"));

async function writeLong(path: string): Promise<void> {
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

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const QUERY = "SELECT region, sum(revenue) FROM data GROUP BY region";

async function compare(what: string, file: string): Promise<Record<string, string | number>> {
  const bare: number[] = [];
  const ours: number[] = [];
  for (let run = 0; run < runs; run++) {
    const path = join(scratch, `bare${run}.duckdb`);
    bare.push(
      await timed(async () => {
        const instance = await DuckDBInstance.create(path, {threads: "2"});
        const connection = await instance.connect();
        await connection.run(`CREATE TABLE data AS FROM read_csv('${file}')`);
        await connection.run(QUERY);
        connection.closeSync();
        instance.closeSync();
      }),
    );
    rmSync(path, {force: true});
    const folder = join(scratch, `ours${run}`);
    await using engine = createEngine({folder});
    ours.push(
      await timed(async () => {
        const session = await engine.open(await engine.importFile(file, {name: "data"}));
        await session.query(QUERY);
      }),
    );
    await engine.close();
    rmSync(folder, {recursive: true, force: true});
  }
  const [theirs, own] = [median(bare), median(ours)];
  return {
    what,
    "DuckDB ms": Math.round(theirs),
    "ours ms": Math.round(own),
    ratio: Number((own / theirs).toFixed(2)),
  };
}

try {
  const wide = join(scratch, "wide.csv");
  const out = createWriteStream(wide);
  out.end(wideCsv(100_000));
  await finished(out);
  const long = join(scratch, "long.csv");
  await writeLong(long);
  console.table([await compare("100,000 x 20", wide), await compare(`${rows} x 8`, long)]);
} finally {
  rmSync(scratch, {recursive: true, force: true});
}
