import {spawnSync} from "node:child_process";
import {installPackages} from "./install_packages.ts";
import {buildObjectStorage} from "./object_storage.ts";
import {postgresFacts, startPostgres} from "./postgres.ts";
import {fetchPostgres} from "./postgres_program.ts";
import {createStoreDatabase} from "./store_database.ts";

/**
 * Tests the store on a real Postgres 16 or later with pgvector (that of TABLETALK_TEST_POSTGRES, or a temporary one), and
 * the files on a real S3-compatible server. Further paths, or options of vitest, may be given.
 */
const pip = (): boolean => spawnSync("python3", ["-m", "pip", "--version"], {stdio: "ignore"}).status === 0;
const given = process.env.TABLETALK_TEST_POSTGRES;
if (given === undefined) {
  if (!pip()) installPackages(["python3-pip"]);
  await fetchPostgres().catch((error: unknown) => console.log(String(error)));
}
await buildObjectStorage().catch((error: unknown) =>
  console.log(`NOT TESTED: object storage. ${error instanceof Error ? error.message : String(error)}`),
);

const server =
  given === undefined
    ? await startPostgres({fetch: false})
    : {url: given, ...(await postgresFacts(given)), stop: async () => undefined};
try {
  const {version = "?", vector} = server;
  console.log(`Postgres ${version}, ${vector ? "with" : "without"} pgvector`);
  if (!vector || Number.parseInt(version, 10) < 16)
    throw new Error(
      "The store needs Postgres 16 or later with pgvector; name one with TABLETALK_TEST_POSTGRES.",
    );
  const database = await createStoreDatabase(server.url);
  const paths = ["test/store", ...process.argv.slice(2)];
  const run = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...paths], {
    stdio: "inherit",
    env: {...process.env, TABLETALK_TEST_POSTGRES: server.url, TABLETALK_TEST_POSTGRES_STORE: database.url},
  });
  process.exitCode = run.status ?? 1;
  await database.drop();
} finally {
  await server.stop();
}
