import {spawnSync} from "node:child_process";
import {existsSync} from "node:fs";
import {delimiter, join} from "node:path";
import {hasMariadb} from "./mariadb.ts";
import {hasPostgres} from "./postgres.ts";

/**
 * Tests what reads from database servers, against real ones: those that TABLETALK_TEST_POSTGRES and TABLETALK_TEST_MYSQL
 * name, or temporary ones. On a bare Debian or Ubuntu, as root, their packages are installed first.
 */
const wanted = [
  {name: "Postgres", package: "postgresql", there: hasPostgres, given: process.env.TABLETALK_TEST_POSTGRES},
  {name: "MariaDB", package: "mariadb-server", there: hasMariadb, given: process.env.TABLETALK_TEST_MYSQL},
];
const missing = wanted.filter((one) => one.given === undefined && !one.there());
const apt = (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "apt-get")));

if (missing.length > 0 && apt && process.getuid?.() === 0) {
  const env = {...process.env, DEBIAN_FRONTEND: "noninteractive"};
  console.log(`Installing ${missing.map((one) => one.package).join(" and ")} ...`);
  spawnSync("apt-get", ["update", "-qq"], {env, stdio: "ignore", timeout: 120_000});
  for (const one of missing)
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", one.package], {
      env,
      stdio: "ignore",
      timeout: 300_000,
    });
}
for (const one of wanted)
  if (one.given === undefined && !one.there())
    console.log(
      `NOT TESTED: ${one.name} is not here and cannot be installed (apt-get install ${one.package}).`,
    );

const tests = ["databases", "postgres", "mysql"].map((name) => `test/data/${name}.test.ts`);
const run = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...tests], {
  stdio: "inherit",
});
process.exitCode = run.status ?? 1;
