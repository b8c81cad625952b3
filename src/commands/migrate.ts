import {loadConfig} from "../config.ts";
import {openStore} from "../store/open.ts";
import type {CommonFlags} from "./program.ts";

/** `tabletalk migrate`: brings the state's schema up to date, as every start does, and says what was done. */
export async function migrate(flags: CommonFlags): Promise<void> {
  await using store = await openStore(loadConfig(flags), {
    onWaiting: (why) => process.stderr.write(`${why}; trying again\n`),
  });
  const {dialect, migrated} = store;
  if (flags.json) process.stdout.write(`${JSON.stringify({dialect, migrated})}\n`);
  else if (migrated.length === 0) process.stdout.write(`The state (${dialect}) is up to date.\n`);
  else
    process.stdout.write(
      `Applied to the state (${dialect}):\n${migrated.map((name) => `  ${name}\n`).join("")}`,
    );
}
