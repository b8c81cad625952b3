import {expect, test} from "vitest";
import {createSessionPool} from "../../src/channels/session_pool.ts";
import type {Engine, Session} from "../../src/data/engine.ts";

/** An engine that counts how many of its sessions are open, and the most that ever were. */
function countingEngine() {
  const counts = {open: 0, most: 0};
  const engine = {
    async open() {
      counts.open += 1;
      counts.most = Math.max(counts.most, counts.open);
      const close = async () => {
        counts.open -= 1;
      };
      return {close} as unknown as Session;
    },
  } as unknown as Engine;
  return {engine, counts};
}
const wanted = (engine: Engine, workspace: string, key: string) => ({
  key: `${workspace} ${key}`,
  workspace,
  engine,
  datasets: [],
});

test("however many ask at once for data of their own, only so many sessions are open", async () => {
  const {engine, counts} = countingEngine();
  const pool = createSessionPool({most: 2, atOnce: 3});
  const asked = Array.from({length: 30}, (_, number) =>
    pool.use(wanted(engine, "w", `${number}`), async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return number;
    }),
  );
  expect(await Promise.all(asked)).toEqual(Array.from({length: 30}, (_, number) => number));
  expect(counts.most).toBeLessThanOrEqual(4);
  await pool.close();
  expect(counts.open).toBe(0);
});

test("those of a workspace that has many wait for one of another", async () => {
  const {engine} = countingEngine();
  const pool = createSessionPool({most: 2, atOnce: 2});
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const use = (workspace: string, key: string) =>
    pool.use(wanted(engine, workspace, key), async () => {
      begun.push(workspace);
      await new Promise<void>((end) => ends.push(end));
    });
  const all = [use("loud", "1"), use("loud", "2"), use("loud", "3"), use("loud", "4"), use("quiet", "1")];
  const settled = Promise.all(all);
  for (let count = 1; count <= all.length; count += 1) {
    while (ends.length < 1) await new Promise((resolve) => setImmediate(resolve));
    ends.shift()!();
  }
  await settled;
  expect(begun).toEqual(["loud", "loud", "quiet", "loud", "loud"]);
});

test("who asks for what is open already goes on, and a session that could not be opened keeps nobody waiting", async () => {
  const {engine} = countingEngine();
  const pool = createSessionPool({most: 1, atOnce: 1});
  let end = () => {};
  const first = pool.use(wanted(engine, "w", "same"), async () => {
    await new Promise<void>((resolve) => {
      end = resolve;
    });
  });
  expect(await pool.use(wanted(engine, "w", "same"), async () => "shared")).toBe("shared");
  const broken = {open: async () => Promise.reject(new Error("broken"))} as unknown as Engine;
  const failing = pool.use(wanted(broken, "w", "broken"), async () => "never");
  const after = pool.use(wanted(engine, "w", "other"), async () => "after");
  end();
  await first;
  await expect(failing).rejects.toThrow("broken");
  expect(await after).toBe("after");
  await pool.close();
});
