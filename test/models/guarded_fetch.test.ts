import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {setFlagsFromString} from "node:v8";
import {runInNewContext} from "node:vm";
import {expect, test} from "vitest";
import {guardedFetch} from "../../src/models/guarded_fetch.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

test("an answer that never ends is ended by its signal, also after garbage was collected", async () => {
  const server = createServer((_request, response) => void response.writeHead(200).write("a"));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const stop = new AbortController();
    const answer = await guardedFetch("private")(url, {signal: stop.signal});
    const text = answer.text();
    for (let time = 0; time < 5; time++) {
      collectGarbage();
      await new Promise((done) => setTimeout(done, 20));
    }
    stop.abort();
    await expect(text).rejects.toThrow();
  } finally {
    server.closeAllConnections();
    server.close();
  }
}, 10_000);
