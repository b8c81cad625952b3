import {deepEqual, equal, match, ok} from "node:assert/strict";
import {execFile} from "node:child_process";
import {readFileSync, statSync, writeFileSync} from "node:fs";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {basename, join, resolve} from "node:path";
import {promisify} from "node:util";
import {createKaggleClient} from "../src/kaggle/create_client.ts";
import {filesBelow, hashOf, officialCli, rowsOf} from "../test/kaggle/official/cli.ts";
import {noise} from "../test/kaggle/server/archives.ts";
import {startLocalKaggle} from "../test/kaggle/server/local_kaggle.ts";
import {DATASETS, SECRETS} from "../test/kaggle/server/shelf.ts";
import {fetchKaggleCli} from "./kaggle_cli.ts";

/**
 * Keeps the server that the tests use honest: Kaggle's own client, of a pinned version, runs against it, and what it gives is
 * compared with what ours gives. `--write` takes over the client's definitions after another version was pinned.
 */
const root = resolve(import.meta.dirname, "..");
const definitionsPath = join(root, "test/kaggle/official/definitions.json");
const python = await fetchKaggleCli();
const {stdout} = await promisify(execFile)(python, [join(root, "test/kaggle/official/definitions.py")], {
  maxBuffer: 2 ** 24,
  env: {PATH: process.env.PATH},
});
if (process.argv.includes("--write")) writeFileSync(definitionsPath, stdout);

// Large enough that its archive is several of the official client's pieces of 1 MiB.
const LARGE = noise(4_000_000);
DATASETS["grace/large"] = {...DATASETS["grace/noise"]!, title: "Large", versions: [{"large.csv": LARGE}]};

const folder = await mkdtemp(join(tmpdir(), "tabletalk-test-kaggle-"));
const server = await startLocalKaggle();
const cli = officialCli(python, server.url, folder);
const ada = cli.user({".kaggle/access_token": SECRETS.token});
const ours = createKaggleClient({home: folder, environment: {}, userFolder: ada, endpoint: server.url});

/** Runs the official client as Ada. @throws Error with what it printed, where it fails */
async function official(...args: string[]): Promise<string> {
  const run = await cli.run(ada, args);
  if (run.status !== 0) throw new Error(`kaggle ${args.join(" ")} ended with ${run.status}:\n${run.all}`);
  return run.out;
}
const refs = (out: string): (string | undefined)[] => rowsOf(out).map(({ref}) => ref);
const path = (name: string): string => join(folder, name);
/** What lies in a folder of ours, as `filesBelow` has it. */
const oursBelow = (files: {name: string; path: string}[]): Record<string, string> =>
  Object.fromEntries(files.map((file) => [file.name, hashOf(readFileSync(file.path))]));
/** Unpacks what the official client leaves packed, by Python, and removes it. */
async function unpack(zip: string, into: string): Promise<void> {
  await promisify(execFile)(python, ["-m", "zipfile", "-e", path(zip), path(into)]);
  await rm(path(zip));
}

