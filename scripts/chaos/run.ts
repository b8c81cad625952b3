/**
 * `npm run chaos [-- --kills 50]`: three workers on one Postgres and two writers of one SQLite file, killed at random. Ends
 * with what was lost or doubled; exit status 1 where anything was.
 */
import {parseArgs} from "node:util";
import {startPostgres} from "../postgres.ts";
import {createStoreDatabase} from "../store_database.ts";
import {embeddedStore} from "./embedded_store.ts";
import {threeWorkers} from "./three_workers.ts";

const {values} = parseArgs({options: {kills: {type: "string", default: "50"}, only: {type: "string"}}});
const kills = Number(values.kills);
const say = (text: string) => console.log(`  ${text}`);
const wrong: string[] = [];

if (values.only !== "workers") {
  console.log(`The embedded store, two writers, killed ${kills} times`);
  wrong.push(...(await embeddedStore(kills, say)));
}
if (values.only !== "embedded") {
  console.log(`Three workers on one Postgres, one killed ${kills} times`);
  const server = await startPostgres();
  try {
    const {url} = await createStoreDatabase(server.url);
    wrong.push(...(await threeWorkers(url, kills, say)));
  } finally {
    await server.stop();
  }
}
for (const one of wrong.slice(0, 20)) console.log(`WRONG: ${one}`);
console.log(wrong.length === 0 ? "Nothing was lost, nothing doubled." : `${wrong.length} things went wrong.`);
process.exitCode = wrong.length === 0 ? 0 : 1;
