import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {guardedFetch} from "../../src/models/guarded_fetch.ts";
import {checkAddress, guardedLookup, refusedAddress} from "../../src/models/reach.ts";

const refusal = (address: string, reach: "public" | "private") => {
  try {
    checkAddress(address, reach);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("addresses that hand out a machine's credentials are never called", () => {
  test.each([
    "http://169.254.169.254/latest/meta-data",
    "http://2852039166/",
    "http://0xa9.0xfe.0xa9.0xfe/",
    "http://[::ffff:169.254.169.254]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[fe80::1]/",
    "http://[fd00:ec2::254]/",
    "http://metadata.google.internal/computeMetadata/v1",
    "http://metadata.google.internal./",
    "http://100.100.100.200/",
    "http://0.0.0.0/",
    "http://224.0.0.1/",
  ])("%s", (address) => {
    expect(refusal(address, "private")).toMatchObject({code: "refused"});
    expect(refusal(address, "public")).toMatchObject({code: "refused"});
  });
});

describe("addresses of this machine and its networks are called where the operator allows it", () => {
  test.each([
    "http://127.0.0.1:11434/v1",
    "http://127.1/",
    "http://017700000001/",
    "http://localhost:8000/v1",
    "http://ollama.local/v1",
    "http://intranet/v1",
    "http://10.0.0.5/",
    "http://192.168.1.1/",
    "http://172.20.0.1/",
    "http://100.64.0.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[fc00::1]/",
  ])("%s", (address) => {
    expect(refusal(address, "public")).toMatchObject({code: "refused"});
    expect(refusal(address, "private")).toBeUndefined();
  });

  test.each(["https://api.openai.com/v1", "https://8.8.8.8/", "https://[2606:4700::1111]/"])(
    "%s is public",
    (address) => {
      expect(refusal(address, "public")).toBeUndefined();
    },
  );

  test.each(["ftp://example.com/", "file:///etc/passwd", "https://me:secret@example.com/", "nonsense"])(
    "%s is no address of a provider",
    (address) => {
      expect(refusal(address, "private")).toMatchObject({code: "refused"});
    },
  );

  test("what is no address at all is refused", () => {
    expect(refusedAddress("example.com", "private")).toBe("example.com is no address");
  });
});

describe("a guarded request", () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (request.url === "/away") response.writeHead(302, {location: "http://169.254.169.254/"}).end();
    else request.pipe(response.writeHead(200, {"content-type": "text/plain", "x-seen": "yes"}));
  });
  let port = 0;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => server.close());

  test("carries body and headers both ways", async () => {
    const answer = await guardedFetch("private")(`http://127.0.0.1:${port}/echo`, {
      method: "POST",
      body: "ünï",
    });
    expect(answer.headers.get("x-seen")).toBe("yes");
    expect(await answer.text()).toBe("ünï");
  });

  test("follows no redirect", async () => {
    const answer = await guardedFetch("private")(`http://127.0.0.1:${port}/away`);
    expect(answer.status).toBe(302);
  });

  test("is not sent to what is out of reach", async () => {
    const before = asked.length;
    await expect(guardedFetch("public")(`http://127.0.0.1:${port}/echo`)).rejects.toMatchObject({
      code: "refused",
    });
    expect(asked).toHaveLength(before);
  });

  test("a name is judged by where it leads when it is called", async () => {
    const found = await new Promise<unknown>((resolve) =>
      guardedLookup("public")("localhost", {}, (error) => resolve(error)),
    );
    expect(found).toMatchObject({code: "refused", message: expect.stringContaining("localhost leads to")});
  });

  test("ends when it is stopped", async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(
      guardedFetch("private")(`http://127.0.0.1:${port}/echo`, {signal: stop.signal}),
    ).rejects.toMatchObject({name: "AbortError"});
  });
});
