import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import {createEngine} from "../../../src/data/create_engine.ts";
import type {TableProfile} from "../../../src/data/profile.ts";
import type {Vocabulary} from "../../../src/voice/speech/vocabulary.ts";
import {vocabularyIn} from "../../../src/voice/speech/vocabulary_of.ts";

const folder = mkdtempSync(join(tmpdir(), "tabletalk-vocabulary-"));
let profile: TableProfile;
let vocabulary: Vocabulary;
const written = (kind: string): string[] =>
  vocabulary.terms.filter((term) => term.kind === kind).map((term) => term.written);

beforeAll(async () => {
  const rows = Array.from({length: 60}, (_, at) =>
    [
      at + 1,
      ["North", "North", "São Paulo"][at % 3],
      `Customer${at % 5} Miller`,
      `person${at}@example.org`,
      at * 10.5,
    ].join(","),
  );
  const path = join(folder, "web_orders.csv");
  writeFileSync(path, ["order_id,region,customer_name,email,tot_rev_usd", ...rows].join("\n"));
  await using engine = createEngine({folder: join(folder, "versions")});
  const datasets = await engine.importFile(path);
  await using session = await engine.open(datasets);
  profile = await session.profile(datasets[0]!.name);
  vocabulary = vocabularyIn([profile], ["net revenue"]);
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

it("has tables, columns, values and what was taught", () => {
  expect(written("table")).toEqual(["web_orders"]);
  expect(written("column")).toEqual(["order_id", "region", "customer_name", "email", "tot_rev_usd"]);
  expect(written("value")).toEqual(["North", "São Paulo"]);
  expect(written("definition")).toEqual(["net revenue"]);
});

it("has no value of a column that looks personal", () => {
  expect(JSON.stringify(vocabulary)).not.toMatch(/miller|example\.org/i);
});

it("says names in plain lower-case words", () => {
  const said = new Map(vocabulary.terms.map((term) => [term.written, term.said]));
  expect(said.get("tot_rev_usd")).toBe("total revenue in dollars");
  expect(said.get("São Paulo")).toBe("sao paulo");
  for (const one of said.values()) expect(one).toMatch(/^[a-z' ]+$/);
});

it("lets no table take all the room of another", () => {
  const wide = (table: string, columns: number): TableProfile => ({
    ...profile,
    table,
    columns: Array.from({length: columns}, (_, at) => ({
      ...profile.columns[4]!,
      name: `${table} column ${at}`,
    })),
  });
  const {terms} = vocabularyIn([wide("big", 10_000), wide("small", 20)], []);
  const columns = terms.filter(({kind}) => kind === "column");
  expect(columns).toHaveLength(1000);
  expect(columns.filter((one) => one.written.startsWith("small"))).toHaveLength(20);
});