const checks: Record<string, () => Promise<void>> = {
  "the definitions are those of the pinned client": async () => {
    const kept: unknown = JSON.parse(readFileSync(definitionsPath, "utf8"));
    deepEqual(kept, JSON.parse(stdout), "they differ: npm run test:kaggle -- --write");
  },
  "a search": async () => {
    const {items} = await ours.search({search: "penguins"});
    const rows = rowsOf(await official("datasets", "list", "-s", "penguins", "--csv"));
    deepEqual(
      rows.map(({ref, title, size}) => [ref, title, Number(size)]),
      items.map(({ref, title, bytes}) => [ref, title, bytes]),
    );
  },
  "a search with every filter": async () => {
    const filters = ["--tags", "biology", "--sort-by", "updated", "--file-type", "csv", "--license", "cc"];
    const sizes = ["--min-size", "1", "--max-size", "100000", "--user", "ada", "--page", "1"];
    const out = await official("datasets", "list", "-s", "penguin", ...filters, ...sizes, "--csv");
    const theirs = server.calls.findLast(({method}) => method === "ListDatasets")?.body;
    const {items} = await ours.search({
      search: "penguin",
      tags: ["biology"],
      sort: "updated",
      fileType: "csv",
      licence: "cc",
      minSize: 1,
      maxSize: 100_000,
      user: "ada",
    });
    deepEqual(refs(out), ["ada/penguin-sizes", "ada/penguins"]);
    deepEqual(
      refs(out),
      items.map(({ref}) => ref),
    );
    // The official client says that there is no token, and nothing of how long a page is; we the other way round.
    const {pageToken, ...said} = theirs ?? {};
    equal(pageToken, "");
    deepEqual({...said, pageSize: 20}, server.calls.findLast(({method}) => method === "ListDatasets")?.body);
  },
  "files, by the page": async () => {
    const first = await official("datasets", "files", "grace/many", "--csv");
    const token = first.match(/Next Page Token = (\S+)/)?.[1] ?? "";
    const second = await official("datasets", "files", "grace/many", "--csv", "--page-token", token);
    const page = await ours.files("grace/many");
    equal(token, page.next);
    const next = await ours.files("grace/many", {pageToken: token});
    deepEqual(
      [...rowsOf(first), ...rowsOf(second)].map(({name, size}) => [name, Number(size)]),
      [...page.items, ...next.items].map(({name, bytes}) => [name, bytes]),
    );
  },
  "metadata with licence and columns": async () => {
    await official("datasets", "metadata", "ada/penguins", "-p", path("metadata"));
    const {info} = JSON.parse(readFileSync(path("metadata/dataset-metadata.json"), "utf8"));
    const details = await ours.dataset("ada/penguins");
    equal(info.licenses[0].name, details.licence.name);
    const described = (files: {name: string; columns?: {name: string}[]}[]) =>
      files.map(({name, columns}) => [name, (columns ?? []).map((column) => column.name)]);
    deepEqual(described(info.data), described(details.files));
  },
  "a whole dataset": async () => {
    await official("datasets", "download", "ada/penguins", "-p", path("whole"), "--unzip");
    const {files} = await ours.download("ada/penguins");
    equal(files.length, 4);
    deepEqual(filesBelow(path("whole")), oursBelow(files));
  },
  "an earlier version": async () => {
    await official("datasets", "download", "ada/penguins/1", "-p", path("first"), "--unzip");
    const {files} = await ours.download("ada/penguins", {version: 1});
    deepEqual(filesBelow(path("first")), oursBelow(files));
  },
  "one file, as it is and packed": async () => {
    const theirs = ["datasets", "download", "-p", path("one")];
    await official(...theirs, "ada/penguins", "-f", "notes/read me.md");
    await official(...theirs, "grace/noise", "-f", "noise.csv");
    await unpack("one/noise.csv.zip", "one");
    const plain = await ours.download("ada/penguins", {file: "notes/read me.md"});
    const packed = await ours.download("grace/noise", {file: "noise.csv"});
    // It forgets the folder, and may write the name as addresses do.
    const found = Object.entries(filesBelow(path("one")));
    deepEqual(
      Object.fromEntries(found.map(([name, hash]) => [basename(decodeURIComponent(name)), hash])),
      oursBelow([...plain.files, ...packed.files].map((file) => ({...file, name: basename(file.name)}))),
    );
  },
  "a download that breaks in the middle": async () => {
    server.fault({at: "storage", kind: "drop", afterBytes: 1_500_000, lasts: true});
    const out = await official("datasets", "download", "grace/large", "-p", path("large"), "--unzip");
    match(out, /Resuming from \d+ bytes/);
    const theirs = server.storageCalls.filter(({range}) => range !== undefined);
    deepEqual(
      theirs.map(({status}) => status),
      [206],
    );
    ok(theirs[0]?.ifRange);
    server.reset();
    server.fault({at: "storage", kind: "drop", afterBytes: 1_500_000});
    const {files} = await ours.download("grace/large");
    deepEqual(
      server.storageCalls.map(({status}) => status),
      [200, 206],
    );
    equal(server.storageCalls[1]?.ifRange, theirs[0]?.ifRange);
    deepEqual(filesBelow(path("large")), oursBelow(files));
    equal(filesBelow(path("large"))["large.csv"], hashOf(LARGE));
  },
  "a download that was killed": async () => {
    const kill = new AbortController();
    server.reset();
    server.fault({at: "storage", kind: "stall", afterBytes: 1_500_000});
    const args = ["datasets", "download", "grace/large", "-p", path("killed")];
    const killed = cli.run(ada, args, {signal: kill.signal});
    const begun = (): boolean => (statSync(path("killed/large.zip"), {throwIfNoEntry: false})?.size ?? 0) > 0;
    for (let tries = 0; !begun() && tries < 400; tries++) await new Promise((go) => setTimeout(go, 50));
    ok(begun(), "nothing came");
    kill.abort();
    equal((await killed).status, null);
    await official(...args);
    equal(server.storageCalls.at(-1)?.status, 206);
    // Its mark of a beginning is gone, and what was put together is a whole archive.
    deepEqual(Object.keys(filesBelow(path("killed"))), ["large.zip"]);
    await unpack("killed/large.zip", "killed");
    deepEqual(filesBelow(path("killed")), {"large.csv": hashOf(LARGE)});
  },
  "competitions: list, files, download, leaderboard": async () => {
    const list = await official("competitions", "list", "-s", "titanic", "--csv");
    const {items} = await ours.competitions.search({search: "titanic"});
    deepEqual(
      refs(list),
      items.map(({url}) => url),
    );
    const files = rowsOf(await official("competitions", "files", "titanic", "--csv"));
    const listed = await ours.competitions.files("titanic");
    deepEqual(
      files.map(({name, size}) => [name, Number(size)]),
      listed.items.map(({name, bytes}) => [name, bytes]),
    );
    await official("competitions", "download", "titanic", "-p", path("titanic"));
    await unpack("titanic/titanic.zip", "titanic");
    await official("competitions", "download", "titanic", "-f", "train.csv", "-p", path("train"));
    deepEqual(filesBelow(path("titanic")), oursBelow((await ours.competitions.download("titanic")).files));
    deepEqual(
      filesBelow(path("train")),
      oursBelow((await ours.competitions.download("titanic", {file: "train.csv"})).files),
    );
    const board = rowsOf(await official("competitions", "leaderboard", "titanic", "--show", "--csv"));
    const lines = await ours.competitions.leaderboard("titanic");
    deepEqual(
      board.map(({teamName, score}) => [teamName, score]),
      lines.items.map(({team, score}) => [team, score]),
    );
  },
  quotas: async () => {
    const rows = rowsOf(await official("quota", "--csv"));
    const {quotas} = await ours.user();
    const hours = (seconds: number): string => `${(seconds / 3600).toFixed(2)}h`;
    deepEqual(
      rows.map(({resource, used, total}) => [resource, used, total]),
      quotas.map(({name, usedSeconds, totalSeconds}) => [
        name.toUpperCase(),
        hours(usedSeconds),
        hours(totalSeconds),
      ]),
    );
  },
  "name and key, and nobody": async () => {
    const variables = {KAGGLE_USERNAME: SECRETS.username, KAGGLE_KEY: SECRETS.key};
    const nobody = cli.user({});
    const byKey = await cli.run(nobody, ["datasets", "list", "--user", "grace", "--csv"], {variables});
    equal(byKey.status, 0, byKey.all);
    const header = server.calls.at(-1)?.authorization;
    const keyed = createKaggleClient({
      home: nobody,
      environment: variables,
      userFolder: nobody,
      endpoint: server.url,
    });
    deepEqual(
      refs(byKey.out),
      (await keyed.search({user: "grace"})).items.map(({ref}) => ref),
    );
    equal(server.calls.at(-1)?.authorization, header);
    const open = await cli.run(nobody, ["datasets", "files", "ada/penguins", "--csv"]);
    equal(rowsOf(open.out).length, 4, open.all);
    equal(server.calls.at(-1)?.authorization, undefined);
    const closed = await cli.run(nobody, ["datasets", "list"]);
    equal(closed.status, 1);
    match(closed.all, /Authentication required/);
  },
  "a sign-in that is over": async () => {
    const kept = {
      refresh_token: SECRETS.refresh,
      access_token: "KGAT_over",
      access_token_expiration: "2024-01-01T00:00:00+00:00",
      username: SECRETS.username,
      scopes: ["resources.admin:*"],
    };
    const user = cli.user({".kaggle/credentials.json": JSON.stringify(kept)});
    server.reset();
    const run = await cli.run(user, ["datasets", "list", "-s", "noise", "--csv"]);
    equal(run.status, 0, run.all);
    const theirs = server.calls.filter(({method}) => method === "GenerateAccessToken");
    equal(theirs.length, 1);
    // Ours takes the token that the official client kept, and renews one of its own alike.
    const signedIn = createKaggleClient({
      home: user,
      environment: {},
      userFolder: user,
      endpoint: server.url,
    });
    await signedIn.search({search: "noise"});
    equal(server.calls.filter(({method}) => method === "GenerateAccessToken").length, 1);
    writeFileSync(join(user, ".kaggle/credentials.json"), JSON.stringify(kept));
    const again = createKaggleClient({home: user, environment: {}, userFolder: user, endpoint: server.url});
    await again.search({search: "noise"});
    deepEqual(server.calls.findLast(({method}) => method === "GenerateAccessToken")?.body, theirs[0]?.body);
    const after = await cli.run(user, ["datasets", "list", "-s", "noise", "--csv"]);
    equal(after.status, 0, after.all);
    equal(server.calls.filter(({method}) => method === "GenerateAccessToken").length, 2);
  },
};

let failed = 0;
try {
  for (const [name, check] of Object.entries(checks)) {
    const start = Date.now();
    try {
      await check();
      console.log(`ok      ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed += 1;
      console.log(
        `FAILED  ${name}: ${(error instanceof Error ? error.message : String(error)).slice(0, 2000)}`,
      );
    }
  }
} finally {
  await server.close();
  await rm(folder, {recursive: true, force: true});
}
console.log(
  `Kaggle's own client against our server: ${Object.keys(checks).length - failed} passed, ${failed} failed`,
);
process.exitCode = failed === 0 ? 0 : 1;
