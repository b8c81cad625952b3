import {expect, test} from "vitest";
import {failure, workplace} from "./workplace.ts";

const {engine, file} = workplace();

/** Columns with their types, and all rows. */
async function read(name: string, content: string | Buffer) {
  const datasets = await engine.importFile(file(name, content));
  const session = await engine.open(datasets);
  const tables = [];
  for (const {name: table, version} of datasets) {
    const {rows} = await session.query(`SELECT * FROM "${table}"`);
    const columns = version.columns.map((column) => `${column.name}:${column.type}`);
    tables.push({table, columns, rows, entries: version.receipt.entries});
  }
  return tables;
}

const ROWS = [
  ["a:integer", "b:text"],
  [
    [1, "x"],
    [2, "y"],
  ],
] as const;

test.each<[string, string | Buffer]>([
  ["list.json", '[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]'],
  ["lines.ndjson", '{"a": 1, "b": "x"}\n\n{"a": 2, "b": "y"}\n'],
  ["pretty_lines.json", '{\n"a": 1,\n"b": "x"\n}\n{\n"a": 2, "b": "y"\n}'],
  ["wrapped.json", '{"count": 2, "next": null, "data": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]}'],
  ["deeper.json", '{"response": {"status": "ok", "items": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]}}'],
  ["columns.json", '{"a": [1, 2], "b": ["x", "y"]}'],
  ["pandas.json", '{"a": {"0": 1, "1": 2}, "b": {"0": "x", "1": "y"}}'],
  ["split.json", '{"columns": ["a", "b"], "index": [0, 1], "data": [[1, "x"], [2, "y"]]}'],
  ["matrix.json", '[["a", "b"], [1, "x"], [2, "y"]]'],
  ["marked.json", '\ufeff[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]'],
  ["wide.json", Buffer.from('\ufeff[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]', "utf16le")],
  ["pages.json", '[{"a": 1, "b": "x"}]\n[{"a": 2, "b": "y"}]'],
])("%s is a table of two rows", async (name, content) => {
  const [table, ...others] = await read(name, content);
  expect(others).toEqual([]);
  expect([table!.columns, table!.rows]).toEqual(ROWS);
});

test("objects in rows become columns with dotted names, lists JSON text; the receipt says so", async () => {
  const [table] = await read(
    "orders.json",
    '[{"id": 1, "who": {"name": "Ann", "at": {"city": "Oslo"}}, "tags": ["p", "q"]}, {"id": 2, "who": {"name": "Bo"}, "tags": []}]',
  );
  expect(table!.columns).toEqual(["id:integer", "who.name:text", "who.at.city:text", "tags:text"]);
  expect(table!.rows).toEqual([
    [1, "Ann", "Oslo", '["p","q"]'],
    [2, "Bo", null, "[]"],
  ]);
  const said = table!.entries.map(({message}) => message).join("\n");
  expect(said).toMatch(/dotted names \(who\.name, who\.at\.city\)/);
  expect(said).toMatch(/1 columns hold lists.*JSON text/);
});

test("lines may have different keys: what a line has not is missing", async () => {
  const [table] = await read("events.ndjson", '{"a": 1}\n{"b": "x", "a": 2.5}\n{"c": true}\n');
  expect(table!.columns).toEqual(["a:number", "b:text", "c:boolean"]);
  expect(table!.rows).toEqual([
    [1, null, null],
    [2.5, "x", null],
    [null, null, true],
  ]);
});

test("several lists of objects are several tables", async () => {
  const tables = await read("graph.json", '{"nodes": [{"n": 1}, {"n": 2}], "links": [{"s": 1, "t": 2}]}');
  expect(tables.map(({table, rows}) => [table, rows.length])).toEqual([
    ["graph_nodes", 2],
    ["graph_links", 1],
  ]);
});

test("rows under keys keep the key", async () => {
  const [table] = await read(
    "prices.json",
    '{"AAPL": {"price": 1.5, "days": 2}, "MSFT": {"price": 2, "days": 3}, "X": {"price": 3, "days": 1}, "Y": {"price": 1, "days": 0}}',
  );
  expect(table!.columns).toEqual(["key:text", "price:number", "days:integer"]);
  expect(table!.rows[1]).toEqual(["MSFT", 2, 3]);
});

