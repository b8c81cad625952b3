import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {type Caller, type Running, running} from "./running.ts";

const WEATHER = join(import.meta.dirname, "../../../samples/seattle-weather.csv");

let server: Running;
let ann: Caller;

beforeAll(async () => {
  server = await running({works: true});
  ann = await server.member("analyst");
  await server.service.workspace("acme").importFile(WEATHER, {by: ann.person});
});
afterAll(async () => server[Symbol.asyncDispose]());

test("a question is answered in one request", async () => {
  const {status, json} = await ann.ask("POST", "/v1/ask", {question: "How many rows are there?"});
  expect(status).toBe(200);
  expect(json.state).toBe("done");
  expect(json.turn.state).toBe("answered");
  expect(json.turn.text).toContain("1,461");
});

test("a message is taken at once, and its events are told from the beginning", async () => {
  const begun = await ann.ask("POST", "/v1/conversations", {title: "Rain", datasets: ["seattle_weather"]});
  expect(begun.status).toBe(201);
  const sent = await ann.ask("POST", `/v1/conversations/${begun.json.id}/messages`, {
    text: "average precipitation by weather",
    id: "mine-1",
  });
  expect(sent.status).toBe(202);
  const {text, headers} = await ann.ask("GET", `/v1/messages/${sent.json.id}/events`);
  expect(headers.get("content-type")).toMatch(/^text\/event-stream/);
  const events = eventsIn(text);
  expect(events.map(({event}) => event)).toEqual(expect.arrayContaining(["step", "table", "answer", "end"]));
  const answer = events.find(({event}) => event === "answer")!;
  const again = await ann.ask("POST", `/v1/conversations/${begun.json.id}/messages`, {
    text: "average precipitation by weather",
    id: "mine-1",
  });
  expect(again.json.id).toBe(sent.json.id);
  expect(again.json.turn.id).toBe(answer.data.turn);
  const all = await ann.ask("GET", `/v1/conversations/${begun.json.id}/messages`);
  expect(all.json.items).toHaveLength(1);
});

/** The events of a text/event-stream. */
function eventsIn(text: string): {id?: string; event: string; data: Record<string, unknown>}[] {
  return text.split("\n\n").flatMap((block) => {
    const fields = Object.fromEntries(
      block
        .split("\n")
        .filter((line) => !line.startsWith(":"))
        .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
    );
    return fields.event ? [{id: fields.id, event: fields.event, data: JSON.parse(fields.data ?? "{}")}] : [];
  });
}
