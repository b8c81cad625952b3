import {once} from "node:events";
import {createServer, type IncomingMessage, type ServerResponse} from "node:http";
import {afterAll, beforeAll, beforeEach, expect, test} from "vitest";
import {fetchRows, type RowsWanted} from "../../../src/workflows/web/fetch_rows.ts";

let url = "";
let answer: (request: IncomingMessage, response: ServerResponse) => void = () => {};
const asked: {path: string; token: string | undefined}[] = [];
const server = createServer((request, response) => {
  asked.push({path: request.url ?? "", token: request.headers["x-token"] as string | undefined});
  answer(request, response);
});
const other = createServer((request, response) => {
  asked.push({path: `other ${request.url}`, token: request.headers["x-token"] as string | undefined});
  response.end("[]");
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  other.listen(0, "127.0.0.1");
  await Promise.all([once(server, "listening"), once(other, "listening")]);
  url = addressOf(server);
});
afterAll(() => {
  server.close();
  other.close();
});
beforeEach(() => {
  asked.length = 0;
});

const addressOf = (one: typeof server): string =>
  `http://127.0.0.1:${(one.address() as {port: number}).port}`;
const json = (value: unknown) => (_: IncomingMessage, response: ServerResponse) => {
  response.end(JSON.stringify(value));
};
const rows = (wanted: Partial<RowsWanted>, more: object = {}) =>
  fetchRows(
    {url: `${url}/rows`, mostPages: 5, ...wanted},
    {service: undefined, reach: "private", signal: new AbortController().signal, ...more},
  );

test("pages are followed by the address of the next, and the rows found by their path", async () => {
  answer = (request, response) => {
    const page = Number(new URL(request.url ?? "", url).searchParams.get("at") ?? 1);
    const next = page < 3 ? `/rows?at=${page + 1}` : null;
    json({data: {items: [{page}]}, links: {next}})(request, response);
  };
  const found = await rows({rows: "data.items", next: "links.next"});
  expect(found).toEqual({rows: [{page: 1}, {page: 2}, {page: 3}], pages: 3, columns: undefined});
});

test("pages are asked for by number until one is empty", async () => {
  answer = (request, response) => {
    const page = Number(new URL(request.url ?? "", url).searchParams.get("p"));
    json(page < 2 ? [page, {page}] : [])(request, response);
  };
  const found = await rows({page: {parameter: "p", from: 0}});
  expect(found.rows).toEqual([{value: 0}, {page: 0}, {value: 1}, {page: 1}]);
  expect(asked.map(({path}) => path)).toEqual(["/rows?p=0", "/rows?p=1", "/rows?p=2"]);
});

test("pages that go round end, and too many are told", async () => {
  answer = json({items: [1], next: "/rows"});
  expect((await rows({rows: "items", next: "next"})).pages).toBe(1);
  let page = 0;
  answer = (request, response) => json({items: [1], next: `/rows?p=${++page}`})(request, response);
  await expect(rows({rows: "items", next: "next"})).rejects.toMatchObject({code: "limit_reached"});
});

test("secret headers go to the connection's own host alone", async () => {
  const service = {url: `${url}/v1`, headers: {"x-token": "secret"}};
  answer = json([{a: 1}]);
  await rows({url: "orders"}, {service});
  expect(asked).toEqual([{path: "/v1/orders", token: "secret"}]);
  await expect(rows({url: `${addressOf(other)}/x`}, {service})).rejects.toMatchObject({code: "refused"});
  answer = (_, response) => void response.writeHead(302, {location: `${addressOf(other)}/x`}).end();
  await rows({url: "orders"}, {service});
  expect(asked.at(-1)).toEqual({path: "other /x", token: undefined});
  answer = json({rows: [], next: `${addressOf(other)}/next`});
  await rows({url: "orders", rows: "rows", next: "next"}, {service}).catch(() => {});
  expect(asked.at(-1)?.token).toBeUndefined();
});

test("what is no JSON, has no rows, or may not be called is told", async () => {
  answer = (_, response) => void response.end("<html>");
  await expect(rows({})).rejects.toMatchObject({code: "bad_file"});
  answer = json({orders: [], total: 0});
  await expect(rows({})).rejects.toMatchObject({
    code: "bad_file",
    next: 'Set "rows"; at the top there are: orders, total.',
  });
  await expect(rows({}, {reach: "public"})).rejects.toMatchObject({code: "refused"});
  await expect(rows({url: "http://example.com/rows"})).rejects.toMatchObject({code: "refused"});
  await expect(rows({url: "file:///etc/passwd"})).rejects.toMatchObject({code: "bad_use"});
  await expect(rows({url: "http://169.254.169.254/latest"})).rejects.toMatchObject({code: "refused"});
  answer = (_, response) => void response.writeHead(503).end("later");
  await expect(rows({})).rejects.toMatchObject({code: "unavailable"});
  answer = (_, response) => void response.writeHead(404).end();
  await expect(rows({})).rejects.toMatchObject({code: "bad_file"});
});

test.each([
  [{columns: ["day", "amount"], items: []}, "items", ["day text", "amount text"]],
  [{data: {rows: [], schema: [{name: "n", type: "bigint"}]}}, "data.rows", ["n integer"]],
  [
    {
      items: [],
      meta: {
        fields: [
          {name: "at", type: "timestamp"},
          {name: "x", type: "?"},
        ],
      },
    },
    "items",
    ["at timestamp", "x text"],
  ],
  [{items: [], columns: ["a", "A"]}, "items", undefined],
  [{items: [], columns: [1, 2]}, "items", undefined],
  [[], undefined, undefined],
])("columns beside no rows: %j", async (told, path, expected) => {
  answer = json(told);
  const {columns} = await rows(path === undefined ? {} : {rows: path});
  expect(columns?.map(({name, type}) => `${name} ${type}`)).toEqual(expected);
});
