import {beforeAll, expect, test} from "vitest";
import {belongingsOf} from "../../src/store/belongings.ts";
import {clearDerived} from "../../src/store/clear_derived.ts";
import {conversationFor} from "../../src/store/conversations.ts";
import {deleteBelongings} from "../../src/store/forgetting.ts";
import {addLink, linksOf} from "../../src/store/links.ts";
import {addReport, changeReport, dropReport, reportById, reportsOf} from "../../src/store/reports.ts";
import {inTransaction, type Store} from "../../src/store/store.ts";
import {describeStores} from "./dialects.ts";

const hashOf = (letter: string): string => letter.repeat(64);

describeStores("reports", (opened) => {
  let store: Store;
  beforeAll(() => {
    store = opened();
  });

  const add = (title: string, letter: string, conversation?: string): Promise<string> =>
    addReport(store, "w", {
      kind: "report",
      title,
      content: {datasets: [{name: "sales", hash: hashOf(letter)}], secret: "12,345"},
      createdBy: "ann",
      owner: "ann",
      ...(conversation !== undefined && {conversation}),
    });
  const share = (target: string): Promise<string> =>
    addLink(store, "w", {
      kind: "report",
      target,
      hash: `h${target}`,
      isPublic: true,
      createdBy: "ann",
      expiresAt: null,
    });

  test("a report of somebody is private until it is shown; of two changes at once one is refused", async () => {
    const id = await add("First", "1");
    expect(await reportById(store, "w", id)).toMatchObject({visibility: "private", owner: "ann", version: 1});
    expect(await reportById(store, "elsewhere", id)).toBeUndefined();
    expect(await changeReport(store, "w", id, 1, {title: "Second", visibility: "workspace"})).toBe(true);
    expect(await changeReport(store, "w", id, 1, {title: "Third"})).toBe(false);
    const [listed] = await reportsOf(store, "w", {kind: "report"});
    expect(listed).toMatchObject({id, title: "Second", visibility: "workspace", version: 2});
    expect(listed).not.toHaveProperty("content");
    expect(await dropReport(store, "w", id)).toBe(true);
    expect(await dropReport(store, "w", id)).toBe(false);
  });

  test("with a dataset its numbers go from reports, and links to them; other reports stay", async () => {
    const [gone, stays] = [await add("Sales", "a"), await add("Stock", "b")];
    await share(gone);
    await share(stays);
    const deleted = {
      name: "sales",
      hashes: [hashOf("a")],
      since: "2020-01-01",
      deletedAt: "2026-03-04T00:00:00Z",
    };
    await clearDerived(store, "w", deleted);
    const left = await reportById(store, "w", gone);
    expect(JSON.stringify(left)).not.toContain("12,345");
    expect(JSON.stringify(left?.content)).toContain(
      "The data of sales was deleted on 2026-03-04, and what was here with it.",
    );
    expect(JSON.stringify(await reportById(store, "w", stays))).toContain("12,345");
    expect((await linksOf(store, "w")).map(({target}) => target)).toEqual([stays]);
  });

  test("a forgotten conversation takes its reports and their links along", async () => {
    const conversation = await conversationFor(store, "w", {
      platform: "test",
      installation: "i",
      conversation: "c",
    });
    const [theirs, other] = [await add("Of it", "c", conversation), await add("Of another", "c")];
    await share(theirs);
    const belongings = await belongingsOf(store, "w", [conversation]);
    const none = new Set<string>();
    await inTransaction(store, (inside) =>
      deleteBelongings(inside, "w", {
        belongings,
        keptTurns: none,
        keptRecipes: none,
        keptMessages: none,
        keptConversations: none,
      }),
    );
    expect(await reportById(store, "w", theirs)).toBeUndefined();
    expect(await reportById(store, "w", other)).toBeDefined();
    expect((await linksOf(store, "w", {target: theirs})).length).toBe(0);
  });
});
