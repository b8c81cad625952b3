import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {WebSocket} from "ws";
import {type Caller, type Json, type Running, running} from "./running.ts";

const WEATHER = join(import.meta.dirname, "../../../samples/seattle-weather.csv");

let server: Running;
let ann: Caller;
let conversation: string;

beforeAll(async () => {
  server = await running({works: true});
  ann = await server.member("analyst");
  await server.service.workspace("acme").importFile(WEATHER, {by: ann.person});
  conversation = (await ann.ask("POST", "/v1/conversations", {title: "Rain"})).json.id;
});
afterAll(async () => server[Symbol.asyncDispose]());

/** A socket whose messages are taken one after the other. */
function open(protocols: string[] = [], headers: Record<string, string> = {}) {
  const url = `${server.url.replace("http", "ws")}/v1/conversations/${conversation}/socket`;
  const socket = new WebSocket(url, protocols, {headers});
  const waiting: Json[] = [];
  const readers: ((message: Json) => void)[] = [];
  socket.on("message", (data) => {
    const message = JSON.parse(String(data));
    const reader = readers.shift();
    if (reader) reader(message);
    else waiting.push(message);
  });
  return {
    socket,
    say: (what: Json) => socket.send(JSON.stringify(what)),
    next: () =>
      new Promise<Json>((resolve) => (waiting.length > 0 ? resolve(waiting.shift()) : readers.push(resolve))),
    closed: new Promise<number>((resolve) => socket.on("close", resolve)),
    refused: new Promise<number>((resolve) =>
      socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0)),
    ),
  };
}

test("a question is asked and answered over the socket", async () => {
  const {socket, say, next} = open(["tabletalk.v1", `tabletalk.bearer.${ann.key}`]);
  expect(await next()).toEqual({type: "ready", conversation});
  expect(socket.protocol).toBe("tabletalk.v1");
  say({type: "message", text: "How many rows are there?", id: "q1"});
  const accepted = await next();
  expect(accepted).toMatchObject({type: "accepted", id: "q1"});
  let message = await next();
  while (message.event?.type !== "answer") message = await next();
  expect(message.event.answer.answer).toContain("1,461");
  expect(await next()).toEqual({type: "end", message: accepted.message});
  socket.close();
});

test("nothing is told before somebody says who they are, and nothing to whoever is wrong", async () => {
  const first = open();
  await new Promise((resolve) => first.socket.on("open", resolve));
  first.say({type: "message", text: "rows?"});
  expect((await first.next()).problem.code).toBe("unauthorized");
  expect(await first.closed).toBe(4401);

  const wrong = open(["tabletalk.v1", "tabletalk.bearer.tt_nonsense"]);
  expect((await wrong.next()).problem.code).toBe("unauthorized");

  const stranger = await server.member("owner", "globex");
  const other = open(["tabletalk.v1", `tabletalk.bearer.${stranger.key}`]);
  expect((await other.next()).problem.code).toBe("not_found");
  expect(await other.closed).toBe(4404);
});

test("a page of another site is refused", async () => {
  const {refused} = open(["tabletalk.v1", `tabletalk.bearer.${ann.key}`], {Origin: "https://evil.example"});
  expect(await refused).toBe(403);
});

test("what is no message is told so, and the socket goes on", async () => {
  const {say, next, socket} = open(["tabletalk.v1", `tabletalk.bearer.${ann.key}`]);
  await next();
  socket.send("{not json");
  expect((await next()).problem.status).toBe(400);
  say({type: "message", text: 7});
  expect((await next()).problem.status).toBe(422);
  say({type: "watch", message: "none"});
  expect((await next()).problem.status).toBe(404);
  say({type: "ping"});
  expect(await next()).toEqual({type: "pong"});
  socket.close();
});

test("who says more and more without waiting for answers is cut off; who opens more and more sockets, too", async () => {
  const loud = open(["tabletalk.v1", `tabletalk.bearer.${ann.key}`]);
  await loud.next();
  for (let count = 0; count < 500; count += 1) loud.say({type: "watch", message: "none"});
  expect(await loud.closed).toBe(1008);

  // The server hears of a closed socket a moment after whoever closed it: then there is room for all again.
  const opened = async (many: number) => {
    const sockets = Array.from({length: many}, () => open(["tabletalk.v1", `tabletalk.bearer.${ann.key}`]));
    const first = await Promise.all(sockets.map(({next}) => next()));
    for (const {socket} of sockets) socket.close();
    await Promise.all(sockets.map(({closed}) => closed));
    const refused = first.filter(({type}) => type === "problem");
    for (const {problem} of refused) expect(problem).toMatchObject({status: 429, code: "limit_reached"});
    return {ready: many - refused.length, refused: refused.length};
  };
  await expect.poll(() => opened(60)).toEqual({ready: 50, refused: 10});
  await expect.poll(() => opened(1)).toEqual({ready: 1, refused: 0});
});
