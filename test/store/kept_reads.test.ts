import {expect, test} from "vitest";
import {keptRead} from "../../src/store/kept_reads.ts";
import {ensureWorkspace, inTransaction, type Store} from "../../src/store/store.ts";
import {describeStores} from "./dialects.ts";

describeStores("kept reads", (store, opened) => {
  let reads = 0;
  const names = (from: Store = store()): Promise<string[]> =>
    keptRead(from, ["names"], async () => {
      reads += 1;
      const rows = await from.db.selectFrom("workspaces").select("id").orderBy("id").execute();
      return rows.map(({id}) => id);
    });
  const remove = (from: Store, id: string) => from.db.deleteFrom("workspaces").where("id", "=", id).execute();

  test("whatever is written is seen by the next read, whoever wrote it", async () => {
    await using other = await opened().again();
    expect(await names()).toEqual([]);
    await ensureWorkspace(store(), "own");
    expect(await names()).toEqual(["own"]);
    await ensureWorkspace(other, "of another process");
    expect(await names()).toEqual(["of another process", "own"]);
    expect(await names(other)).toEqual(["of another process", "own"]);
    await remove(other, "own");
    expect(await names()).toEqual(["of another process"]);
    await remove(store(), "of another process");
    expect([await names(), await names(other)]).toEqual([[], []]);
  });

  test("what is read while a transaction is under way is read again after it", async () => {
    await names();
    const done = inTransaction(store(), async (inside) => {
      await ensureWorkspace(inside, "first");
      await new Promise((resolve) => setTimeout(resolve, 30));
      await ensureWorkspace(inside, "second");
    });
    const meanwhile = new Promise((resolve) => setTimeout(resolve, 10)).then(() => names());
    await Promise.all([done, meanwhile]);
    expect(await names()).toEqual(["first", "second"]);
    await inTransaction(store(), async ({db}) => {
      await db.deleteFrom("workspaces").execute();
      throw new Error("no");
    }).catch(() => {});
    expect(await names()).toEqual(["first", "second"]);
  });

  test("where the store can tell that nothing was written, nothing is read; a failure is never kept", async () => {
    await names();
    const before = reads;
    await names();
    expect(reads - before).toBe(store().revision ? 0 : 1);
    const failing = () => keptRead(store(), ["failing"], () => Promise.reject(new Error("no")));
    await expect(failing()).rejects.toThrow("no");
    expect(await keptRead(store(), ["failing"], async () => "yes")).toBe("yes");
    expect(await keptRead(store(), ["failing", "else"], async () => "other")).toBe("other");
  });
});
