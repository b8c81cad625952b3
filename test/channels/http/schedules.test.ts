import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {openAccess} from "../../../src/access/access.ts";
import {keptPrincipalSchema} from "../../../src/access/kept_principal.ts";
import {localPrincipal} from "../../../src/access/principal.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import {tickDue} from "../../../src/channels/schedules/tick.ts";
import {runsOf} from "../../../src/store/runs.ts";
import {scheduleById} from "../../../src/store/workflow_schedules.ts";
import {workflowDocumentSchema} from "../../../src/workflows/document.ts";
import {keepWorkflow} from "../../../src/workflows/versions.ts";
import {type Caller, type Running, running} from "./running.ts";

const WEATHER = join(import.meta.dirname, "../../../samples/seattle-weather.csv");

let server: Running;
let ann: Caller;
let bob: Caller;
let vic: Caller;
let weather: string;

beforeAll(async () => {
  server = await running({works: true});
  ann = await server.member("analyst");
  bob = await server.member("analyst");
  vic = await server.member("viewer");
  const [imported] = await server.service.workspace("acme").importFile(WEATHER, {by: ann.person});
  weather = imported!.name;
  const document = workflowDocumentSchema.parse({
    ...{format: 1, name: "rain", title: "Rain", headline: "rain"},
    nodes: [
      {
        ...{id: "rain", kind: "aggregate"},
        input: {table: weather, measures: [{name: "rain", fn: "sum", of: {column: "precipitation"}}]},
      },
    ],
  });
  await keepWorkflow(server.service.store, localPrincipal("acme"), document);
});
afterAll(async () => server[Symbol.asyncDispose]());

const add = (caller: Caller, body: object) =>
  caller.ask("POST", "/v1/schedules", {workflow: "rain", ...body});

test("a schedule is made in words, changed, turned off and on, and taken away by whoever made it", async () => {
  const made = await add(ann, {when: "every Monday at 9 Berlin time", missed: "skip"});
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({
    when: "every Monday at 09:00 Europe/Berlin time",
    cron: "0 9 * * 1",
    timeZone: "Europe/Berlin",
    missed: "skip",
    isEnabled: true,
  });
  expect(made.json.next).toHaveLength(3);
  for (const hidden of ["principal", "target", "seen"]) expect(made.json).not.toHaveProperty(hidden);
  const path = `/v1/schedules/${made.json.id}`;
  expect((await bob.ask("GET", path)).status).toBe(404);
  expect((await bob.ask("DELETE", path)).status).toBe(404);
  const changed = await ann.ask("PATCH", path, {when: "daily at 7", isEnabled: false});
  expect(changed.json).toMatchObject({
    when: "every day at 07:00 Europe/Berlin time",
    isEnabled: false,
    next: [],
  });
  expect((await ann.ask("PATCH", path, {isEnabled: true})).json.next).toHaveLength(3);
  expect((await ann.ask("GET", "/v1/schedules")).json.items).toHaveLength(1);
  expect((await bob.ask("GET", "/v1/schedules")).json.items).toEqual([]);
  expect((await ann.ask("DELETE", path)).status).toBe(204);
  expect((await ann.ask("GET", path)).status).toBe(404);
});

test("what is no time, never comes, comes too often, or is not for whoever asks is refused", async () => {
  const why = async (caller: Caller, body: object) => {
    const {status, json} = await add(caller, body);
    return [status, json.detail ?? json.title];
  };
  expect(await why(ann, {when: "sales on Monday"})).toEqual([
    400,
    expect.stringContaining("no time that comes"),
  ]);
  expect(await why(ann, {when: "0 9 30 2 *"})).toEqual([400, "That time never comes."]);
  expect(await why(ann, {when: "* * * * *"})).toEqual([400, expect.stringContaining("more often than")]);
  expect((await add(ann, {when: "daily", workflow: "nothing"})).status).toBe(404);
  expect((await add(ann, {when: "daily", parameters: {nothing: "'; DROP TABLE runs"}})).status).toBe(422);
  expect((await add(vic, {when: "daily"})).status).toBe(403);
});

