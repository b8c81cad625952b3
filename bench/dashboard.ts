import {spawnSync} from "node:child_process";
import {mkdtempSync, rmSync, statSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {createRuntime} from "../src/commands/runtime.ts";
import {loadConfig} from "../src/config.ts";
import {buildDashboard} from "../src/reports/dashboard/build.ts";
import {dashboardPage} from "../src/reports/dashboard/page.ts";

/**
 * How long a dashboard of 100,000 rows takes offline: from the start of the command on a file that it has not seen to the
 * written page; and in a warm process over a table that is there. Prints medians in milliseconds.
 */
const RUNS = Number(process.env.RUNS ?? 5);
const ROWS = 100_000;
const folder = mkdtempSync(join(tmpdir(), "tabletalk-bench-"));
const built = resolve(import.meta.dirname, "../dist/cli.js");
const cli = process.env.BUILT ? built : resolve(import.meta.dirname, "../src/cli.ts");

/** Orders of three years; each file begins with another number, so that no version is known yet. */
function freshFile(seed: number): string {
  let state = seed + 11;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const of = (all: readonly string[]) => all[Math.floor(random() * all.length)]!;
  const lines = Array.from({length: ROWS}, (_, at) => {
    const day = new Date(Date.UTC(2022, 0, 1) + Math.floor(random() * 1050) * 86_400_000)
      .toISOString()
      .slice(0, 10);
    const kind = of(["Furniture", "Technology", "Office Supplies"]);
    const price = (kind === "Technology" ? 420 : kind === "Furniture" ? 180 : 35) * (0.5 + random());
    const quantity = 1 + Math.floor(random() * 9);
    const sales = price * quantity;
    return `O-${seed}-${at},${day},${of(["North", "South", "East", "West"])},${kind},${of(["Consumer", "Corporate", "Home Office"])},${of(["Standard", "First", "Same Day"])},${quantity},${price.toFixed(2)},${sales.toFixed(2)},${(sales * (random() * 0.4 - 0.1)).toFixed(2)}`;
  });
  const path = join(folder, `orders_${seed}.csv`);
  writeFileSync(
    path,
    [
      "order_id,order_date,region,category,segment,ship_mode,quantity,unit_price,sales,profit",
      ...lines,
      "",
    ].join("\n"),
  );
  return path;
}

const median = (numbers: number[]) =>
  Math.round(numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0);

function cold(seed: number): number {
  const out = join(folder, `page_${seed}.html`);
  const file = freshFile(seed);
  const begun = performance.now();
  const ran = spawnSync(
    process.execPath,
    [cli, "dashboard", file, "--home", join(folder, `home_${seed}`), "--out", out],
    {encoding: "utf8"},
  );
  if (ran.status !== 0) throw new Error(`${ran.stdout}${ran.stderr}`);
  return performance.now() - begun;
}

try {
  // The first start fills the compile cache, as it is on any machine that has asked before.
  cold(0);
  const colds = Array.from({length: RUNS}, (_, run) => cold(run + 1));
  const size = statSync(join(folder, "page_1.html")).size;
  await using runtime = createRuntime(loadConfig({home: join(folder, "warm")}));
  const session = await runtime.open(await runtime.importFiles([freshFile(99)]));
  const page = async () => {
    const begun = performance.now();
    const {document} = await buildDashboard(session, {asOf: new Date(), timeZone: "UTC"});
    await dashboardPage(document);
    return performance.now() - begun;
  };
  await page();
  const warms: number[] = [];
  for (let run = 0; run < RUNS * 2; run++) warms.push(await page());
  console.log(
    `dashboard of ${ROWS.toLocaleString("en")} rows, from process start: ${median(colds)} ms (<= 3000)`,
  );
  console.log(`in a warm process:                              ${median(warms)} ms (<= 1500)`);
  console.log(`the page:                                       ${(size / 2 ** 20).toFixed(1)} MiB`);
} finally {
  rmSync(folder, {recursive: true, force: true});
}
