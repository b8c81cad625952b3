import {describe, expect, it} from "vitest";
import {turnsAtOnce} from "../../src/mcp/turns_at_once.ts";

/** Turns that note when they begin, and end when they are told to. */
function turnsOn(most: number) {
  const turns = turnsAtOnce(most);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const never = new AbortController().signal;
  const start = (name: string, workspace: string, conversation: string, signal = never) =>
    turns.run({workspace, conversation}, signal, () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    });
  return {begun, start, end: (name: string) => ends.get(name)?.()};
}

describe("turns of one process", () => {
  it("are so many at once, those of one conversation one after the other", async () => {
    const {begun, start, end} = turnsOn(2);
    const first = start("first", "a", "talk");
    void start("second", "a", "talk");
    void start("other", "a", "another talk");
    void start("late", "a", "a third talk");
    await expect.poll(() => begun).toEqual(["first", "other"]);
    end("first");
    expect(await first).toBe("first");
    await expect.poll(() => begun).toEqual(["first", "other", "second"]);
  });

  it("begin with the workspace that has the fewest", async () => {
    const {begun, start, end} = turnsOn(2);
    const first = start("a1", "a", "1");
    void start("a2", "a", "2");
    void start("a3", "a", "3");
    void start("b1", "b", "4");
    await expect.poll(() => begun).toEqual(["a1", "a2"]);
    end("a1");
    await first;
    await expect.poll(() => begun).toEqual(["a1", "a2", "b1"]);
  });

  it("wait no longer when they are cancelled, and take nobody's place", async () => {
    const {begun, start, end} = turnsOn(1);
    const stop = new AbortController();
    const first = start("first", "a", "1");
    const cancelled = start("cancelled", "a", "2", stop.signal);
    void start("last", "a", "3");
    await expect.poll(() => begun).toEqual(["first"]);
    stop.abort();
    await expect(cancelled).rejects.toMatchObject({code: "aborted"});
    end("first");
    await first;
    await expect.poll(() => begun).toEqual(["first", "last"]);
  });
});
