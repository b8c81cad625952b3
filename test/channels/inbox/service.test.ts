import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {type OpenService, openService} from "../../../src/channels/open_service.ts";
import type {NewMessage, PlacedEvent} from "../../../src/channels/service.ts";
import {loadConfig} from "../../../src/config.ts";
import {artifactsOf, turnById} from "../../../src/store/turns.ts";
import {dialects, type TestStore} from "../../store/dialects.ts";

const penguins = join(import.meta.dirname, "../../../samples/penguins.json");
const message = (messageId: string, text: string, conversation = "c1"): NewMessage => ({
  platform: "http",
  installation: "here",
  conversation,
  messageId,
  actor: "person:ann",
  text,
});

// PGlite has one session for all connections: the queue needs several.
const served = dialects.filter(([name]) => name !== "PGlite");

describe.each(served)("a service on %s", (_name, open) => {
  const home = mkdtempSync(join(tmpdir(), "tabletalk-service-"));
  let opened: TestStore;
  let service: OpenService;
  beforeAll(async () => {
    opened = await open();
    const environment = {
      TABLETALK_HOME: home,
      TABLETALK_MODEL: "offline",
      TZ: "UTC",
      ...(opened.url && {TABLETALK_STORE: opened.url}),
    };
    service = await openService(loadConfig({}, environment), {onNote: (text) => console.error(text)});
    await service.workspace("w").importFile(penguins, {by: "person:ann"});
  });
  afterAll(async () => {
    await service?.close();
    await opened?.close();
    rmSync(home, {recursive: true, force: true});
  });
  const watched = async (id: string, after?: {attempt: number; number: number}) => {
    const events: PlacedEvent[] = [];
    for await (const one of service.inbox.events("w", id, after && {after})) events.push(one);
    return events;
  };

  test("a message waits until somebody works, and is then answered once, with its events in order", async () => {
    const sent = await service.inbox.send("w", message("m1", "how many penguins are there?"));
    expect(sent.isNew).toBe(true);
    expect(await service.inbox.send("w", message("m1", "again"))).toMatchObject({id: sent.id, isNew: false});
    expect(await service.inbox.state("w", sent.id)).toMatchObject({state: "waiting"});
    await service.startWorking();

    const events = await watched(sent.id);
    expect(events.map(({number}) => number)).toEqual(events.map((_, index) => index + 1));
    expect(events[0]?.event).toMatchObject({type: "status"});
    expect(events.at(-1)?.event).toMatchObject({
      type: "answer",
      answer: {answer: expect.stringContaining("344")},
    });
    const state = await service.inbox.state("w", sent.id);
    expect(state).toMatchObject({state: "done", attempts: 1});
    const turn = await turnById(service.store, "w", state!.turn!);
    expect(turn).toMatchObject({state: "answered", message: sent.id});
    expect((await artifactsOf(service.store, "w", turn!.id)).length).toBeGreaterThan(0);
  });

  test("who comes back reads on from where they were", async () => {
    const {id} = await service.inbox.send("w", message("m2", "average body mass by species"));
    const all = await watched(id);
    expect(await watched(id, all[1])).toEqual(all.slice(2));
    expect(await watched(id, all.at(-1))).toEqual([]);
  });

  test("the messages of one conversation are answered in their order, and a follow-up knows the one before", async () => {
    const ids: string[] = [];
    for (const [number, text] of [
      "average body mass by species",
      "only for males",
      "and for females?",
    ].entries())
      ids.push((await service.inbox.send("w", message(`o${number}`, text, "ordered"))).id);
    await Promise.all(ids.map((id) => watched(id)));
    const turns = await Promise.all(
      ids.map(async (id) => turnById(service.store, "w", (await service.inbox.state("w", id))!.turn!)),
    );
    expect(turns.map((turn) => turn?.state)).toEqual(["answered", "answered", "answered"]);
    expect(turns.map((turn) => turn!.id)).toEqual(turns.map((turn) => turn!.id).sort());
    expect(JSON.stringify(turns[2]?.plan)).toMatch(/female/i);
  });

  test("another workspace has neither the data nor the message", async () => {
    const {id} = await service.inbox.send("w", message("m9", "how many penguins are there?"));
    await watched(id);
    expect(await service.inbox.state("other", id)).toBeUndefined();
    expect(await service.inbox.stop("other", id)).toBe(false);
    for await (const event of service.inbox.events("other", id))
      throw new Error(`leaked ${JSON.stringify(event)}`);
    await expect(service.workspace("other").datasets(["penguins"])).rejects.toMatchObject({code: "no_data"});
  });

  test("a message can be stopped before it is taken", async () => {
    const {id: busy} = await service.inbox.send(
      "w",
      message("s1", "average body mass by species", "stopped"),
    );
    const {id} = await service.inbox.send("w", message("s2", "correlation of everything", "stopped"));
    expect(await service.inbox.stop("w", id)).toBe(true);
    await watched(busy);
    const events = await watched(id);
    expect(events.at(-1)?.event).toMatchObject({type: "error", code: "aborted"});
    expect(await service.inbox.stop("w", id)).toBe(false);
  });

  test("jobs are run once for a key, tell how far they are, and end with what came of them", async () => {
    const seen: unknown[] = [];
    service.jobs.handle("count", async (job, {progress}) => {
      progress("counting", 0.5);
      seen.push(job.input);
      return {counted: seen.length};
    });
    const job = await service.jobs.submit("w", {kind: "count", input: {to: 3}, by: "person:ann", key: "k"});
    const end = await ended(service, "w", job.id);
    expect(end).toMatchObject({state: "done", result: {counted: 1}, attempts: 1});
    expect(await service.jobs.job("other", job.id)).toBeUndefined();
    expect(seen).toEqual([{to: 3}]);
  });
});

