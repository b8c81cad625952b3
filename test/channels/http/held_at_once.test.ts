import {afterAll, beforeAll, expect, test} from "vitest";
import {type Caller, type Running, running} from "./running.ts";

let server: Running;
let ann: Caller;
beforeAll(async () => {
  // Nothing works: what is asked stays open.
  server = await running({withoutLimits: true});
  ann = await server.member("analyst");
});
afterAll(async () => server[Symbol.asyncDispose]());

test("streams of one person are open at a time as many as are allowed; one that is closed makes room", async () => {
  const {json} = await ann.ask("POST", "/v1/ask", {question: "rows?"}, {Prefer: "respond-async"});
  const follow = async (who: Caller) => {
    const gone = new AbortController();
    const response = await fetch(`${server.url}/v1/messages/${json.id}/events`, {
      headers: {Authorization: `Bearer ${who.key}`},
      signal: gone.signal,
    });
    // fetch closes the stream of a response that nobody holds when memory is cleared.
    return {status: response.status, response, close: () => gone.abort()};
  };
  const open = await Promise.all(Array.from({length: 60}, () => follow(ann)));
  expect(open.filter(({status}) => status === 200)).toHaveLength(50);
  expect(open.filter(({status}) => status === 429)).toHaveLength(10);
  open.find(({status}) => status === 200)!.close();
  for (;;) {
    const one = await follow(ann);
    if (one.status === 200) break;
  }
  for (const {close} of open) close();
});
