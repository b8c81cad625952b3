import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {expect, test} from "vitest";
import {openTraces} from "../../../src/channels/traces.ts";
import {running} from "./running.ts";

const WEATHER = join(import.meta.dirname, "../../../samples/seattle-weather.csv");

test("a request and its turn are told to a collector, without what was asked", async () => {
  const bodies: string[] = [];
  const collector = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      bodies.push(Buffer.concat(parts).toString("latin1"));
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = endpoint;
  try {
    const traces = await openTraces();
    await using server = await running({works: true});
    const ann = await server.member("analyst");
    await server.service.workspace("acme").importFile(WEATHER, {by: ann.person});
    const trace = "0af7651916cd43dd8448eb211c80319c";
    const {json} = await ann.ask(
      "POST",
      "/v1/ask",
      {question: "How many rows are there?"},
      {
        traceparent: `00-${trace}-b7ad6b7169203331-01`,
      },
    );
    await traces?.close();
    const told = bodies.join("\n");
    expect(told).toContain("/v1/ask");
    expect(told).toContain(trace);
    expect(told).toContain(json.id);
    expect(told).not.toContain("How many rows");
  } finally {
    delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
    collector.close();
  }
});

test("without a collector nothing is traced", async () => {
  expect(await openTraces({})).toBeUndefined();
});
