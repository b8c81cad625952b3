import {execFile} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";
import {beforeAll, expect, test} from "vitest";
import type {Access} from "../../src/access/access.ts";
import {LimitReached} from "../../src/access/limit_reached.ts";
import {
  changeLimits,
  countImport,
  countQuestion,
  countRequest,
  DEFAULT_LIMITS,
  demandRoom,
  limitsOf,
  rowsPerResult,
  usedToday,
} from "../../src/access/limits.ts";
import {localPrincipal, type Principal} from "../../src/access/principal.ts";
import {countsOf, dayOf} from "../../src/store/limits.ts";
import {openSqliteStore} from "../../src/store/sqlite/open.ts";
import {timestamp} from "../../src/store/store.ts";
import {addUpload, changeUpload} from "../../src/store/uploads.ts";
import {addToDay} from "../../src/store/usage.ts";
import {describeStores} from "../store/dialects.ts";
import {accessOver, member} from "./acme.ts";

const mebibyte = 1024 ** 2;

const noon = new Date("2026-03-04T12:00:00Z");

describeStores("limits", (store) => {
  let access: Access;
  const people = new Map<string, Principal>();

  /** Each test has a workspace of its own. */
  async function workspace(name: string): Promise<{owner: Principal; ann: Principal; bob: Principal}> {
    for (const [who, role] of [
      ["owner", "owner"],
      ["ann", "analyst"],
      ["bob", "viewer"],
    ] as const)
      people.set(who, (await member(access, name, `${who}@${name}.org`, role)).principal);
    return {owner: people.get("owner")!, ann: people.get("ann")!, bob: people.get("bob")!};
  }

  beforeAll(async () => {
    access = await accessOver(store());
  });

  test("a person's questions of a day are counted; the refusal says all that one needs", async () => {
    const {owner, ann, bob} = await workspace("acme");
    await changeLimits(access, owner, {eachPerson: {questionsPerDay: 3}});
    for (let time = 0; time < 3; time += 1) await countQuestion(access, ann, noon);
    const refusal = await countQuestion(access, ann, noon).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(LimitReached);
    expect(refusal).toMatchObject({
      code: "limit_reached",
      message: "The limit of 3 questions a day is reached: 3 are used.",
      next: "It begins anew at 00:00 UTC, in 12 hours; an owner of the workspace can raise it.",
      limit: {
        name: "questions a day",
        of: "person",
        allowed: 3,
        used: 3,
        resetsAt: "2026-03-05T00:00:00.000Z",
      },
    });
    await countQuestion(access, bob, noon);
    await countQuestion(access, ann, new Date("2026-03-05T00:00:00Z"));
    expect(await usedToday(access, bob, noon)).toMatchObject({own: {used: {questions: 1}}});
    expect(await usedToday(access, owner, noon)).toMatchObject({workspace: {used: {questions: 4}}});
    expect(await usedToday(access, bob, noon)).not.toHaveProperty("workspace");
  });

  test("what the workspace refuses is not counted for the person", async () => {
    const {owner, ann, bob} = await workspace("globex");
    await changeLimits(access, owner, {workspace: {questionsPerDay: 2}});
    await countQuestion(access, ann, noon);
    await countQuestion(access, bob, noon);
    await expect(countQuestion(access, ann, noon)).rejects.toThrow(/of the workspace is reached/);
    expect(await usedToday(access, ann, noon)).toMatchObject({own: {used: {questions: 1}}});
  });

  test("of forty at once as many get through as are allowed", async () => {
    const {owner, ann} = await workspace("initech");
    await changeLimits(access, owner, {eachPerson: {questionsPerDay: 10}});
    const tries = await Promise.allSettled(Array.from({length: 40}, () => countQuestion(access, ann, noon)));
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(10);
    for (const one of tries) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(LimitReached);
    expect(await countsOf(store(), "initech", ann.person!, dayOf(noon))).toMatchObject({questions: 10});
  });

  test("tokens and cost that were used refuse the next question", async () => {
    const {owner, ann, bob} = await workspace("umbrella");
    await changeLimits(access, owner, {eachPerson: {tokensPerDay: 1000}, workspace: {costPerDay: 0.5}});
    const day = dayOf(noon);
    await addToDay(store(), "umbrella", ann.person!, day, {tokens: 999, costMicros: 0});
    await countQuestion(access, ann, noon);
    await addToDay(store(), "umbrella", ann.person!, day, {tokens: 500, costMicros: 0});
    await expect(countQuestion(access, ann, noon)).rejects.toThrow(
      "The limit of 1,000 tokens a day is reached: 1,499 are used.",
    );
    await countQuestion(access, bob, noon);
    await addToDay(store(), "umbrella", "", day, {tokens: 0, costMicros: 510_000});
    await expect(countQuestion(access, bob, noon)).rejects.toThrow(
      "The limit of 0.5 dollars a day of the workspace is reached: 0.51 are used.",
    );
  });

  test("one person may have other limits than the rest; nothing is allowed where the limit is nothing", async () => {
    const {owner, ann, bob} = await workspace("hooli");
    await changeLimits(access, owner, {
      eachPerson: {questionsPerDay: 0},
      people: {[ann.person!]: {questionsPerDay: 2}},
    });
    await countQuestion(access, ann, noon);
    await expect(countQuestion(access, bob, noon)).rejects.toThrow(/0 questions a day is reached/);
  });

  test("imports are held by their rows, one by one and a day", async () => {
    const {owner, ann} = await workspace("stark");
    await changeLimits(access, owner, {eachPerson: {rowsPerImport: 100, rowsImportedPerDay: 150}});
    await expect(countImport(access, ann, 101, noon)).rejects.toThrow(
      "That has 101 rows; an import may have 100.",
    );
    await countImport(access, ann, 100, noon);
    await expect(countImport(access, ann, 51, noon)).rejects.toThrow(/rows imported a day/);
    await countImport(access, ann, 50, noon);
    expect(await rowsPerResult(access, ann)).toBe(DEFAULT_LIMITS.eachPerson.rowsPerResult);
  });

  test("files are held by the room that is left", async () => {
    const {owner, ann, bob} = await workspace("wayne");
    await changeLimits(access, owner, {
      eachPerson: {storageBytes: 2 * mebibyte},
      workspace: {storageBytes: 3 * mebibyte},
    });
    await demandRoom(access, ann, 2 * mebibyte, noon);
    await keep("wayne", ann.person!, 2 * mebibyte);
    await expect(demandRoom(access, ann, 1, noon)).rejects.toThrow("2 MiB of 2 MiB are used.");
    await expect(demandRoom(access, bob, 2 * mebibyte, noon)).rejects.toThrow(
      "There is no room for 2 MiB: 2 MiB of 3 MiB are used of the workspace.",
    );
    await demandRoom(access, bob, mebibyte, noon);
  });

  test("uploads that were announced take their room before a byte of them came", async () => {
    const {owner, ann} = await workspace("cyberdyne");
    await changeLimits(access, owner, {eachPerson: {storageBytes: 3 * mebibyte}});
    const announce = async (id: string, state?: "failed") => {
      await demandRoom(access, ann, 2 * mebibyte);
      await addUpload(access.store, "cyberdyne", {
        id,
        name: "sales.csv",
        bytes: 2 * mebibyte,
        createdBy: ann.person!,
      });
      if (state) await changeUpload(access.store, "cyberdyne", id, {state});
    };
    await announce("first", "failed");
    await announce("second");
    await expect(announce("third")).rejects.toMatchObject({limit: {name: "bytes kept"}});
  });

  test("requests a minute are counted by person and by workspace", async () => {
    const {owner, ann, bob} = await workspace("oscorp");
    await changeLimits(access, owner, {
      eachPerson: {requestsPerMinute: 3},
      workspace: {requestsPerMinute: 6},
    });
    expect(await countRequest(access, ann)).toMatchObject({allowed: 3, left: 2});
    await countRequest(access, ann);
    // The keys of one person are counted together with them.
    await countRequest(access, {...ann, kind: "key", key: "k1", actor: "key:k1"});
    await expect(
      countRequest(access, {...ann, kind: "key", key: "k2", actor: "key:k2"}),
    ).rejects.toMatchObject({
      limit: {of: "person"},
    });
    await expect(countRequest(access, ann)).rejects.toMatchObject({limit: {of: "person"}});
    await countRequest(access, bob);
    await expect(countRequest(access, bob)).rejects.toMatchObject({limit: {of: "workspace"}});
  });

  test("only owners change limits; what is no limit is refused; the terminal has none", async () => {
    const {owner, ann} = await workspace("tyrell");
    await expect(changeLimits(access, ann, {})).rejects.toMatchObject({code: "forbidden"});
    await expect(changeLimits(access, owner, {eachPerson: {questionsPerDay: -1}})).rejects.toThrow();
    expect(await limitsOf(access, "tyrell")).toEqual(DEFAULT_LIMITS);
    const local = localPrincipal("terminal");
    expect(await countRequest(access, local)).toBeUndefined();
    expect(await rowsPerResult(access, local)).toBeUndefined();
    await demandRoom(access, local, 1e15);
  });

  async function keep(of: string, createdBy: string, bytes: number): Promise<void> {
    await store()
      .db.insertInto("files")
      .values({
        workspace: of,
        hash: `${of}${bytes}`,
        bytes,
        media_type: null,
        name: null,
        created_by: createdBy,
        created_at: timestamp(),
      })
      .execute();
  }
});

test("three processes at once let no more through than are allowed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tabletalk-limits-"));
  const path = join(folder, "state.sqlite");
  const store = await openSqliteStore(path);
  const access = await accessOver(store);
  const {id, principal} = await member(access, "acme", "ann@acme.org", "owner");
  await changeLimits(access, principal, {eachPerson: {questionsPerDay: 25}});
  const asking = Array.from({length: 3}, () =>
    promisify(execFile)(process.execPath, [join(import.meta.dirname, "count_questions.ts"), path, id]),
  );
  const counts = (await Promise.all(asking)).map(({stdout}) => Number(stdout));
  expect(counts.reduce((sum, one) => sum + one)).toBe(25);
  await store.close();
  rmSync(folder, {recursive: true, force: true});
});
