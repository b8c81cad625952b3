import {expect, test} from "vitest";
import {onceFrom} from "../../../src/channels/chat/once.ts";

const never = async (): Promise<never> => {
  throw new Error("must not be done");
};

test("what was done is not done again, by this attempt or by another", async () => {
  let kept: unknown;
  const save = async (done: unknown) => {
    kept = done;
  };
  const once = onceFrom(undefined, save);
  expect(await once("answer", async () => ({id: "p1"}), never)).toEqual({id: "p1"});
  expect(await once("answer", never, never)).toEqual({id: "p1"});
  const another = onceFrom(JSON.parse(JSON.stringify(kept)), save);
  expect(await another("answer", never, never)).toEqual({id: "p1"});
});

test("what was done and gave nothing is not done again either, nor what was done beside it", async () => {
  let kept: unknown;
  const save = async (done: unknown) => {
    kept = JSON.parse(JSON.stringify(done));
  };
  const once = onceFrom(undefined, save);
  await once("told", async () => undefined, never);
  await once("answer", async () => "p1", never);
  const another = onceFrom(kept, save);
  expect(await another("told", never, never)).toBeUndefined();
  expect(await another("answer", never, never)).toBe("p1");
});

test("what may have been done is looked for first, and done where it is not found", async () => {
  let kept: unknown;
  const save = async (done: unknown) => {
    kept = structuredClone(done);
  };
  const lost = async () => {
    throw new Error("socket hang up");
  };
  await expect(onceFrom(undefined, save)("answer", lost, never)).rejects.toThrow("socket hang up");
  expect(kept).toEqual({answer: {state: "trying"}});
  expect(await onceFrom(kept, save)("answer", never, async () => "p7")).toBe("p7");
  expect(
    await onceFrom({answer: {state: "trying"}}, save)(
      "answer",
      async () => "p8",
      async () => undefined,
    ),
  ).toBe("p8");
});

test("a process that has lost the delivery does nothing", async () => {
  const once = onceFrom(undefined, async () => {
    throw new Error("lost");
  });
  let done = 0;
  await expect(
    once(
      "answer",
      async () => {
        done += 1;
      },
      never,
    ),
  ).rejects.toThrow("lost");
  expect(done).toBe(0);
});

test("the same thing asked for twice at once is one thing, and other things are kept beside it", async () => {
  const saved: unknown[] = [];
  const once = onceFrom(undefined, async (done) => void saved.push(done));
  let done = 0;
  const act = async () => {
    done += 1;
    return done;
  };
  expect(
    await Promise.all([once("a", act, never), once("a", act, never), once("b", async () => "b", never)]),
  ).toEqual([1, 1, "b"]);
  expect(saved.at(-1)).toEqual({a: {state: "done", result: 1}, b: {state: "done", result: "b"}});
});