test("an alert says what it watches, and one on a number that the workflow does not give is refused", async () => {
  const rising = {when: {kind: "change", by: 20, unit: "percent", direction: "up"}};
  const measures = ["precipitation", "wind"].map((column) => ({name: column, fn: "sum", of: {column}}));
  const input = {table: weather, groups: [{name: "weather", of: {column: "weather"}}], measures};
  const document = workflowDocumentSchema.parse({
    ...{format: 1, name: "kinds", title: "Kinds of weather", headline: "kinds"},
    nodes: [{id: "kinds", kind: "aggregate", input}],
  });
  await keepWorkflow(server.service.store, localPrincipal("acme"), document);
  const kinds = (alert: object) => add(ann, {workflow: "kinds", when: "daily", alert});
  const made = await kinds(rising);
  expect(made.json.alert).toMatchObject({...rising, of: "precipitation", each: ["weather"]});
  const path = `/v1/schedules/${made.json.id}`;
  const profit = {...rising, of: "profit"};
  for (const refused of [await kinds(profit), await ann.ask("PATCH", path, {alert: profit})])
    expect([refused.status, refused.json.detail, refused.json.next]).toEqual([
      expect.any(Number),
      "The result has no number called profit.",
      "It has precipitation, wind, n.",
    ]);
  const changed = await ann.ask("PATCH", path, {alert: {...rising, of: "Wind"}});
  expect(changed.json.alert.of).toBe("wind");
  expect((await ann.ask("DELETE", path)).status).toBe(204);
});

test("the schedules of somebody who is no member any more stop", async () => {
  const cat = await server.member("analyst");
  const {json} = await add(cat, {when: "hourly"});
  const {store} = server.service;
  const stored = (await scheduleById(store, "acme", json.id))!;
  const {person} = keptPrincipalSchema.parse(stored.principal);
  await store.db
    .deleteFrom("members")
    .where((is) => is.and({workspace: "acme", person: person!}))
    .execute();
  const access = await openAccess(store, await openSecrets(server.service.config.home, {}));
  const ticked = await tickDue(
    {service: server.service, access},
    new Date(Date.parse(stored.nextAt!) + 1_000),
  );
  expect(ticked).toMatchObject({begun: 0, off: 1});
  expect(await scheduleById(store, "acme", json.id)).toMatchObject({
    isEnabled: false,
    offWhy: expect.stringContaining("not a member here any more"),
  });
  expect(await runsOf(store, "acme", {schedule: json.id})).toEqual([]);
});

test("one that is told in a channel is known to whoever reads there; an owner sees that others' are there", async () => {
  const {store} = server.service;
  const boss = await server.member("owner");
  const when = {kind: "threshold", is: "below", value: 77};
  const {json} = await add(ann, {when: "daily", alert: {of: "rain", when}});
  const path = `/v1/schedules/${json.id}`;
  const shown = (caller: Caller) => caller.ask("GET", path);
  expect((await shown(ann)).json).toMatchObject({alert: {when}, when: expect.stringContaining("77")});
  const asOwner = await shown(boss);
  expect(asOwner.json).toMatchObject({title: "Rain", parameters: {}});
  expect([asOwner.json.alert, asOwner.json.when.includes("77")]).toEqual([undefined, false]);
  // Told in a channel whose conversation nobody knows of here.
  const elsewhere = (change: object) =>
    store.db.updateTable("workflow_schedules").set(change).where("id", "=", json.id).execute();
  await elsewhere({audience: "several", platform: "slack", installation: "T1", target: '{"channel":"C9"}'});
  expect((await shown(bob)).status).toBe(404);
  expect((await bob.ask("GET", "/v1/schedules")).json.items).toEqual([]);
  // In one that bob may not read, and then in one of everybody's.
  const own = await ann.ask("POST", "/v1/conversations", {});
  await elsewhere({conversation: own.json.id});
  expect((await shown(bob)).status).toBe(404);
  await store.db.updateTable("conversations").set({owner: null}).where("id", "=", own.json.id).execute();
  expect((await shown(bob)).json.alert).toMatchObject({when});
  expect((await bob.ask("DELETE", path)).status).toBe(403);
  expect((await boss.ask("DELETE", path)).status).toBe(204);
});
