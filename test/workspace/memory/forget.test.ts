import {existsSync, readdirSync, readFileSync} from "node:fs";
import {mkdir} from "node:fs/promises";
import {join} from "node:path";
import {sql} from "kysely";
import {afterAll, beforeAll, expect, test} from "vitest";
import type {Dataset} from "../../../src/data/dataset.ts";
import {hashedEmbedder} from "../../../src/knowledge/embedders/hashed.ts";
import {addConversationDatasets} from "../../../src/store/conversation_datasets.ts";
import {conversationFor} from "../../../src/store/conversations.ts";
import {addLink} from "../../../src/store/links.ts";
import {pinTurn} from "../../../src/store/pins.ts";
import {recipeById} from "../../../src/store/recipes.ts";
import {openSqliteStore} from "../../../src/store/sqlite/open.ts";
import type {Store} from "../../../src/store/store.ts";
import {appendEvents} from "../../../src/store/turn_events.ts";
import {saveFeedback} from "../../../src/store/turns.ts";
import {forgetConversations} from "../../../src/workspace/memory/forget.ts";
import {askedBefore} from "../../../src/workspace/memory/suggestions.ts";
import {describeStores} from "../../store/dialects.ts";
import {type Desk, openDesk, talking} from "./talk.ts";

/** Planted in what is to be forgotten, and looked for everywhere afterwards. */
const MARKER = "zebrafish";
const VISITS = `day,${MARKER},visits\n2024-05-01,a,3\n2024-05-02,b,4\n2024-05-03,a,5\n2024-05-04,b,9\n`;

