import {type AddressInfo, connect, createServer, type Server, type Socket} from "node:net";
import {expect, test} from "vitest";
import {running} from "./running.ts";
import {newState} from "./state.ts";

const given = process.env.TABLETALK_TEST_POSTGRES_STORE;

/** A way to the server that can be cut. */
async function passage(url: string) {
  const {hostname, port} = new URL(url);
  const open = new Set<Socket>();
  let server: Server;
  const listen = (at: number) =>
    new Promise<number>((resolve) => {
      server = createServer((client) => {
        const behind = connect(Number(port || 5432), hostname);
        for (const [one, other] of [
          [client, behind],
          [behind, client],
        ] as const) {
          open.add(one);
          one.on("error", () => other.destroy());
          one.on("close", () => {
            open.delete(one);
            other.destroy();
          });
          one.pipe(other);
        }
      });
      server.listen(at, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
    });
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  through.port = String(await listen(0));
  return {
    url: through.href,
    async cut() {
      server.close();
      for (const socket of open) socket.destroy();
    },
    restore: () => listen(Number(through.port)),
  };
}

test.skipIf(!given)("while the database is gone it says so, and works again when it is back", async () => {
  const state = await newState(given);
  const way = await passage(state.store!);
  await using server = await running({environment: {TABLETALK_STORE: way.url}});
  const ann = await server.member("analyst");
  expect((await ann.ask("GET", "/v1/me")).status).toBe(200);

  await way.cut();
  const refused = await ann.ask("GET", "/v1/conversations");
  expect([refused.status, refused.json.code]).toEqual([503, "unavailable"]);
  expect(refused.headers.get("retry-after")).toBe("5");
  expect(refused.text).not.toContain("127.0.0.1");
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  const ready = await fetch(`${server.url}/readyz`);
  expect([ready.status, ((await ready.json()) as {missing: string[]}).missing]).toEqual([
    503,
    ["The store does not answer."],
  ]);

  await way.restore();
  await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status, {timeout: 30_000}).toBe(200);
  expect((await ann.ask("POST", "/v1/conversations", {title: "Back"})).status).toBe(201);
  expect((await ann.ask("GET", "/v1/conversations")).json.items).toHaveLength(1);
});
