import {readFileSync} from "node:fs";
import {expect, test} from "vitest";
import {failure, kaggleWorkplace} from "./workplace.ts";

const {client, server} = kaggleWorkplace();

test("competitions are searched and described, each with the address of its rules", async () => {
  const {items} = await client().competitions.search({search: "titanic", sort: "earliestDeadline"});
  expect(items).toMatchObject([
    {
      slug: "titanic",
      teams: 30,
      entered: true,
      metric: "Accuracy",
      deadline: "2030-01-01T00:00:00.000Z",
      rulesUrl: "https://www.kaggle.com/competitions/titanic/rules",
    },
  ]);
  expect(await client().competitions.get("https://www.kaggle.com/c/titanic/data")).toEqual(items[0]);
});

test("files of a competition come whole and one by one; what did not change does not come again", async () => {
  const kaggle = client();
  expect((await kaggle.competitions.files("titanic")).items.map(({name}) => name)).toEqual([
    "test.csv",
    "train.csv",
  ]);
  const whole = await kaggle.competitions.download("titanic");
  expect(whole).toMatchObject({
    ref: "competitions/titanic",
    origin: {licence: {use: "restricted", url: "https://www.kaggle.com/competitions/titanic/rules"}},
  });
  expect(whole.origin.version).toBeUndefined();
  expect((await kaggle.competitions.download("titanic")).transferred).toBe(0);
  const alone = client();
  const one = await alone.competitions.download("titanic", {file: "train.csv"});
  expect(readFileSync(one.files[0]!.path, "utf8")).toBe("id,survived\n1,0\n2,1\n");
  server().reset();
  expect((await alone.competitions.download("titanic", {file: "train.csv"})).transferred).toBe(0);
  expect(server().storageCalls).toHaveLength(1);
  server().fault({at: "storage", kind: "changed"});
  expect((await alone.competitions.download("titanic", {file: "train.csv"})).transferred).toBeGreaterThan(0);
});

test("a competition whose rules were not accepted is refused with their address", async () => {
  const {competitions} = client();
  for (const ask of [competitions.files("house-prices"), competitions.download("house-prices")])
    expect(await failure(ask)).toMatchObject({
      code: "forbidden",
      message: expect.stringMatching(/accepted the competition's rules/),
      next: expect.stringMatching(/https:\/\/www\.kaggle\.com\/competitions\/house-prices\/rules/),
    });
});

test("a leaderboard is ranked through its pages", async () => {
  const {competitions} = client();
  const first = await competitions.leaderboard("titanic");
  const second = await competitions.leaderboard("titanic", {pageToken: first.next!});
  expect(first.items[0]).toEqual({
    rank: 1,
    team: "Team 1",
    score: "1",
    submittedAt: "2025-03-01T10:00:00.000Z",
  });
  expect([...first.items, ...second.items].map(({rank, team}) => `${rank} ${team}`)).toEqual(
    Array.from({length: 30}, (_, at) => `${at + 1} Team ${at + 1}`),
  );
  expect(second.next).toBeUndefined();
});

test("what is no competition, or has no version, is told", async () => {
  const kaggle = client();
  expect(await failure(kaggle.competitions.get("nothing-here"))).toMatchObject({code: "not_found"});
  expect(await failure(kaggle.competitions.get("../etc"))).toMatchObject({code: "bad_use"});
  expect(await failure(kaggle.download("competitions/titanic", {version: 2}))).toMatchObject({
    code: "bad_use",
  });
});
