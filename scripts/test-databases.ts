import {spawnSync} from "node:child_process";
import {installPackages} from "./install_packages.ts";
import {hasMariadb} from "./mariadb.ts";
import {hasPostgres} from "./postgres.ts";
import {fetchPostgres} from "./postgres_program.ts";

/**
 * Tests what reads from database servers and writes to them, against real ones: those that TABLETALK_TEST_POSTGRES and
 * TABLETALK_TEST_MYSQL name, or temporary ones. On a bare Debian or Ubuntu, as root, their packages are installed first.
 */
const wanted = [
  {name: "Postgres", package: "postgresql", there: hasPostgres, given: process.env.TABLETALK_TEST_POSTGRES},
  {name: "MariaDB", package: "mariadb-server", there: hasMariadb, given: process.env.TABLETALK_TEST_MYSQL},
];
if (process.env.TABLETALK_TEST_POSTGRES === undefined) await fetchPostgres().catch(() => undefined);
installPackages(wanted.filter((one) => one.given === undefined && !one.there()).map((one) => one.package));
for (const one of wanted)
  if (one.given === undefined && !one.there())
    console.log(
      `NOT TESTED: ${one.name} is not here and cannot be installed (apt-get install ${one.package}).`,
    );

const names = ["databases", "postgres", "mysql", "write_database/postgres", "write_database/mysql"];
const tests = names.map((name) => `test/data/${name}.test.ts`);
const run = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...tests], {
  stdio: "inherit",
});
process.exitCode = run.status ?? 1;
