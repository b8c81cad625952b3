import {randomBytes} from "node:crypto";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import * as tus from "tus-js-client";
import {afterAll, beforeAll, expect, test} from "vitest";
import {cleanUpHttp} from "../../../src/channels/http/clean_up.ts";
import {safeFileName} from "../../../src/channels/http/uploads/file_name.ts";
import {uploadPath} from "../../../src/channels/http/uploads/upload_files.ts";
import {type Caller, type Running, running} from "./running.ts";

let server: Running;
let ann: Caller;

beforeAll(async () => {
  server = await running({works: true, settings: {largestUpload: 20 * 1024 ** 2}});
  ann = await server.member("analyst");
});
afterAll(async () => server[Symbol.asyncDispose]());

/** A CSV of so many rows. */
function csv(rows: number): string {
  const lines = Array.from(
    {length: rows},
    (_, at) => `${at},${["north", "south", "east"][at % 3]},${at * 7}`,
  );
  return `id,region,amount\n${lines.join("\n")}\n`;
}

function formWith(name: string, content: string | Buffer<ArrayBuffer>, type: string): FormData {
  const form = new FormData();
  form.append("file", new Blob([content], {type}), name);
  return form;
}

test("a small file is imported in one request, and can be asked about", async () => {
  const {status, json} = await ann.ask("POST", "/v1/datasets", formWith("sales.csv", csv(30), "text/csv"), {
    Prefer: "wait=60",
  });
  expect(status).toBe(200);
  expect(json.result.datasets).toEqual([{name: "sales", rows: 30, columns: 3, doubts: []}]);
  const {json: answer} = await ann.ask("POST", "/v1/ask", {question: "total amount", datasets: ["sales"]});
  expect(answer.turn.text).toContain("3,045");
});

test("an upload that was cut off goes on where it was", async () => {
  const content = Buffer.from(csv(60_000));
  const begun = await ann.ask("POST", "/v1/uploads", undefined, {
    "Tus-Resumable": "1.0.0",
    "Upload-Length": String(content.length),
    "Upload-Metadata": `filename ${Buffer.from("big sales.csv").toString("base64")}`,
  });
  expect(begun.status).toBe(201);
  const url = `${server.url}${begun.headers.get("location")}`;

  // The first client is gone in the middle.
  const first = new tus.Upload(content, {
    uploadUrl: url,
    endpoint: `${server.url}/v1/uploads`,
    chunkSize: 100_000,
    retryDelays: [],
    headers: {Authorization: `Bearer ${ann.key}`},
    onChunkComplete: (_size, accepted) => {
      if (accepted >= 300_000) void first.abort();
    },
  });
  first.start();
  await expect
    .poll(async () => (await ann.ask("GET", new URL(url).pathname)).json.received)
    .toBeGreaterThan(299_999);

  let resumedAt = 0;
  let job = "";
  await new Promise<void>((resolve, reject) => {
    const second = new tus.Upload(content, {
      uploadUrl: url,
      endpoint: `${server.url}/v1/uploads`,
      retryDelays: [],
      headers: {Authorization: `Bearer ${ann.key}`},
      onProgress: (sent) => {
        resumedAt ||= sent;
      },
      onAfterResponse: (_request, response) => {
        job = response.getHeader("Job") ?? job;
      },
      onError: reject,
      onSuccess: () => resolve(),
    });
    second.start();
  });
  expect(resumedAt).toBeGreaterThanOrEqual(300_000);
  const {json} = await ann.ask("GET", job, undefined, {Prefer: "wait=60"});
  expect(json).toMatchObject({state: "done", result: {datasets: [{name: "big_sales", rows: 60_000}]}});
});

test("a file whose last piece came just before the service died is imported when its sender asks how far it is", async () => {
  const content = csv(3);
  const {headers} = await ann.ask("POST", "/v1/uploads", undefined, {
    "Tus-Resumable": "1.0.0",
    "Upload-Length": String(Buffer.byteLength(content)),
    "Upload-Metadata": `filename ${Buffer.from("last.csv").toString("base64")}`,
  });
  const path = headers.get("location") ?? "";
  const id = path.split("/").at(-1) ?? "";
  writeFileSync(uploadPath(join(server.home, "uploads"), "acme", id, "last.csv"), content);
  const head = await ann.ask("HEAD", path, undefined, {"Tus-Resumable": "1.0.0"});
  expect(head.headers.get("upload-offset")).toBe(head.headers.get("upload-length"));
  const {result} = (await ann.ask("GET", path)).json;
  const {json} = await ann.ask("GET", `/v1/jobs/${result.job}`, undefined, {Prefer: "wait=60"});
  expect(json).toMatchObject({state: "done", result: {datasets: [{name: "last", rows: 3}]}});
});

