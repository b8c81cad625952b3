import {spawnSync} from "node:child_process";
import {buildLiveKit} from "./livekit.ts";
import {fetchPocketsphinx} from "./pocketsphinx.ts";

/**
 * Tests calls end to end, on a real LiveKit server with a recognizer that runs here; both are brought along. Paths, or
 * options of vitest, may be given.
 */
await buildLiveKit();
const sphinx = process.env.TABLETALK_POCKETSPHINX ?? (await fetchPocketsphinx());
const given = process.argv.slice(2);
const paths = given.some((one) => !one.startsWith("-")) ? given : ["test/voice_server", ...given];
// What is measured in these tests is sound, as it comes: one file at a time has the machine.
const run = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--no-file-parallelism", "--test-timeout=120000", ...paths],
  {
    stdio: "inherit",
    env: {
      ...process.env,
      TABLETALK_TEST_VOICE: "1",
      ...(sphinx !== undefined && {TABLETALK_POCKETSPHINX: sphinx}),
    },
  },
);
process.exitCode = run.status ?? 1;
