import {chmodSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {SECRETS} from "./server/shelf.ts";
import {failure, kaggleWorkplace} from "./workplace.ts";

const {client, folder, server} = kaggleWorkplace();

/** A user's folder with files in it, for nobody else to read. */
function userFolder(files: Record<string, string>): string {
  const user = mkdtempSync(join(folder, "user-"));
  for (const [name, text] of Object.entries(files)) {
    const path = join(user, name);
    mkdirSync(join(path, ".."), {recursive: true});
    writeFileSync(path, text, {mode: 0o600});
  }
  return user;
}

const keyFile = (key: string): string => JSON.stringify({username: SECRETS.username, key});
const TOKEN = {".kaggle/access_token": `${SECRETS.token}\n`};
const basic = (user: string, key: string): string =>
  `Basic ${Buffer.from(`${user}:${key}`).toString("base64")}`;
const GOOD_KEY = basic(SECRETS.username, SECRETS.key);

const signIn = (until: number) =>
  JSON.stringify({
    refresh_token: SECRETS.refresh,
    access_token: until > 0 ? SECRETS.token : "KGAT_over",
    access_token_expiration: new Date(Date.now() + until).toISOString(),
    username: SECRETS.username,
    scopes: ["resources.admin:*"],
  });

test.each<[string, Record<string, string>, Record<string, string>, string]>([
  [
    "the token of the environment first",
    {KAGGLE_API_TOKEN: SECRETS.token, KAGGLE_KEY: "x"},
    {},
    `Bearer ${SECRETS.token}`,
  ],
  [
    "then Kaggle's token file",
    {},
    {...TOKEN, ".kaggle/kaggle.json": keyFile("other")},
    `Bearer ${SECRETS.token}`,
  ],
  [
    "also with the ending that Windows gives it",
    {},
    {".kaggle/access_token.txt": SECRETS.token},
    `Bearer ${SECRETS.token}`,
  ],
  ["then kaggle.json", {}, {".kaggle/kaggle.json": keyFile(SECRETS.key)}, GOOD_KEY],
  [
    "overlaid by the environment",
    {KAGGLE_KEY: SECRETS.key},
    {".kaggle/kaggle.json": keyFile("old")},
    GOOD_KEY,
  ],
  ["the environment alone", {KAGGLE_USERNAME: "ada", KAGGLE_KEY: SECRETS.key}, {}, GOOD_KEY],
  [
    "kaggle.json where the desktop keeps settings",
    {},
    {".config/kaggle/kaggle.json": keyFile(SECRETS.key)},
    GOOD_KEY,
  ],
  [
    "then a sign-in that lasts",
    {},
    {".kaggle/credentials.json": signIn(3_600_000)},
    `Bearer ${SECRETS.token}`,
  ],
])("credentials are found in Kaggle's order: %s", async (_what, environment, files, header) => {
  const kaggle = client({credentials: "machine", environment, userFolder: userFolder(files)});
  await kaggle.search({});
  expect(server().calls.map(({authorization}) => authorization)).toEqual([header]);
});

test("the variable may name a file, and a folder may be Kaggle's", async () => {
  const user = userFolder({"here/token": SECRETS.token, "there/kaggle.json": keyFile(SECRETS.key)});
  const byFile = client({
    credentials: "machine",
    environment: {KAGGLE_API_TOKEN: join(user, "here/token")},
    userFolder: user,
  });
  expect(await byFile.user()).toMatchObject({
    method: "access token",
    username: "ada",
    from: join(user, "here/token"),
  });
  const byFolder = client({
    credentials: "machine",
    environment: {KAGGLE_CONFIG_DIR: join(user, "there")},
    userFolder: user,
  });
  expect(await byFolder.user()).toMatchObject({method: "API key", username: "ada"});
});

test("what is refused is passed over for the next, and not tried again", async () => {
  const kaggle = client({
    credentials: "machine",
    environment: {KAGGLE_API_TOKEN: "KGAT_revoked"},
    userFolder: userFolder({".kaggle/kaggle.json": keyFile(SECRETS.key)}),
  });
  await kaggle.search({});
  await kaggle.search({});
  expect(server().calls.map(({authorization}) => authorization)).toEqual([
    "Bearer KGAT_revoked",
    GOOD_KEY,
    GOOD_KEY,
  ]);
  expect(await kaggle.credentials()).toMatchObject({method: "API key", username: "ada"});
});

test("a sign-in that is over is renewed and kept, for its owner alone", async () => {
  const user = userFolder({".kaggle/credentials.json": signIn(-1000)});
  const path = join(user, ".kaggle/credentials.json");
  const kaggle = client({credentials: "machine", environment: {}, userFolder: user});
  await kaggle.search({});
  await kaggle.search({});
  expect(server().calls.map(({method}) => method)).toEqual([
    "GenerateAccessToken",
    "ListDatasets",
    "ListDatasets",
  ]);
  expect(server().calls.at(-1)?.authorization).toBe(`Bearer ${SECRETS.made}`);
  const kept = JSON.parse(readFileSync(path, "utf8"));
  expect(kept).toMatchObject({
    refresh_token: SECRETS.refresh,
    access_token: SECRETS.made,
    scopes: ["resources.admin:*"],
  });
  expect(Date.parse(kept.access_token_expiration)).toBeGreaterThan(Date.now() + 11 * 3_600_000);
  expect(statSync(path).mode & 0o077).toBe(0);
});

test("without credentials files and downloads work, and all else says how to get them", async () => {
  const kaggle = client({credentials: "machine", environment: {}, userFolder: userFolder({})});
  expect((await kaggle.files("ada/penguins")).items).toHaveLength(4);
  expect((await kaggle.download("ada/penguins")).files).toHaveLength(4);
  expect(server().calls.every(({authorization}) => authorization === undefined)).toBe(true);
  server().reset();
  for (const ask of [
    () => kaggle.search({}),
    () => kaggle.competitions.files("titanic"),
    () => kaggle.download("competitions/titanic"),
    () => kaggle.user(),
  ])
    expect(await failure(ask())).toMatchObject({
      code: "unauthorized",
      message: expect.stringMatching(/no credentials/),
      next: expect.stringMatching(/kaggle\.com\/settings\/api.*KAGGLE_API_TOKEN.*access_token/),
    });
  expect(server().calls).toEqual([]);
});

test("all refused: it says which, and never the secret", async () => {
  const kaggle = client({
    credentials: "machine",
    environment: {KAGGLE_API_TOKEN: "KGAT_revoked", KAGGLE_USERNAME: "ada", KAGGLE_KEY: "wrong-key"},
    userFolder: userFolder({}),
  });
  const error = await failure(kaggle.search({}));
  expect(error).toMatchObject({
    code: "unauthorized",
    message: expect.stringMatching(/access token in KAGGLE_API_TOKEN and the API key in KAGGLE_KEY/),
  });
  expect(`${error.message} ${error.next}`).not.toMatch(/KGAT_revoked|wrong-key/);
});

test.runIf(process.platform !== "win32")(
  "a key that others can read is warned of, and so is a broken file",
  async () => {
    const user = userFolder({".kaggle/kaggle.json": keyFile(SECRETS.key)});
    const path = join(user, ".kaggle/kaggle.json");
    const ask = () => client({credentials: "machine", environment: {}, userFolder: user}).credentials();
    expect((await ask()).warnings).toEqual([]);
    chmodSync(path, 0o644);
    expect((await ask()).warnings).toEqual([expect.stringMatching(/Other users.*chmod 600/)]);
    writeFileSync(path, "{broken");
    chmodSync(path, 0o600);
    expect(await ask()).toMatchObject({
      method: "anonymous",
      warnings: [expect.stringMatching(/holds no username and key/)],
    });
  },
);

test("who asks, and what is left of the quotas", async () => {
  expect(await client().user()).toEqual({
    username: "ada",
    method: "access token",
    from: "the settings",
    quotas: [
      {name: "gpu", usedSeconds: 5400, totalSeconds: 108_000},
      {name: "tpu", usedSeconds: 0, totalSeconds: 72_000},
    ],
    quotasRefreshAt: "2026-01-03T00:00:00.000Z",
  });
});
