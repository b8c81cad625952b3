import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, beforeEach} from "vitest";
import type {TabletalkError} from "../../src/errors.ts";
import type {KaggleClient} from "../../src/kaggle/client.ts";
import {createKaggleClient, type KaggleOptions} from "../../src/kaggle/create_client.ts";
import {type LocalKaggle, startLocalKaggle} from "./server/local_kaggle.ts";
import {SECRETS} from "./server/shelf.ts";

/** Faults are waited out at once, so that tests are quick. */
export const HASTY = {
  attempts: 4,
  firstMs: 1,
  longestMs: 2,
  obeyedMs: 1_000,
  callMs: 20_000,
  stallMs: 20_000,
};

/** Kaggle on this machine, and folders of the tests' own; all of it goes with the tests of a file. */
export function kaggleWorkplace() {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-kaggle-"));
  let server: LocalKaggle | undefined;
  let homes = 0;
  beforeAll(async () => {
    server = await startLocalKaggle();
  });
  beforeEach(() => server?.reset());
  afterAll(async () => {
    await server?.close();
    rmSync(folder, {recursive: true, force: true});
  });
  return {
    folder,
    /** A folder that is not there yet. */
    home: (): string => join(folder, `home${homes++}`),
    server: (): LocalKaggle => server!,
    /** A client in a home of its own, as Ada unless something else is said. */
    client: (options: Partial<KaggleOptions> = {}): KaggleClient =>
      createKaggleClient({
        home: join(folder, `home${homes++}`),
        credentials: {kind: "token", token: SECRETS.token},
        environment: {},
        userFolder: join(folder, "nobody"),
        endpoint: server!.url,
        patience: HASTY,
        ...options,
      }),
  };
}

/** The error that a call ends in. */
export async function failure(work: Promise<unknown>): Promise<TabletalkError> {
  return work.then(
    (value) => {
      throw new Error(`It was to fail, and gave ${JSON.stringify(value)}`);
    },
    (error: TabletalkError) => error,
  );
}