test("whole numbers beyond 2^53 stay exact", async () => {
  const [table] = await read(
    "big.json",
    '[{"id": 12345678901234567890, "n": 123456789012345678901234567890, "x": 1.5}, {"id": 12345678901234567891, "n": 1, "x": 2}]',
  );
  expect(table!.rows.map(([id, n, x]) => [String(id), String(n), x])).toEqual([
    ["12345678901234567890", "123456789012345678901234567890", 1.5],
    ["12345678901234567891", "1", 2],
  ]);
  const [mixed] = await read("mixed.json", '[{"id": 9007199254740993, "w": 1}, {"id": -1.5, "w": 2}]');
  expect(mixed!.columns[0]).toMatch(/^id:/);
});

test("a key that stands twice is kept, and doubted", async () => {
  const [table] = await read("twice.json", '[{"a": 1, "a": 2, "b": 0}, {"a": 3, "b": 1}]');
  expect(table!.columns).toEqual(["a:integer", "a_2:integer", "b:integer"]);
  expect(table!.rows).toEqual([
    [1, 2, 0],
    [3, null, 1],
  ]);
  expect(table!.entries.find((entry) => entry.kind === "renamed")).toMatchObject({doubt: true});
});

test("GeoJSON: the properties, and points as longitude and latitude", async () => {
  const feature = (properties: object, geometry: object) => ({type: "Feature", properties, geometry});
  const points = [1, 2].map((at) => feature({name: `p${at}`}, {type: "Point", coordinates: [at + 0.5, 50]}));
  const [table] = await read("places.geojson", JSON.stringify({type: "FeatureCollection", features: points}));
  expect(table!.columns).toEqual(["name:text", "longitude:number", "latitude:integer"]);
  expect(table!.rows[1]).toEqual(["p2", 2.5, 50]);
});

test.each([
  ["cut_list.json", '[{"a": 1},\n{"a": 2},\n{"a"', /ends at line 3/],
  ["cut_tidy.json", '[{"a": 1}, {"a": 2},', /ends at line 1, column 21/],
  ["cut_lines.ndjson", '{"a": 1}\n{"a": 2}\n{"a": ', /ends at line 3/],
  ["comma.json", '[{"a": 1} {"a": 2}]', /comma.*line 1, column 11/],
  ["bad_line.ndjson", '{"a": 1}\n{"a": oops}\n{"a": 3}\n', /line 2, column 7/],
  ["quotes.json", "[{'a': 1}]", /double quotes/],
  ["more.json", '[{"a": 1}] trailing words', /line 1, column 12/],
  ["empty_list.json", "[]", /empty/],
  ["shapes.json", '{"type": "Topology", "objects": {}, "arcs": []}', /TopoJSON/],
  ["deep.json", `${"[".repeat(2000)}1${"]".repeat(2000)}`, /deep/],
])("%s is refused with where and what", async (name, content, message) => {
  const error = await failure(engine.importFile(file(name, content)));
  expect(error.code).toBe("bad_file");
  expect(error.message).toMatch(message);
});

test("rows under keys beside other things, names described elsewhere, and a record of parts", async () => {
  const [daily] = await read(
    "daily.json",
    '{"Meta Data": {"symbol": "X"}, "Daily": {"2024-01-01": {"open": 5.5, "close": 6}, "2024-01-02": {"open": 5, "close": 7}}}',
  );
  expect(daily!.columns).toEqual(["key:date", "open:number", "close:integer"]);
  const [named] = await read(
    "described.json",
    '{"meta": {"view": {"columns": [{"name": "a"}, {"name": "b"}]}}, "data": [[1, "x"], [2, "y"]]}',
  );
  expect([named!.columns, named!.rows]).toEqual(ROWS);
  const [record] = await read(
    "record.json",
    '{"server": {"host": "h", "port": 1}, "client": {"timeout": 5}}',
  );
  expect(record!.columns).toEqual(["server.host:text", "server.port:integer", "client.timeout:integer"]);
});

test("a column of lists and single values is doubted", async () => {
  const [table] = await read("kinds.json", '[{"a": 1}, {"a": "x"}, {"a": {"b": 2}}, {"a": [1]}]');
  expect(table!.rows).toEqual([["1"], ["x"], ['{"b":2}'], ["[1]"]]);
  expect(table!.entries.find((entry) => entry.column === "a")).toMatchObject({doubt: true, count: 2});
});
