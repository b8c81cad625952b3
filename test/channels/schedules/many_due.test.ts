import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test, vi} from "vitest";
import {type Access, openAccess} from "../../../src/access/access.ts";
import {keptPrincipal} from "../../../src/access/kept_principal.ts";
import {localPrincipal} from "../../../src/access/principal.ts";
import {openSecrets} from "../../../src/access/secret.ts";
import {type OpenService, openService} from "../../../src/channels/open_service.ts";
import {runSchedules} from "../../../src/channels/schedules/clock.ts";
import {loadConfig} from "../../../src/config.ts";
import {runsOf} from "../../../src/store/runs.ts";
import {addSchedule, dueWorkflowSchedules} from "../../../src/store/workflow_schedules.ts";
import {workflowDocumentSchema} from "../../../src/workflows/document.ts";
import {keepWorkflow} from "../../../src/workflows/versions.ts";
import {newState, type State} from "../http/state.ts";

const SCHEDULES = 120;
const ann = localPrincipal("w");
const home = mkdtempSync(join(tmpdir(), "tabletalk-many-due-"));
let state: State;
const services: OpenService[] = [];
let access: Access;

/** A process of its own, but for the memory: it has its own connections. */
async function opened(): Promise<OpenService> {
  const environment = {
    ...{TABLETALK_HOME: home, TABLETALK_MODEL: "offline", TABLETALK_TIME_ZONE: "UTC"},
    ...(state.store !== undefined && {TABLETALK_STORE: state.store}),
  };
  const service = await openService(loadConfig({}, environment));
  services.push(service);
  return service;
}

beforeAll(async () => {
  state = await newState();
  const {store} = await opened();
  access = await openAccess(store, await openSecrets(home));
  const document = workflowDocumentSchema.parse({
    ...{format: 1, name: "count", title: "Count", headline: "count"},
    nodes: [
      {
        ...{id: "count", kind: "aggregate"},
        input: {table: "orders", measures: [{name: "rows", fn: "count"}]},
      },
    ],
  });
  const {id: workflow} = await keepWorkflow(store, ann, document);
  for (let number = 0; number < SCHEDULES; number += 1)
    await addSchedule(store, "w", {
      ...{workflow, version: 1, parameters: {}, cron: "0 9 * * 1", timeZone: "UTC"},
      ...{missed: "once", audience: "one", principal: keptPrincipal(ann), createdBy: "person"},
      nextAt: new Date(Date.now() - 1_000),
    });
}, 60_000);
afterAll(async () => {
  for (const service of services) await service.close();
  await state.drop();
  rmSync(home, {recursive: true, force: true});
});

test("of many schedules that are due at once each begins one run, whichever of the workers is first", async () => {
  const [one] = services;
  const {store} = one!;
  const troubles: string[] = [];
  const ends = [one!, await opened()].map((service) =>
    runSchedules({service, access, onTrouble: (text) => troubles.push(text)}),
  );
  await vi.waitFor(async () => expect(await dueWorkflowSchedules(store, new Date(), 1)).toEqual([]), 20_000);
  for (const end of ends) await end();
  const runs = await runsOf(store, "w", {limit: 2 * SCHEDULES});
  expect(runs).toHaveLength(SCHEDULES);
  expect(new Set(runs.map(({schedule}) => schedule)).size).toBe(SCHEDULES);
  expect(runs.every(({job}) => job !== undefined)).toBe(true);
  expect(troubles).toEqual([]);
}, 30_000);