/** Every row of every table, as text. */
async function everything(store: Store): Promise<Record<string, string>> {
  const names = await sql<{name: string}>`${
    store.dialect === "sqlite"
      ? sql`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
      : sql`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`
  }`.execute(store.db);
  const found: Record<string, string> = {};
  for (const {name} of names.rows) {
    const {rows} = await sql`SELECT * FROM ${sql.table(name)}`.execute(store.db);
    found[name] = JSON.stringify(rows);
  }
  return found;
}

/** The tables that hold the marker. The dataset is no part of a conversation: what it is called, and its columns, stay. */
const DATA = ["dataset_versions", "datasets", "dataset_history"];
const marked = async (store: Store): Promise<string[]> =>
  Object.entries(await everything(store)).flatMap(([name, text]) =>
    text.toLowerCase().includes(MARKER) && !DATA.includes(name) ? [name] : [],
  );

/** What other rooms keep of a turn: events, what left the machine, a job, a reply to a request. */
async function plantElsewhere(store: Store, turn: string, conversation: string): Promise<void> {
  const {db} = store;
  const workspace = "w";
  const [message] = await db
    .selectFrom("messages")
    .select("message_id")
    .where((is) => is.and({workspace, conversation}))
    .execute();
  await db
    .updateTable("messages")
    .set({id: "m-first"})
    .where((is) => is.and({workspace, conversation, message_id: message!.message_id}))
    .execute();
  await appendEvents(store, workspace, "m-first", [
    {attempt: 1, number: 1, event: {type: "text", text: MARKER}},
  ]);
  const made = {created_at: "2026-01-01T00:00:00.000Z"};
  await db
    .insertInto("sent_records")
    .values({
      workspace,
      id: "s",
      turn,
      role: "planner",
      model: "m",
      address: "a",
      is_remote: 1,
      characters: 1,
      columns: JSON.stringify([MARKER]),
      results: "[]",
      sent_at: made.created_at,
    })
    .execute();
  await db
    .insertInto("jobs")
    .values({
      workspace,
      id: "j",
      kind: "chart",
      state: "done",
      input: JSON.stringify({turn, title: MARKER}),
      run_at: made.created_at,
      created_by: "ann",
      ...made,
    })
    .execute();
  await db
    .insertInto("idempotency_keys")
    .values({
      workspace,
      actor: "ann",
      key: "k",
      fingerprint: "f",
      body: JSON.stringify({turn, text: MARKER}),
      ...made,
    })
    .execute();
}

describeStores("forgetting", (store) => {
  let desk: Desk;
  let visits: Dataset;
  beforeAll(async () => {
    desk = await openDesk();
    await mkdir(join(desk.folder, "charts"));
    visits = await desk.table("visits", VISITS);
  });
  afterAll(() => desk.close());

  const talk = (conversation: string, options: {actor?: string; workspace?: string} = {}) =>
    talking(desk, {
      store: store().within(options.workspace ?? "w"),
      datasets: [visits],
      conversation,
      ...options,
    });
  const idOf = (conversation: string, workspace = "w") =>
    conversationFor(store(), workspace, {platform: "test", installation: "i", conversation});

  test("a conversation, once confirmed, leaves nothing in any table, and its pictures are gone", async () => {
    const say = talk("first");
    const asked = await say(`total visits by ${MARKER}`);
    await say(`draw a bar chart of total visits by ${MARKER}`);
    await say(`how many ${MARKER}s like cheese in Norway?`);
    await say(`total visits by ${MARKER}; average visits by ${MARKER}`);
    await saveFeedback(store(), "w", {turn: asked.turn, actor: "bob", verdict: "up", comment: MARKER});
    await plantElsewhere(store(), asked.turn, await idOf("first"));
    await askedBefore(store(), "w", `visits of every ${MARKER}`, ["visits"], {embedder: hashedEmbedder()});
    await addConversationDatasets(store(), "w", await idOf("first"), ["visits"]);
    const charts = () => readdirSync(join(desk.folder, "charts"));
    expect(charts().length).toBeGreaterThan(0);
    expect(await marked(store())).toEqual(
      expect.arrayContaining([
        ...["messages", "turns", "artifacts", "recipes", "feedback", "turn_events"],
        ...["sent_records", "jobs", "idempotency_keys"],
      ]),
    );
    const vectors = () => store().db.selectFrom("question_vectors").selectAll().execute();
    expect((await vectors()).length).toBeGreaterThan(0);

    const question = await say("please forget this conversation");
    expect(question.answer).toContain("This forgets this conversation for good: 4 messages, 4 answers");
    expect((await marked(store())).length).toBeGreaterThan(0);
    const done = await say("yes, forget it");
    expect(done.answer).toMatch(/^Forgotten: this conversation, 5 messages, 5 answers\.$/);
    expect(await marked(store())).toEqual([]);
    expect(await vectors()).toEqual([]);
    expect(charts()).toEqual([]);
    await expect(recipeById(store(), "w", asked.recipe!)).rejects.toMatchObject({code: "bad_recipe"});
    expect(await askedBefore(store(), "w", `total visits by ${MARKER}`, ["visits"])).toEqual([]);
    // The conversation goes on, from nothing.
    expect((await say("go back to the first one")).answer).toContain("no earlier answer");
  });

  test("is left as it is by anything but a confirmation, and by one of somebody else", async () => {
    const say = talk("second", {workspace: "second"});
    await say("total visits");
    await say("forget this conversation");
    expect((await say("how many rows?")).state).toBe("answered");
    expect((await say("yes, forget it")).answer).not.toContain("Forgotten");
    await say("forget this conversation");
    const bob = talk("second", {workspace: "second", actor: "bob"});
    expect((await bob("yes, forget it")).answer).toContain("Only whoever asked");
    const kept = await store()
      .db.selectFrom("turns")
      .select("id")
      .where("workspace", "=", "second")
      .execute();
    expect(kept.length).toBe(6);
  });

  test("is refused while a pin, a link or a workflow needs an answer of it; or all but that is forgotten", async () => {
    const inside = store().within("needed");
    const say = talk("needed", {workspace: "needed"});
    const pinned = await say("total visits");
    await say("how many rows?");
    const linked = await say("average visits");
    await pinTurn(inside, "needed", {turn: pinned.turn, by: "person"});
    await addLink(inside, "needed", {
      kind: "chart",
      target: linked.recipe!,
      hash: "h-needed",
      isPublic: false,
      createdBy: "ann",
      expiresAt: null,
    });
    const conversation = await idOf("needed", "needed");
    await expect(
      forgetConversations(inside, "needed", {conversations: [conversation]}),
    ).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("needed by a pinned answer, a link to a chart"),
    });
    expect((await say("forget this conversation")).answer).toContain("forget it but keep these");
    const done = await say("forget it but keep these");
    expect(done.answer).toContain("Kept: what a pinned answer, a link to a chart needs.");
    const questions = await store()
      .db.selectFrom("turns")
      .select("question")
      .where("workspace", "=", "needed")
      .orderBy("id")
      .execute();
    expect(questions.map(({question}) => question)).toEqual(["total visits", "forget it but keep these"]);
    for (const recipe of [pinned.recipe!, linked.recipe!])
      expect(await recipeById(store(), "needed", recipe)).toMatchObject({id: recipe});
    const again = talk("other", {workspace: "needed", actor: "bob"});
    expect((await again("total visits")).answer).toContain("By the answer that you pinned");
  });

  test("takes no recipe that an answer of another conversation has", async () => {
    const one = talk("one", {workspace: "shared"});
    const two = talk("two", {workspace: "shared", actor: "bob"});
    const recipe = (await one("total visits")).recipe!;
    expect((await two("total visits")).recipe).toBe(recipe);
    await forgetConversations(store().within("shared"), "shared", {
      conversations: [await idOf("one", "shared")],
    });
    expect(await recipeById(store(), "shared", recipe)).toMatchObject({id: recipe});
  });

  test("everything about a person takes the conversations in which only they spoke", async () => {
    const workspace = "mine";
    await talk("ann-1", {workspace})("total visits");
    await talk("both", {workspace})("total visits");
    await talk("both", {workspace, actor: "bob"})("average visits");
    await talk("bob-1", {workspace, actor: "bob"})("how many rows?");
    const say = talk("ann-2", {workspace});
    expect((await say("forget everything about me")).answer).toContain(
      "2 conversations, 1 message, 1 answer",
    );
    expect((await say("yes, forget it")).answer).toContain("Forgotten: 2 conversations");
    const left = await store()
      .db.selectFrom("turns")
      .select("question")
      .where("workspace", "=", workspace)
      .orderBy("question")
      .execute();
    expect(left.map(({question}) => question)).toEqual([
      "average visits",
      "how many rows?",
      "total visits",
      "yes, forget it",
    ]);
  });

  test("waits for a question that is still being answered", async () => {
    const conversation = await idOf("open", "open");
    const row = {workspace: "open", platform: "test", installation: "i", external_conversation: "open"};
    await store()
      .db.insertInto("messages")
      .values({
        ...row,
        message_id: "m",
        conversation,
        actor: "ann",
        text: "slow",
        files: "[]",
        received_at: "2026-01-01T00:00:00.000Z",
        state: "taken",
      })
      .execute();
    await expect(
      forgetConversations(store().within("open"), "open", {conversations: [conversation]}),
    ).rejects.toMatchObject({code: "conflict"});
  });
});

test("SQLite leaves nothing of it in its files either", async () => {
  const desk = await openDesk();
  const path = join(desk.folder, "state.sqlite");
  const store = await openSqliteStore(path);
  const visits = await desk.table("visits", "day,visits\n2024-05-01,3\n");
  const say = talking(desk, {store, datasets: [visits]});
  await say(`what about the ${MARKER}?`);
  await say("forget this chat");
  await say("yes, forget it");
  const bytes = [path, `${path}-wal`].flatMap((file) => (existsSync(file) ? [readFileSync(file)] : []));
  expect(Buffer.concat(bytes).includes(MARKER)).toBe(false);
  await store.close();
  await desk.close();
});