test("five gigabytes are refused before a byte of them is read", async () => {
  const whole = {"Tus-Resumable": "1.0.0", "Upload-Length": String(5 * 1024 ** 3)};
  const resumable = await ann.ask("POST", "/v1/uploads", undefined, whole);
  expect(resumable.status).toBe(413);
  expect(resumable.json.detail).toContain("20 MB");
});

test("a file that lies about its type is refused", async () => {
  const png = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    randomBytes(200),
  ]);
  const {status, json} = await ann.ask("POST", "/v1/datasets", formWith("sales.csv", png, "text/csv"));
  expect(status).toBe(415);
  expect(json.detail).toBe("The file is said to be text/csv, and is a PNG picture.");
});

test("a viewer uploads nothing, and nobody sees another's upload", async () => {
  const viewer = await server.member("viewer");
  const refused = await viewer.ask("POST", "/v1/datasets", formWith("a.csv", "a\n1\n", "text/csv"));
  expect(refused.status).toBe(403);
  const other = await server.member("analyst");
  const {headers} = await ann.ask("POST", "/v1/uploads", undefined, {
    "Tus-Resumable": "1.0.0",
    "Upload-Length": "10",
  });
  const path = headers.get("location") ?? "";
  expect((await other.ask("GET", path)).status).toBe(404);
  expect((await other.ask("HEAD", path, undefined, {"Tus-Resumable": "1.0.0"})).status).toBe(404);
  expect((await other.ask("DELETE", path, undefined, {"Tus-Resumable": "1.0.0"})).status).toBe(404);
  expect((await ann.ask("DELETE", path, undefined, {"Tus-Resumable": "1.0.0"})).status).toBe(204);
});

test("hostile names become harmless ones", () => {
  expect(safeFileName("../../etc/passwd")).toBe("passwd");
  expect(safeFileName("C:\\temp\\x.csv")).toBe("x.csv");
  expect(safeFileName("a\0b\u202Egnp.csv")).toBe("a_b_gnp.csv");
  expect(safeFileName("<img src=x onerror=alert(1)>.csv")).not.toMatch(/[<>]/);
  expect(safeFileName("..")).toBe("file");
  expect(safeFileName("con.csv")).toBe("file_con.csv");
  expect(Buffer.byteLength(safeFileName(`${"ü".repeat(500)}.csv`))).toBeLessThan(120);
});

test("an upload named like SQL and HTML is imported under a plain name", async () => {
  const name = `'; DROP TABLE datasets; --<script>alert(1)</script>.csv`;
  const {json} = await ann.ask("POST", "/v1/datasets", formWith(name, csv(5), "text/csv"), {
    Prefer: "wait=60",
  });
  expect(json.state).toBe("done");
  expect(json.result.datasets[0].name).toMatch(/^[a-z0-9_]+$/);
});

test("a file is read as its sender says; what cannot be said is refused", async () => {
  const form = formWith("notes.csv", "a|b\n1|2\n3|4\n", "text/csv");
  form.append("choices", JSON.stringify({delimiter: "|", header: "none"}));
  const {json} = await ann.ask("POST", "/v1/datasets", form, {Prefer: "wait=60"});
  expect(json.result.datasets).toMatchObject([{name: "notes", rows: 3, columns: 2}]);
  const wrong = formWith("notes.csv", "a\n1\n", "text/csv");
  wrong.append("choices", '{"header": "some"}');
  expect((await ann.ask("POST", "/v1/datasets", wrong)).status).toBe(422);
});

test("what nobody went on with is cleared away; what is going on stays", async () => {
  const {headers} = await ann.ask("POST", "/v1/uploads", undefined, {
    "Tus-Resumable": "1.0.0",
    "Upload-Length": "10",
  });
  const path = headers.get("location") ?? "";
  const settings = {uploadFolder: `${server.home}/uploads`};
  expect((await cleanUpHttp(server.service.store, settings)).uploads).toBe(0);
  expect((await ann.ask("GET", path)).status).toBe(200);
  const inThreeDays = Date.now() + 3 * 86_400_000;
  expect((await cleanUpHttp(server.service.store, settings, inThreeDays)).uploads).toBeGreaterThan(0);
  expect((await ann.ask("GET", path)).status).toBe(404);
});