async function ended(service: OpenService, workspace: string, id: string) {
  for (;;) {
    const job = await service.jobs.job(workspace, id);
    if (job && job.state !== "waiting" && job.state !== "taken") return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("of many datasets a question is held against those that it speaks of, and a follow-up against the same", async () => {
  const home = mkdtempSync(join(tmpdir(), "tabletalk-many-"));
  const service = await openService(
    loadConfig({}, {TABLETALK_HOME: home, TABLETALK_MODEL: "offline", TZ: "UTC"}),
  );
  const workspace = service.workspace("w");
  for (let number = 0; number < 20; number++) {
    const file = join(home, `machine_${number}.csv`);
    writeFileSync(file, `sensor_${number},voltage_${number}\na,1\nb,2\n`);
    await workspace.importFile(file, {by: "person:ann"});
  }
  await workspace.importFile(penguins, {by: "person:ann"});
  await service.startWorking();
  const answers: string[] = [];
  for (const [number, text] of ["average body mass of the penguins by species", "only for males"].entries()) {
    const {id} = await service.inbox.send("w", message(`many${number}`, text, "many"));
    for await (const {event} of service.inbox.events("w", id))
      if (event.type === "answer") answers.push(event.answer.answer);
  }
  expect(answers[0]).toContain("5,076");
  expect(answers[1]).toContain("5,485");

  // A choice is taken with a word that no table has.
  const offered = await service.inbox.send("w", message("many-offered", "bill by species", "offered"));
  for await (const _ of service.inbox.events("w", offered.id));
  const {turn} = (await service.inbox.state("w", offered.id))!;
  const asked = await turnById(service.store, "w", turn!);
  expect(asked?.state).toBe("choices");
  const taken = await service.inbox.send("w", message("many-taken", "1", "offered"));
  for await (const _ of service.inbox.events("w", taken.id));
  const chosen = await turnById(service.store, "w", (await service.inbox.state("w", taken.id))!.turn!);
  expect(chosen?.state).toBe("answered");
  await service.close();
  rmSync(home, {recursive: true, force: true});
}, 120_000);
