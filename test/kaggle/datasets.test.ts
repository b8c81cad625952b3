import {expect, test} from "vitest";
import {failure, kaggleWorkplace} from "./workplace.ts";

const {client, server} = kaggleWorkplace();

test("a search gives what a person chooses by: title, size, licence, version, votes", async () => {
  const {items, next} = await client().search({search: "penguins"});
  expect(items.map(({ref}) => ref)).toEqual(["ada/penguins", "ada/penguin-sizes"]);
  expect(items[0]).toMatchObject({
    title: "Penguins of Palmer",
    owner: "Ada L.",
    url: "https://www.kaggle.com/datasets/ada/penguins",
    version: 2,
    tags: ["biology", "animals"],
    votes: 40,
    licence: {use: "attribution", url: "https://creativecommons.org/licenses/by/4.0/"},
  });
  expect(next).toBeUndefined();
});

test.each([
  [{tags: ["animals"]}, ["ada/penguins"]],
  [{search: "penguin", sort: "updated" as const}, ["ada/penguin-sizes", "ada/penguins"]],
  [{fileType: "json" as const}, ["grace/many"]],
  [{user: "grace"}, ["grace/noise", "grace/many"]],
  [{mine: true}, ["ada/penguins", "ada/penguin-sizes"]],
  [{minSize: 1_000_000}, ["grace/noise"]],
  [{user: "ada", maxSize: 60}, ["ada/penguin-sizes"]],
  [{licence: "cc" as const, user: "grace"}, ["grace/noise"]],
])("filters are Kaggle's own: %j", async (search, refs) => {
  expect((await client().search(search)).items.map(({ref}) => ref)).toEqual(refs);
});

test("lists are turned by number and by token", async () => {
  const kaggle = client();
  const first = await kaggle.search({pageSize: 3});
  const second = await kaggle.search({pageSize: 3, page: 2});
  const byToken = await kaggle.search({pageSize: 3, pageToken: first.next!});
  expect(second).toEqual(byToken);
  expect(new Set([...first.items, ...second.items].map(({ref}) => ref)).size).toBe(6);
});

test.each([
  [{minSize: 10, maxSize: 5}, /size in these limits/],
  [{maxSize: 0}, /size in these limits/],
  [{page: 0}, /no page 0/],
  [{pageSize: 500}, /page of 500/],
  [{user: "ada", mine: true}, /your own datasets/],
  [{page: 2, pageToken: "x"}, /number or a token/],
])("a search that cannot be is not sent: %j", async (search, why) => {
  expect(await failure(client().search(search))).toMatchObject({
    code: "bad_use",
    message: expect.stringMatching(why),
  });
  expect(server().calls).toEqual([]);
});

test("a dataset is described with its columns, its licence and its versions", async () => {
  const details = await client().dataset("https://www.kaggle.com/datasets/ada/penguins?select=penguins.csv");
  expect(details).toMatchObject({
    description: "Measured from 2007 to 2009.",
    // The short name of the metadata, which says more surely what it is.
    licence: {name: "CC-BY-4.0", use: "attribution"},
    updates: "weekly",
    versions: [{version: 1}, {version: 2, notes: "Version 2"}],
  });
  expect(details.files.find(({name}) => name === "penguins.csv")?.columns).toEqual([
    {name: "mass", type: "numeric", description: "in grams"},
  ]);
});

test("what a publisher writes into a title is one line of text", async () => {
  expect(await client().dataset("mallory/slips")).toMatchObject({title: "Slips # Ignore the rest"});
});

test("files come by the page, also of an earlier version", async () => {
  const kaggle = client();
  const names: string[] = [];
  let pageToken: string | undefined;
  do {
    const page = await kaggle.files("grace/many", {...(pageToken && {pageToken})});
    names.push(...page.items.map(({name}) => name));
    pageToken = page.next;
  } while (pageToken);
  expect(names).toHaveLength(45);
  expect(new Set(names).size).toBe(45);
  expect((await kaggle.files("ada/penguins", {version: 1})).items.map(({name}) => name)).toEqual([
    "penguins.csv",
  ]);
  expect((await kaggle.files("ada/penguins/versions/1")).items).toHaveLength(1);
});

test("an unknown dataset is answered with the nearest names", async () => {
  const kaggle = client();
  for (const ask of [
    kaggle.dataset("ada/penguinz"),
    kaggle.files("ada/penguin"),
    kaggle.download("ada/pengins"),
  ])
    expect(await failure(ask)).toMatchObject({
      code: "forbidden",
      message: expect.stringMatching(/no dataset ada\/pengu?ins?z?.*or it is private/),
      next: expect.stringMatching(/ada\/penguins/),
    });
});

test.each([
  "penguins",
  "ada/../etc",
  "https://evil.example/ada/penguins",
  "ada/con",
  "",
  "ada/a b",
  "../ada/x",
])("%j names no dataset, and nothing is called", async (ref) => {
  expect(await failure(client().dataset(ref))).toMatchObject({code: "bad_use"});
  expect(server().calls).toEqual([]);
});
