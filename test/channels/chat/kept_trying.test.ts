import {expect, test} from "vitest";
import {keepTrying} from "../../../src/channels/chat/kept_trying.ts";
import {TabletalkError} from "../../../src/errors.ts";

const SOON = {firstMs: 1, longestMs: 4};

test("what refuses is told of once, and tried until it opens", async () => {
  const said: string[] = [];
  let tries = 0;
  let closed = false;
  const refused = new TabletalkError("unauthorized", "The token is wrong.", "Copy it anew.");
  const one = keepTrying(
    async () => {
      tries += 1;
      if (tries < 4) throw refused;
      return {
        async close() {
          closed = true;
        },
      };
    },
    (why) => void said.push(why),
    SOON,
  );
  expect(one.state()).toBe("starting");
  await one.tried;
  expect([one.opened(), one.state()]).toEqual([undefined, "waiting"]);
  await expect.poll(() => one.state(), {timeout: 10_000}).toBe("running");
  expect([tries, said]).toEqual([4, ["The token is wrong. Copy it anew."]]);
  await one.close();
  expect(closed).toBe(true);
});

test("a token in what a library says is not told", async () => {
  const said: string[] = [];
  const one = keepTrying<{close(): Promise<void>}>(
    async () => {
      throw new Error("bad xoxb-123-abc and MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwx-z");
    },
    (why) => void said.push(why),
    {firstMs: 60_000},
  );
  await one.tried;
  expect(said).toEqual(["bad (token) and (token)"]);
  await one.close();
  expect(one.opened()).toBeUndefined();
});

test("what never opens does not keep a process from ending; what opens after that is closed", async () => {
  let open = (_: {close(): Promise<void>}) => {};
  let closed = false;
  const one = keepTrying<{close(): Promise<void>}>(
    () =>
      new Promise((resolve) => {
        open = resolve;
      }),
    () => {},
    {...SOON, lastMs: 1},
  );
  await one.close();
  open({
    async close() {
      closed = true;
    },
  });
  await expect.poll(() => closed, {timeout: 10_000}).toBe(true);
});
